import { claimEntry, PERSONAL_CLAIMS } from '../../domain/departments/index.js';
import type { Identity } from '../../domain/records/index.js';
import { ialName } from '../levels.js';
import { asObject } from './catalogue.js';

/** The rules by which Yihao proves people; the name portals see. */
export const TRUST_FRAMEWORK = 'cn_yihao';

/** Claims that can be asked for inside `verified_claims`: what the population registry vouches for. */
export const VERIFIABLE_CLAIMS = PERSONAL_CLAIMS.filter((claim) => claimEntry(claim).vouched);

/** What a request for `verified_claims` asks to learn; empty where it does not fit the specification. */
export function verifiedClaimsAsked(request: unknown): readonly string[] {
  const claims = asObject(asObject(request)?.claims);
  return VERIFIABLE_CLAIMS.filter((claim) => claims && Object.hasOwn(claims, claim));
}

/**
 * The answer to a request for `verified_claims` in its object form (OpenID Connect for Identity Assurance 1.0 §5–6).
 * @param known the claims that may be released, with their values
 * @returns undefined where a constraint cannot be met or nothing is left to say: the whole element is left out (§6.4)
 */
export function verifiedClaims(
  request: unknown,
  known: Readonly<Record<string, unknown>>,
  identity: Pick<Identity, 'ial' | 'provenAt'>,
  now: Date,
): Readonly<Record<string, unknown>> | undefined {
  const asked = asObject(asObject(request)?.verification);
  if (!asked || !Object.hasOwn(asked, 'trust_framework')) return undefined;
  const verification = answer(asked, factsOf(identity), now);
  if (!verification) return undefined;
  const claims: Record<string, unknown> = {};
  for (const claim of verifiedClaimsAsked(request)) if (known[claim] !== undefined) claims[claim] = known[claim];
  return Object.keys(claims).length === 0 ? undefined : { verification, claims };
}

function factsOf({ ial, provenAt }: Pick<Identity, 'ial' | 'provenAt'>): Readonly<Record<string, string>> {
  return { trust_framework: TRUST_FRAMEWORK, assurance_level: ialName(ial), time: provenAt.toISOString() };
}

/** The elements asked for, as far as they are known; undefined where one is known and not what was required. */
function answer(
  asked: Readonly<Record<string, unknown>>,
  facts: Readonly<Record<string, string>>,
  now: Date,
): Readonly<Record<string, string>> | undefined {
  const result: Record<string, string> = {};
  for (const [element, constraint] of Object.entries(asked)) {
    const fact = Object.hasOwn(facts, element) ? facts[element] : undefined;
    if (fact === undefined) {
      if (asObject(constraint)?.essential === true) return undefined;
      continue;
    }
    if (!meets(fact, constraint, now)) return undefined;
    result[element] = fact;
  }
  return result;
}

function meets(fact: string, constraint: unknown, now: Date): boolean {
  const { value, values, max_age: maxAge } = asObject(constraint) ?? {};
  if (value !== undefined && value !== fact) return false;
  if (Array.isArray(values) && !values.includes(fact)) return false;
  if (typeof maxAge === 'number') return now.getTime() - Date.parse(fact) <= maxAge * 1000;
  return true;
}
