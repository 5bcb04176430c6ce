import type { Identity, PersonalField } from '../../domain/identities/index.js';
import { asObject, type ClaimsMember, claimsOfScope, namesIn, PERSONAL_CLAIMS } from './catalogue.js';
import { isAdult, isResidentOf, regionsAsked } from './predicates.js';
import { verifiedClaims } from './verified-claims.js';

/** The stored field that answers a claim. */
const FIELD_OF: Readonly<Record<string, PersonalField>> = {
  name: 'name',
  birthdate: 'birthdate',
  gender: 'gender',
  phone_number: 'phone',
  phone_number_verified: 'phone',
  email: 'email',
  email_verified: 'email',
  citizen_id: 'number',
  age_over_18: 'birthdate',
  resident_of: 'residence',
};

/** What may leave now: each claim asked for here that was granted. Asking for one claim never asks for its scope. */
export interface Release {
  /** Claims for the top level of the answer. */
  readonly top: readonly string[];
  /** All of them, those inside `verified_claims` too. */
  readonly all: readonly string[];
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
  return [...new Set(release.all.flatMap((claim) => FIELD_OF[claim] ?? []))];
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
      claim === 'verified_claims' ? verifiedClaims(release.member[claim], known, identity, now) : known[claim];
    if (value !== undefined) values[claim] = value;
  }
  return values;
}

function answerTo(
  claim: string,
  { member }: Release,
  fields: Partial<Record<PersonalField, string>>,
  now: Date,
): unknown {
  const field = FIELD_OF[claim];
  const value = field && fields[field];
  if (value === undefined) return undefined;
  switch (claim) {
    case 'phone_number_verified':
    case 'email_verified':
      // Only a confirmed contact is ever stored.
      return true;
    case 'age_over_18':
      return isAdult(value, now);
    case 'resident_of':
      return isResidentOf(value, regionsAsked(asObject(member[claim])));
    default:
      return value;
  }
}
