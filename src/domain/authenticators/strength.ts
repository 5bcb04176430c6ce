import type { Aal, Authenticator, AuthenticatorKind } from '../records/index.js';

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
export function strengthOf(authenticators: readonly Authenticator[], now: Date): 0 | Aal {
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

/** Days without a login after which a phone may have gone to somebody else: operators give numbers out again. */
const PHONE_TRUSTED_DAYS = 90;

/**
 * Whether codes to the phone count. An identity that was not used for so long does not accept them until its holder has
 * logged in with something else: a passkey, an app, a recovery code, or a device that is known.
 * (NIST SP 800-63B-4 §3.1.3.3 has verifiers consider risk indicators such as a ported or reassigned number.)
 * @param all of one identity
 */
export function phoneCounts(all: readonly Authenticator[], now: Date): boolean {
  const phone = usableOf(all, now).find(({ kind }) => kind === 'sms');
  if (!phone) return false;
  const used = all.flatMap(({ lastUsedAt }) => (lastUsedAt ? [lastUsedAt.getTime()] : []));
  const last = Math.max(phone.createdAt.getTime(), ...used);
  return now.getTime() - last < PHONE_TRUSTED_DAYS * 24 * 3600_000;
}
