import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { ASSERTION_AUDIENCE } from '../adapter/client-metadata.js';

/** Seconds a client assertion may be valid at most (RFC 7523 §3 leaves it to the server; FAPI 2.0 asks for short). */
const LONGEST = 300;
/** Seconds clocks may differ. */
export const CLOCK_TOLERANCE = 15;
const LONGEST_ID = 256;

/**
 * What oidc-provider does not look at in a `private_key_jwt` assertion. It has checked the signature, `iss`, `exp` in
 * the past and that the audience contains the issuer; it is satisfied with an array of audiences, any `iat`, any `exp`.
 * @throws errors.InvalidClientAuth
 */
export async function assertClientAssertion(
  ctx: KoaContextWithOIDC,
  claims: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  const seconds = now.getTime() / 1000;
  const { aud, sub, iss, exp, iat, nbf, jti } = claims;
  // The issuer as the one audience (draft-ietf-oauth-rfc7523bis §4, FAPI 2.0 Security Profile §5.3.2.1): an assertion
  // made for another server, or for two, could be replayed from there.
  if (!acceptedAudiences(ctx.oidc).has(aud)) refuse('aud must be the issuer');
  if (sub !== iss) refuse('sub must be the client');
  if (typeof exp !== 'number' || exp > seconds + LONGEST + CLOCK_TOLERANCE) refuse('exp is too far ahead');
  if (iat !== undefined && (typeof iat !== 'number' || iat > seconds + CLOCK_TOLERANCE)) refuse('iat is in the future');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > seconds + CLOCK_TOLERANCE)) refuse('not valid yet');
  if (typeof jti !== 'string' || jti.length > LONGEST_ID) refuse('jti is missing or too long');
}

/**
 * Whom an assertion may be for: the issuer, and where the application is registered so, the token and the pushed-request
 * endpoints (RFC 7523 §3, RFC 9126 §2). Never a list: one assertion is for one server.
 */
export function acceptedAudiences({ issuer, client, provider }: KoaContextWithOIDC['oidc']): ReadonlySet<unknown> {
  if (client?.[ASSERTION_AUDIENCE] !== 'endpoints') return new Set([issuer]);
  const endpoints = ['token', 'pushed_authorization_request'].map((name) => (provider as Routes).urlFor(name));
  return new Set([issuer, ...endpoints]);
}

/** Part of oidc-provider that its types do not show. */
type Routes = KoaContextWithOIDC['oidc']['provider'] & { urlFor(name: string): string };

function refuse(detail: string): never {
  throw new errors.InvalidClientAuth(detail);
}
