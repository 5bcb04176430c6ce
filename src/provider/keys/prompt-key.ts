import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { ExternalSigningKey, type JWK } from 'oidc-provider';

/** What oidc-provider reads of a key of this kind and its types show as read-only. */
interface Named {
  kid: string;
  alg: string;
}

/**
 * An ES256 key that signs at once. oidc-provider's own way hands each signature to another thread, which costs more
 * than this signature does. An RSA signature is dear, and stays with that way.
 */
class PromptKey extends ExternalSigningKey {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(jwk: JWK) {
    super();
    Object.assign(this as unknown as Named, { kid: jwk.kid, alg: jwk.alg });
    this.#privateKey = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
    this.#publicKey = createPublicKey(this.#privateKey);
  }

  override keyObject(): KeyObject {
    return this.#publicKey;
  }

  override sign(data: Uint8Array): Uint8Array {
    return fixedLength(sign('sha256', data, this.#privateKey));
  }
}

/**
 * From DER (a sequence of the integers r and s, each without leading zeros but positive) to r and s of 32 bytes each
 * (RFC 7518 §3.4). `dsaEncoding` would do the same, and doubles the cost of the whole signature.
 */
function fixedLength(der: Buffer): Buffer {
  const signature = Buffer.alloc(64);
  let at = 3;
  for (const end of [32, 64]) {
    const next = at + 1 + der[at]!;
    const from = Math.max(at + 1, next - 32);
    der.copy(signature, end - (next - from), from, next);
    at = next + 1;
  }
  return signature;
}

/** The key as oidc-provider is to be given it. */
export function promptKey(jwk: JWK): JWK | ExternalSigningKey {
  return jwk.alg === 'ES256' ? new PromptKey(jwk) : jwk;
}
