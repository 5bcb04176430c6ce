import type { Authenticator, AuthenticatorKind } from './authenticator.js';

/** Asked for after another one has begun the login. Recovery codes are a way back, not something to rely on. */
const SECONDS: readonly AuthenticatorKind[] = ['sms', 'totp'];

/** Those that can be used now: one that takes another's place waits, and that other ends when its time has come. */
export function usableOf(authenticators: readonly Authenticator[], now: Date): readonly Authenticator[] {
  return authenticators.filter(
    ({ usableFrom, usableUntil }) => (!usableFrom || usableFrom <= now) && (!usableUntil || usableUntil > now),
  );
}

function kindsOf(authenticators: readonly Authenticator[], now: Date): ReadonlySet<AuthenticatorKind> {
  return new Set(usableOf(authenticators, now).map(({ kind }) => kind));
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
 * something beside it. An account elsewhere is not enough: who runs it could shut its holder out. What a recovery is
 * about to end does not count.
 */
export function isEnough(authenticators: readonly Authenticator[], now: Date): boolean {
  const lasting = authenticators.filter(({ usableUntil }) => !usableUntil);
  const kinds = kindsOf(lasting, now);
  return kinds.has('passkey') || (kinds.has('password') && SECONDS.some((kind) => kinds.has(kind)));
}
