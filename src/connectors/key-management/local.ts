import { createHash, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyManagement } from '../../domain/identities/index.js';
import { openBytes, sealBytes } from '../../shared/seal.js';

/** RFC 5869 allows an empty salt; the master key is uniformly random already. */
const SALT = Buffer.alloc(0);

/**
 * Key management from one master key in the settings. Nothing is sealed under the master key itself: it only derives,
 * so that the key that wraps, the key of each purpose and the key's name tell nothing of one another.
 *
 * A wrapped key reads `local.<name of the master key>.<seal>`: after a change of master key it is clear which rows
 * still wait for the old one, and a wrong key in the settings is named instead of looking like broken data.
 * @param masterKey 32 random bytes
 */
export function createLocalKeyManagement(masterKey: Buffer): KeyManagement {
  if (masterKey.length !== 32) throw new TypeError('the master key has 32 bytes');
  const expand = (info: string) => Buffer.from(hkdfSync('sha256', masterKey, SALT, info, 32));
  const wrapping = createSecretKey(expand('yihao|wrap'));
  const name = createHash('sha256').update(expand('yihao|name')).digest('hex').slice(0, 8);
  const prefix = `local.${name}.`;
  const derived = new Map<string, Buffer>();

  const wrap = (key: Buffer, context: string) => prefix + sealBytes(wrapping, key, context);

  return {
    async generate(context) {
      const key = randomBytes(32);
      return { key, wrapped: wrap(key, context) };
    },
    async wrap(key, context) {
      return wrap(key, context);
    },
    async unwrap(wrapped, context) {
      if (!wrapped.startsWith('local.')) throw new Error('this key was not wrapped by the local key management');
      if (!wrapped.startsWith(prefix)) {
        throw new Error(`this key was wrapped under another master key than the present one (${name})`);
      }
      return openBytes(wrapping, wrapped.slice(prefix.length), context);
    },
    async derive(purpose) {
      let key = derived.get(purpose);
      if (!key) {
        key = expand(`yihao|derive|${purpose}`);
        derived.set(purpose, key);
      }
      return key;
    },
  };
}
