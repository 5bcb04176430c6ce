import { sayList, type Text } from '../../shared/text.js';
import type { MASKS } from '../identities/index.js';
import type { ClaimPermission, PersonalField } from '../records/index.js';
import { regionName } from './regions.js';

/** Scopes that ask for claims (OpenID Connect Core §5.4; `citizen_id` is ours). */
export type ClaimScope = 'profile' | 'phone' | 'email' | 'citizen_id';

/**
 * What an application is told. `value`: the stored field. `confirmed`: that there is one, since only confirmed contacts
 * are stored. `adult`, `resident`: yes or no. `verification`: an element that holds other claims, with how they were
 * verified.
 */
export type ReleaseRule = 'value' | 'confirmed' | 'adult' | 'resident' | 'verification';

interface ClaimEntry {
  /** What pages call it; for one that goes with another claim, that one's name: its permission and words are this one's. */
  readonly words: Text | { readonly with: 'phone_number' | 'email' };
  /** By which scope it is asked for; null: only by the `claims` parameter (OpenID Connect Core §5.5). */
  readonly scope: ClaimScope | null;
  /** The stored field that answers it; null where others' fields do. */
  readonly field: PersonalField | null;
  readonly release: ReleaseRule;
  /**
   * On what ground it may be asked for. `statutory`: the number opens every door of a citizen's life, so a tick on a page is
   * not enough (PIPL Art. 28–29 ask for a specific purpose and strict need).
   */
  readonly ground: 'any' | 'statutory';
  /** How the citizen's own value stands beside it on the consent page; null: not at all. */
  readonly mask: keyof typeof MASKS | null;
  /** Whether the population registry vouches for it: then it can stand inside `verified_claims`. */
  readonly vouched: boolean;
}

/** Every claim that says something about the person, once: all that follows from one is read from here. */
const CLAIMS = {
  name: {
    words: { zh: '姓名', en: 'Name' },
    ...{ scope: 'profile', field: 'name', release: 'value', ground: 'any', mask: 'name', vouched: true },
  },
  birthdate: {
    words: { zh: '出生日期', en: 'Date of birth' },
    ...{ scope: 'profile', field: 'birthdate', release: 'value', ground: 'any', mask: null, vouched: true },
  },
  gender: {
    words: { zh: '性别', en: 'Gender' },
    ...{ scope: 'profile', field: 'gender', release: 'value', ground: 'any', mask: null, vouched: true },
  },
  phone_number: {
    words: { zh: '手机号码', en: 'Mobile phone number' },
    ...{ scope: 'phone', field: 'phone', release: 'value', ground: 'any', mask: 'phone', vouched: false },
  },
  phone_number_verified: {
    words: { with: 'phone_number' },
    ...{ scope: 'phone', field: 'phone', release: 'confirmed', ground: 'any', mask: null, vouched: false },
  },
  email: {
    words: { zh: '邮箱', en: 'Email address' },
    ...{ scope: 'email', field: 'email', release: 'value', ground: 'any', mask: 'email', vouched: false },
  },
  email_verified: {
    words: { with: 'email' },
    ...{ scope: 'email', field: 'email', release: 'confirmed', ground: 'any', mask: null, vouched: false },
  },
  citizen_id: {
    words: { zh: '公民身份号码', en: 'Citizen ID number' },
    ...{ scope: 'citizen_id', field: 'number', release: 'value', ground: 'statutory', mask: 'number', vouched: true },
  },
  age_over_18: {
    words: {
      zh: '是否年满 18 周岁（只回答“是”或“否”，不提供出生日期）',
      en: 'Whether you are 18 or over (only “yes” or “no”, not your date of birth)',
    },
    ...{ scope: null, field: 'birthdate', release: 'adult', ground: 'any', mask: null, vouched: false },
  },
  resident_of: {
    words: {
      zh: '是否为指定地区居民（只回答“是”或“否”，不提供住址）',
      en: 'Whether you live in a given region (only “yes” or “no”, not your address)',
    },
    ...{ scope: null, field: 'residence', release: 'resident', ground: 'any', mask: null, vouched: false },
  },
  verified_claims: {
    words: { zh: '上述信息的核验情况（实名等级）', en: 'How your details were verified (identity assurance level)' },
    ...{ scope: null, field: null, release: 'verification', ground: 'any', mask: null, vouched: false },
  },
} as const satisfies Readonly<Record<string, ClaimEntry>>;

export type PersonalClaim = keyof typeof CLAIMS;
/** One that an application can be allowed; the others go with one of these. */
export type ClaimName = {
  [C in PersonalClaim]: (typeof CLAIMS)[C]['words'] extends Text ? C : never;
}[PersonalClaim];

export const PERSONAL_CLAIMS = Object.keys(CLAIMS) as readonly PersonalClaim[];
export const CLAIM_NAMES = PERSONAL_CLAIMS.filter((claim): claim is ClaimName => !('with' in CLAIMS[claim].words));

export const claimEntry = (claim: PersonalClaim): ClaimEntry => CLAIMS[claim];

export const isPersonalClaim = (claim: string): claim is PersonalClaim => Object.hasOwn(CLAIMS, claim);

/** The claim whose permission covers `claim`: `phone_number` for `phone_number_verified`. */
export function permissionNameOf(claim: string): string {
  const words = isPersonalClaim(claim) ? claimEntry(claim).words : undefined;
  return words && 'with' in words ? words.with : claim;
}

/** What a page calls a claim, with the regions it is about; its technical name where it is none of ours. */
export function claimLabel({ claim, regions = [] }: Pick<ClaimPermission, 'claim' | 'regions'>): Text {
  if (claim === 'resident_of' && regions.length > 0) {
    const names = regions.map(regionName);
    return {
      zh: `是否为${sayList(names, 'zh-CN')}（或其下辖地区）的居民（只回答“是”或“否”，不提供住址）`,
      en: `Whether you live in ${names.map(({ en }) => en).join(' or ')}, or in a part of it (only “yes” or “no”, not your address)`,
    };
  }
  const words = isPersonalClaim(claim) ? claimEntry(claim).words : undefined;
  return words && 'zh' in words ? words : { zh: claim, en: claim };
}
