import { claimEntry, PERSONAL_CLAIMS, type PersonalClaim, type ReleaseRule } from '../../domain/departments/index.js';
import type { Identity, PersonalField } from '../../domain/records/index.js';
import { asObject, type ClaimsMember, claimsOfScope, namesIn } from './catalogue.js';
import { isAdult, isResidentOf, regionsAsked } from './predicates.js';
import { verifiedClaims } from './verified-claims.js';

/** How a stored value becomes an answer. @param request what the `claims` parameter says of the claim */
const ANSWERS: Readonly<Record<ReleaseRule, (value: string, request: unknown, now: Date) => unknown>> = {
  value: (value) => value,
  confirmed: () => true,
  adult: (birthdate, _, now) => isAdult(birthdate, now),
  resident: (residence, request) => isResidentOf(residence, regionsAsked(asObject(request))),
  // Put together of the others' answers.
  verification: () => undefined,
};

/** What may leave now: each claim asked for here that was granted. Asking for one claim never asks for its scope. */
export interface Release {
  /** Claims for the top level of the answer. */
  readonly top: readonly PersonalClaim[];
  /** All of them, those inside `verified_claims` too. */
  readonly all: readonly PersonalClaim[];
  readonly member: ClaimsMember;
}

/**
 * @param scope the scopes whose claims are delivered here; empty for an ID token, which carries only what the `claims`
 *   parameter asks for
 * @param member the `claims` parameter's member for this place of delivery
 */
export function planRelease(scope: string, member: ClaimsMember, granted: ReadonlySet<string>): Release {
  const top = new Set(Object.keys(member));
  for (const one of scope.split(' ')) for (const claim of claimsOfScope(one)) top.add(claim);
  const allowed = (claim: string): boolean => granted.has(claim);
  const everything = new Set([...top, ...(granted.has('verified_claims') ? namesIn(member) : [])]);
  return {
    top: PERSONAL_CLAIMS.filter((claim) => top.has(claim) && allowed(claim)),
    all: PERSONAL_CLAIMS.filter((claim) => everything.has(claim) && allowed(claim)),
    member,
  };
}

/** The stored fields a release needs: these are decrypted, the others stay sealed. */
export function fieldsFor(release: Release): readonly PersonalField[] {
  return [...new Set(release.all.flatMap((claim) => claimEntry(claim).field ?? []))];
}

/** The answer: claims with their values, without those that are not known of this person. */
export function claimValues(
  release: Release,
  fields: Partial<Record<PersonalField, string>>,
  identity: Pick<Identity, 'ial' | 'provenAt'>,
  now: Date,
): Record<string, unknown> {
  const known = Object.fromEntries(release.all.map((claim) => [claim, answerTo(claim, release, fields, now)]));
  const values: Record<string, unknown> = {};
  for (const claim of release.top) {
    const value =
      claimEntry(claim).release === 'verification'
        ? verifiedClaims(release.member[claim], known, identity, now)
        : known[claim];
    if (value !== undefined) values[claim] = value;
  }
  return values;
}

function answerTo(
  claim: PersonalClaim,
  { member }: Release,
  fields: Partial<Record<PersonalField, string>>,
  now: Date,
): unknown {
  const { field, release } = claimEntry(claim);
  const value = field && fields[field];
  return value === null || value === undefined ? undefined : ANSWERS[release](value, member[claim], now);
}
