import { errors } from 'oidc-provider';
import {
  type ClaimScope,
  claimEntry,
  isPersonalClaim,
  PERSONAL_CLAIMS,
  type PersonalClaim,
  permissionNameOf,
} from '../../domain/departments/index.js';
import type { Application } from '../../domain/records/index.js';

const BY_SCOPE = Map.groupBy(PERSONAL_CLAIMS, (claim) => claimEntry(claim).scope);

/** Claims that no scope asks for, only the `claims` parameter (OpenID Connect Core §5.5). */
export const REQUEST_ONLY_CLAIMS: readonly PersonalClaim[] = BY_SCOPE.get(null) ?? [];

/** Which claims a scope asks for (OpenID Connect Core §5.4). */
export const SCOPE_CLAIMS: ReadonlyMap<string, readonly PersonalClaim[]> = new Map(
  [...BY_SCOPE].filter((one): one is [ClaimScope, PersonalClaim[]] => one[0] !== null),
);

/** The claims of a scope; none for a scope that is not ours, whatever it is called. */
export const claimsOfScope = (scope: string): readonly PersonalClaim[] => SCOPE_CLAIMS.get(scope) ?? [];

/**
 * Claims about the login, in every ID token. They say nothing about the person. `act` is there where somebody else made
 * it (RFC 8693 §4.1).
 */
export const LOGIN_CLAIMS = ['sub', 'acr', 'amr', 'auth_time', 'act'] as const;

/** The `claims` parameter's member for one place of delivery: claim name → null or constraints. */
export type ClaimsMember = Readonly<Record<string, unknown>>;

/** What the request asks to learn, for the consent page: scopes and both members of the `claims` parameter together. */
export function requestedClaims(scopes: Iterable<string>, claims: ClaimsRequest | undefined): readonly PersonalClaim[] {
  const names = new Set<string>();
  for (const scope of scopes) for (const claim of claimsOfScope(scope)) names.add(claim);
  for (const member of [claims?.id_token, claims?.userinfo]) {
    for (const claim of namesIn(member ?? {})) names.add(claim);
  }
  return PERSONAL_CLAIMS.filter((claim) => names.has(claim));
}

/**
 * The values of an essential `acr` (OpenID Connect Core §5.5.1.1), as the `claims` parameter has them: where there is an
 * `acr_values` too, oidc-provider puts that in their place, and a wish would undo a demand.
 * @throws errors.InvalidRequest where they are no list
 */
export function essentialAcrs(claims: unknown): readonly unknown[] | undefined {
  const request = typeof claims === 'string' ? (asObject(JSON.parse(claims)) as ClaimsRequest | undefined) : undefined;
  const { essential, value, values } = asObject(request?.id_token?.acr) ?? {};
  if (essential !== true || !(value || values)) return undefined;
  if (values && !Array.isArray(values)) throw new errors.InvalidRequest('invalid claims.id_token.acr.values type');
  return Array.isArray(values) ? values : [value];
}

export interface ClaimsRequest {
  readonly id_token?: ClaimsMember | undefined;
  readonly userinfo?: ClaimsMember | undefined;
}

/** The claims a member names, those inside `verified_claims` too. */
export function namesIn(member: ClaimsMember): readonly string[] {
  const inside = asObject(asObject(member.verified_claims)?.claims);
  return [...Object.keys(member), ...Object.keys(inside ?? {})];
}

/** Whether the application may have this claim at all, on the ground that its permission stands on. */
export function isPermitted(application: Application, claim: string): boolean {
  if (!isPersonalClaim(claim)) return false;
  const permission = application.claims.find((one) => one.claim === permissionNameOf(claim));
  if (!permission) return false;
  return claimEntry(claim).ground === 'any' || permission.basis.kind === 'statutory';
}

/** A JSON object, or undefined for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
