import { COMMON_PARTS, COMMON_STRINGS, COMMON_WORDS } from './common-passwords.js';

/** Rows and columns of a keyboard, and what people recite. */
const LINES = [
  '1234567890',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  '!@#$%^&*()',
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789',
];
const WALKS: readonly string[] = LINES.flatMap((line) => [line, [...line].reverse().join('')]);

/** Look-alikes that stand in for letters: `p@ssw0rd`. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Characters that may stand before or after a pattern without making it less of one: `!`, `a`, `01`. */
const TRIVIAL_EDGE = 2;
/** More parts than this are somebody's own composition. */
const MOST_PARTS = 3;
/** Longer than this, even three patterns are not tried early; it also bounds the work. */
const LONGEST_SEQUENCE = 32;

/**
 * Whether the password is one that a guesser tries early: a common word or string, a keyboard walk, a repetition, a year
 * or a date, or up to three of these in a row, with at most two more characters at either end.
 * @param password any form; compared by NFKC and without case
 */
export function isCommonPassword(password: string): boolean {
  const folded = password.normalize('NFKC').toLowerCase().replace(/\s/g, '');
  if (folded.length === 0 || isRepetition(folded)) return true;
  const plain = [...folded].map((character) => LOOKALIKES[character] ?? character).join('');
  return [folded, plain].some(hasCommonCore);
}

/** `aaaaaaaa`, `abababab`, `密码密码密码`, `abcabcabx`: one short piece over and over, perhaps cut off. */
function isRepetition(text: string): boolean {
  const characters = [...text];
  for (let period = 1; period <= Math.min(4, characters.length / 2); period++) {
    if (characters.every((character, place) => place < period || character === characters[place - period])) return true;
  }
  const half = characters.length / 2;
  const first = characters.slice(0, half).join('');
  return first.length <= LONGEST_SEQUENCE && first === characters.slice(half).join('') && isSequence(first, MOST_PARTS);
}

function hasCommonCore(text: string): boolean {
  if (text.length > LONGEST_SEQUENCE) return false;
  for (let before = 0; before <= TRIVIAL_EDGE; before++) {
    for (let after = 0; after <= TRIVIAL_EDGE; after++) {
      const core = text.slice(before, text.length - after);
      if (core.length >= 6 && isSequence(core, MOST_PARTS)) return true;
      if (core.length >= 4 && COMMON_WORDS.has(core) && text.length - core.length <= TRIVIAL_EDGE + 1) return true;
    }
  }
  return false;
}

/** Whether `text` falls into at most `parts` patterns, at most one of which is a mere name or short word. */
function isSequence(text: string, parts: number, words = 1): boolean {
  if (text.length === 0) return true;
  if (parts === 0) return false;
  // The longest part first: nearly always the right one.
  for (let end = text.length; end >= 2; end--) {
    const part = text.slice(0, end);
    const rest = text.slice(end);
    if (isPattern(part) && isSequence(rest, parts - 1, words)) return true;
    if (words > 0 && COMMON_PARTS.has(part) && isSequence(rest, parts - 1, words - 1)) return true;
  }
  return false;
}

function isPattern(part: string): boolean {
  if (COMMON_STRINGS.has(part)) return true;
  if (part.length < 3) return false;
  if (new Set(part).size === 1) return true;
  if (WALKS.some((walk) => walk.includes(part))) return true;
  return isYearOrDate(part);
}

/** 1990, 900101, 19900101, 1990-01-01, 0101. */
function isYearOrDate(part: string): boolean {
  const digits = part.replace(/[-./年月日]/g, '');
  if (/^(?:19|20)\d\d$/.test(digits)) return true;
  const match = /^(?:(?:19|20)?\d\d)?(\d\d)(\d\d)$/.exec(digits);
  if (!match) return false;
  const month = Number(match[1]);
  const day = Number(match[2]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
