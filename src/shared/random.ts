import { randomFillSync, randomInt } from 'node:crypto';

const pool = Buffer.allocUnsafeSlow(8192);
let used = pool.length;

/**
 * Unguessable bytes, at most 8192 at a time. They are fetched from the system's generator many at once, because asking
 * it costs more than all else here; what is given out is erased from the store of them and never given out again.
 */
export function freshBytes(length: number): Buffer {
  if (length > pool.length) throw new RangeError(`too many random bytes: ${length}`);
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
}

/** An unguessable token: 256 bits, base64url, 43 characters. */
export function randomToken(): string {
  return freshBytes(32).toString('base64url');
}

/**
 * An identifier that sorts by time of creation, so that new rows land together at the end of a B-tree:
 * UUID version 7 (RFC 9562 §5.7), 36 characters.
 */
export function randomId(now: number = Date.now()): string {
  const bytes = freshBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** `length` decimal digits, each equally likely. */
export function randomDigits(length: number): string {
  return randomInt(0, 10 ** length)
    .toString()
    .padStart(length, '0');
}
