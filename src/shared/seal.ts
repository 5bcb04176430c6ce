import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { freshBytes } from './random.js';

/** The format's version: a later algorithm gets another prefix, so that old seals stay readable beside it. */
const FORMAT = '1.';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals text so that whoever reads the store learns only its length, and whoever edits or moves it is found out. */
export interface Sealer {
  /** @param context authenticated, not stored: `open` must be given the same (where the text belongs, its version) */
  seal(plain: string, context: string): string;
  /** @throws Error when the seal, the key or the context is not the one that was used; it never says which */
  open(sealed: string, context: string): string;
}

/**
 * AES-256-GCM (NIST SP 800-38D) with a fresh random 96-bit IV for every seal.
 * `1.` + base64url(IV ‖ ciphertext ‖ 128-bit tag). One key may make 2^32 seals, so keys belong to one purpose or person.
 * @param key 32 bytes
 * @throws TypeError when the key has another length
 */
export function createSealer(key: Buffer): Sealer {
  if (key.length !== 32) throw new TypeError('a sealing key has 32 bytes');
  const secret = createSecretKey(key);
  return {
    seal: (plain, context) => sealBytes(secret, Buffer.from(plain, 'utf8'), context),
    open: (sealed, context) => openBytes(secret, sealed, context).toString('utf8'),
  };
}

/**
 * `Sealer.seal` for bytes, for wrapping keys.
 * @param key made once: node:crypto takes five times as long for a plain Buffer, to find out what kind of key it is
 */
export function sealBytes(key: KeyObject, plain: Buffer, context: string): string {
  const iv = freshBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return FORMAT + sealed.toString('base64url');
}

/** `Sealer.open` for bytes. */
export function openBytes(key: KeyObject, sealed: string, context: string): Buffer {
  const bytes = Buffer.from(sealed.startsWith(FORMAT) ? sealed.slice(FORMAT.length) : '', 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error('the seal is broken');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new Error('the seal is broken');
  }
}
