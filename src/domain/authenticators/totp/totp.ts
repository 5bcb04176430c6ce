import { createHash } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { plusSeconds } from '../../../shared/clock.js';
import type { Sealer } from '../../../shared/seal.js';
import type { Authenticator, SpentRepository } from '../../records/index.js';

/** What authenticator apps take for granted: SHA-1, six figures, steps of half a minute (RFC 6238 §4, §5.2). */
const STEP_SECONDS = 30;
export const TOTP_DIGITS = 6;

const SPENT_KIND = 'totp-step';
/** Far beyond the minute in which a step is taken at all: no clock that steps back brings one to life again. */
const SPENT_SECONDS = 24 * 60 * 60;

/** A new key of 160 bits, as long as RFC 4226 §4 advises, in base32. */
export function newTotpKey(): string {
  return generateSecret({ length: 20 });
}

/**
 * What the QR code says to an app.
 * @param account what the app shows beneath the issuer
 */
export function totpUri(key: string, issuer: string, account: string): string {
  return generateURI({ issuer, label: account, secret: key });
}

/** The step of which `code` is the password, of the present one and one either side; undefined where it is of none. */
export function totpStep(key: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret: key, token: code, epoch, epochTolerance: STEP_SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/** @returns false where this authenticator's step was spent before, on whatever node */
export function spendStep(spent: SpentRepository, authenticatorId: string, step: number, now: Date): Promise<boolean> {
  return spent.spend(SPENT_KIND, `${authenticatorId}.${step}`, plusSeconds(now, SPENT_SECONDS));
}

/** Names a key without telling it, so that one key is nobody's twice. It has 160 random bits: no slow hash is needed. */
export function totpDigest(key: string): string {
  return createHash('sha256').update(`totp|${key}`).digest('base64url');
}

/** With what an identity's key is sealed, so that it opens nowhere else. */
export function totpContext(identityId: string): string {
  return `authenticators|totp|${identityId}`;
}

interface TotpMatch {
  /** The authenticator. */
  readonly id: string;
  readonly step: number;
}

/**
 * The app of one identity that shows this code, and the step it is of; `spendStep` spends it.
 * @param usable its authenticators that can be used, of any kind
 * @param sealer what seals under its own key; undefined where that was destroyed
 */
export function matchTotp(
  usable: readonly Authenticator[],
  sealer: Sealer | undefined,
  code: string,
  now: Date,
): TotpMatch | undefined {
  for (const { id, identityId, kind, secret } of usable) {
    if (kind !== 'totp' || !sealer || !secret) continue;
    const step = totpStep(sealer.open(secret, totpContext(identityId)), code, now);
    if (step !== undefined) return { id, step };
  }
  return undefined;
}
