import type { Authenticator, AuthenticatorKind } from './authenticator.js';

/** Asked for after another one has begun the login. Recovery codes are a way back, not something to rely on. */
const SECONDS: readonly AuthenticatorKind[] = ['sms', 'totp'];

/** The kinds that can be used now: one that took another's place may have to wait. */
function kindsOf(authenticators: readonly Authenticator[], now: Date): ReadonlySet<AuthenticatorKind> {
  return new Set(authenticators.filter(({ usableFrom }) => !usableFrom || usableFrom <= now).map(({ kind }) => kind));
}

/** The strongest login that these make together; 0 for none at all. */
export function strengthOf(authenticators: readonly Authenticator[], now: Date): 0 | 1 | 2 | 3 {
  const kinds = kindsOf(authenticators, now);
  if (kinds.has('passkey')) return 3;
  const begins = kinds.has('password') || kinds.has('outside');
  if (begins && SECONDS.some((kind) => kinds.has(kind))) return 2;
  return kinds.has('password') ? 1 : 0;
}

/**
 * Whether whoever has only these can still log in, on a device that is not known too: a passkey, or a password with
 * something beside it. An account elsewhere is not enough: who runs it could shut its holder out.
 */
export function isEnough(authenticators: readonly Authenticator[], now: Date): boolean {
  const kinds = kindsOf(authenticators, now);
  return kinds.has('passkey') || (kinds.has('password') && SECONDS.some((kind) => kinds.has(kind)));
}
