import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

const wrapped = new WeakMap<Buffer, KeyObject>();

/**
 * HMAC-SHA-256 of a text (RFC 2104).
 * The key is wrapped, once: node:crypto takes ten times as long to find out what kind of key a plain Buffer is.
 * @param key not to be changed afterwards
 */
export function mac(key: Buffer, text: string): Buffer {
  let secret = wrapped.get(key);
  if (!secret) {
    secret = createSecretKey(key);
    wrapped.set(key, secret);
  }
  return createHmac('sha256', secret).update(text, 'utf8').digest();
}
