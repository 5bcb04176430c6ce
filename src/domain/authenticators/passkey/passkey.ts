import { createHash, createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import type { Authenticator } from '../../records/index.js';
import type { DerivedKeys } from '../one-time-code/one-time-codes.js';
import { usableOf } from '../strength.js';

/** What is kept of a passkey, in `Authenticator.data`. Nothing of it is secret. */
export const passkeyData = z.object({
  /** base64url */
  credentialId: z.string(),
  /** COSE, base64url */
  publicKey: z.string(),
  /** How often it says it has been used; 0 for ever where it does not count. */
  counter: z.number(),
  transports: z.array(z.string()),
  /** The format of its attestation: `none` where it did not say what it is. */
  attestation: z.string(),
  /** Its model, by its own word. */
  aaguid: z.string(),
  /** Whether it may leave the device it was made on: a passkey that a password manager carries from one to another. */
  synced: z.boolean(),
});
export type PasskeyData = z.output<typeof passkeyData>;

export interface Passkey extends PasskeyData {
  readonly id: string;
  readonly label: string;
}

/** Those of an identity's authenticators that are passkeys and can be used now. */
export function passkeysOf(all: readonly Authenticator[], now: Date): readonly Passkey[] {
  return usableOf(all, now).flatMap(({ id, kind, label, data }) =>
    kind === 'passkey' ? [{ ...passkeyData.parse(data), id, label: label ?? '' }] : [],
  );
}

/** As which site passkeys know this installation (WebAuthn: relying party). */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * @param issuer the public origin; nothing that a request says is believed
 * @returns undefined where browsers allow no passkeys: at an IP address, or without TLS anywhere but on localhost
 */
export function relyingParty(issuer: string): RelyingParty | undefined {
  const { hostname, origin, protocol } = new URL(issuer);
  if (hostname.startsWith('[') || isIP(hostname) !== 0) return undefined;
  const local = hostname === 'localhost' || hostname.endsWith('.localhost');
  return protocol === 'https:' || local ? { id: hostname, origin } : undefined;
}

/** By which a passkey's credential id is found. */
export function credentialDigest(credentialId: string): string {
  return createHash('sha256').update(Buffer.from(credentialId, 'base64url')).digest('base64url');
}

/** What a passkey knows its holder by: it tells nothing, and nobody else can make it. */
export async function userHandle(keys: DerivedKeys, identityId: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await keys.derive('passkey-user');
  return new Uint8Array(createHmac('sha256', key).update(identityId).digest());
}
