import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { SigningKey } from '../../domain/records/index.js';

export const SIGNING_ALGORITHMS = ['ES256', 'RS256'] as const satisfies readonly SigningKey['alg'][];

const RSA_BITS = 2048;
const generate = promisify(generateKeyPair);

/** A fresh key pair as JWKs (RFC 7517); `kid` is the thumbprint (RFC 7638), so that it names one key and no other. */
export async function generateSigningKey(alg: SigningKey['alg']): Promise<{ publicJwk: JWK; privateJwk: JWK }> {
  const { publicKey, privateKey } =
    alg === 'ES256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: RSA_BITS });
  const bare = publicKey.export({ format: 'jwk' }) as JWK;
  const common = { alg, use: 'sig', kid: await calculateJwkThumbprint(bare) };
  return {
    publicJwk: { ...bare, ...common },
    privateJwk: { ...(privateKey.export({ format: 'jwk' }) as JWK), ...common },
  };
}
