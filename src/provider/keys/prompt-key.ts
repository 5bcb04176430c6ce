import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { ExternalSigningKey, type JWK } from 'oidc-provider';

/** What oidc-provider reads of a key of this kind and its types show as read-only. */
interface Named {
  kid: string;
  alg: string;
}

/**
 * An ES256 key that signs at once. oidc-provider's own way hands each signature to another thread, which costs more
 * than this signature does (RFC 7518 §3.4: r and s, 64 bytes). An RSA signature is dear, and stays with that way.
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
    return sign('sha256', data, { key: this.#privateKey, dsaEncoding: 'ieee-p1363' });
  }
}

/** The key as oidc-provider is to be given it. */
export function promptKey(jwk: JWK): JWK | ExternalSigningKey {
  return jwk.alg === 'ES256' ? new PromptKey(jwk) : jwk;
}
