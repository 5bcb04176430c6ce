import { normalisePassword } from './password-hasher.js';
import { isCommonPassword } from './password-patterns.js';

/** Characters, counted as code points: an emoji or a rare character is one. NIST SP 800-63B §3.1.1.2. */
export const PASSWORD_MINIMUM = 8;
export const PASSWORD_MAXIMUM = 128;

export type PasswordVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'too_short' | 'too_long' | 'common' | 'personal' };

/**
 * Whether a password may be chosen. There are no rules of composition: every character of Unicode counts alike.
 * @param personal what is known of the person: name, number, birth date, phone, mail, in any spelling
 */
export function checkPassword(password: string, personal: readonly string[]): PasswordVerdict {
  // Before anything costs time: NFC at most triples a text (UAX #15), so this refuses nothing that would pass.
  if (password.length > PASSWORD_MAXIMUM * 8) return { ok: false, reason: 'too_long' };
  const normalised = normalisePassword(password);
  const length = [...normalised].length;
  if (length < PASSWORD_MINIMUM) return { ok: false, reason: 'too_short' };
  if (length > PASSWORD_MAXIMUM) return { ok: false, reason: 'too_long' };
  if (isMadeOf(normalised, personal)) return { ok: false, reason: 'personal' };
  if (isCommonPassword(normalised)) return { ok: false, reason: 'common' };
  return { ok: true };
}

/** Digits in a row that are a part of somebody's number, phone or birth date. */
const DIGIT_PART = 6;
/** Letters in a row that are a part of somebody's name or mail address. */
const LETTER_PART = 3;

/**
 * Whether what is left after taking the person's data out is too short to be a password itself. So one's birth date with
 * two more characters is refused, and a long sentence in which one's name occurs is not.
 */
function isMadeOf(password: string, personal: readonly string[]): boolean {
  // Marks between the characters hide nothing: 1949-12-31.
  const text = fold(password).replace(/[^\p{L}\p{N}]/gu, '');
  const pieces = personal.flatMap(piecesOf).map(fold).filter(Boolean);
  const taken = new Uint8Array(text.length);
  for (const piece of new Set(pieces.flatMap((one) => [one, [...one].reverse().join('')]))) {
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      taken.fill(1, at, at + piece.length);
    }
  }
  if (!taken.includes(1)) return false;
  const left = [...text.replace(/[\s\S]/g, (unit, at: number) => (taken[at] ? '' : unit))];
  return left.length < PASSWORD_MINIMUM;
}

/** Whole words, and of digits every run of six: the birth date inside the number, the end of the phone. */
function piecesOf(datum: string): readonly string[] {
  const plain = datum.normalize('NFKC');
  const words = plain.split(/[^\p{L}\p{N}]+/u);
  const long = (word: string): boolean =>
    /\p{Script=Han}/u.test(word) ? [...word].length >= 2 : word.length >= LETTER_PART;
  const digits = plain.replace(/\D/g, '');
  const runs = Array.from({ length: Math.max(0, digits.length - DIGIT_PART + 1) }, (_, at) =>
    digits.slice(at, at + DIGIT_PART),
  );
  return [...words, words.join('')].filter(long).concat(runs);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
