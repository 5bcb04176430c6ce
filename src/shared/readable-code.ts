import { freshBytes } from './random.js';

/** Crockford's base32: no letter that is taken for a figure, 5 bits each. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Unguessable letters and figures to be read and typed, in groups: `7Q2M-X0KD-94TB-HA6Z`. */
export function readableCode(length: number, group: number): string {
  const letters = [...freshBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]);
  return letters.join('').replace(new RegExp(`(.{${group}})(?=.)`, 'g'), '$1-');
}

/** Such a code as it was meant: in any case, with or without hyphens, with `O` for zero and `I` or `L` for one. */
export function plainReadable(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}
