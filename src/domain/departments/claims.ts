import type { Text } from '../../shared/text.js';
import type { ClaimPermission } from './department.js';
import { regionName } from './regions.js';

/**
 * The claims that an application can be allowed, in the order pages list them. `phone_number_verified` and
 * `email_verified` go with the claim they speak of and need no permission of their own.
 */
export const CLAIMS = {
  name: { zh: '姓名', en: 'Name' },
  citizen_id: { zh: '公民身份号码', en: 'Citizen ID number' },
  birthdate: { zh: '出生日期', en: 'Date of birth' },
  gender: { zh: '性别', en: 'Gender' },
  phone_number: { zh: '手机号码', en: 'Mobile phone number' },
  email: { zh: '邮箱', en: 'Email address' },
  age_over_18: {
    zh: '是否年满 18 周岁（只回答“是”或“否”，不提供出生日期）',
    en: 'Whether you are 18 or over (only “yes” or “no”, not your date of birth)',
  },
  resident_of: {
    zh: '是否为指定地区居民（只回答“是”或“否”，不提供住址）',
    en: 'Whether you live in a given region (only “yes” or “no”, not your address)',
  },
  verified_claims: {
    zh: '上述信息的核验情况（实名等级）',
    en: 'How your details were verified (identity assurance level)',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ClaimName = keyof typeof CLAIMS;

export const CLAIM_NAMES = Object.keys(CLAIMS) as ClaimName[];

/** The claim whose permission covers `claim`: `phone_number` for `phone_number_verified`. */
export function permissionNameOf(claim: string): string {
  return claim === 'phone_number_verified' || claim === 'email_verified' ? claim.slice(0, -'_verified'.length) : claim;
}

/** What a page calls a claim, with the regions it is about; its technical name where it is none of ours. */
export function claimLabel({ claim, regions = [] }: Pick<ClaimPermission, 'claim' | 'regions'>): Text {
  if (claim === 'resident_of' && regions.length > 0) {
    const names = regions.map(regionName);
    return {
      zh: `是否为${names.map(({ zh }) => zh).join('、')}（或其下辖地区）的居民（只回答“是”或“否”，不提供住址）`,
      en: `Whether you live in ${names.map(({ en }) => en).join(' or ')}, or in a part of it (only “yes” or “no”, not your address)`,
    };
  }
  return Object.hasOwn(CLAIMS, claim) ? CLAIMS[claim as ClaimName] : { zh: claim, en: claim };
}
