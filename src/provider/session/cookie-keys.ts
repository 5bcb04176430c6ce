import { timingSafeEqual } from 'node:crypto';
import { mac } from '../../shared/mac.js';

/**
 * Signs the provider's cookies: what the `cookies` package asks of a Keygrip, with HMAC-SHA-256. Keygrip itself hides
 * how long a comparison takes behind two more HMACs under a fresh random key, at each cookie of each request.
 */
export class CookieKeys {
  readonly #key: Buffer;

  /** @param key 32 bytes: `KeyManagement.derive('cookies')` */
  constructor(key: Buffer) {
    this.#key = key;
  }

  sign(data: string): string {
    return mac(this.#key, data).toString('base64url');
  }

  verify(data: string, signature: string): boolean {
    const given = Buffer.from(signature, 'base64url');
    const expected = mac(this.#key, data);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** The place of the key that made the signature; there is one key. */
  index(data: string, signature: string): number {
    return this.verify(data, signature) ? 0 : -1;
  }
}
