import { inspect } from 'node:util';
import { beijingDay } from '../../shared/beijing-time.js';
import { type Clock, systemClock } from '../../shared/clock.js';

/**
 * `citizen`: 居民身份证. `residence_permit`: 港澳台居民居住证 (81 Hong Kong, 82 Macao, 83 Taiwan).
 * `permanent_resident`: 外国人永久居留身份证 since 2023 (first digit 9). `permanent_resident_old`: the cards before that.
 */
export type CitizenNumberKind = 'citizen' | 'residence_permit' | 'permanent_resident' | 'permanent_resident_old';

/**
 * Why a text is no citizen ID number. `length`: neither 15 nor 18 characters. `characters`: something that cannot stand
 * there. `region`: no such kind of number begins so. `birthdate`: not a day of the calendar, or still to come.
 * `check`: the last character does not fit the others, so something was mistyped.
 */
export type CitizenNumberFault = 'length' | 'characters' | 'region' | 'birthdate' | 'check';

export type CitizenNumberResult =
  | { readonly ok: true; readonly number: CitizenNumber }
  | { readonly ok: false; readonly reason: CitizenNumberFault };

/** GB 11643-1999, table 1: the weights of ISO 7064 MOD 11-2, 2^(17-i) mod 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/** Nobody alive was born before; a year such as 0194 is a slip of the finger. */
const EARLIEST_YEAR = 1800;

/** White space of every script, and the marks without width that travel along when a number is copied from elsewhere. */
const SPACES = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * One spelling for each number: full-width characters become ASCII, spaces of all kinds go, letters become capitals.
 * Idempotent; knows nothing of validity.
 */
export function normaliseNumber(text: string): string {
  return text
    .replace(SPACES, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** The check character for the first 17 digits: ISO 7064 MOD 11-2, as GB 11643-1999 §4 prescribes. */
export function checkCharacter(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(seventeen[at]), 0);
  return CHECK_CHARACTERS[sum % 11]!;
}

/**
 * A citizen ID number (公民身份号码) that can exist: GB 11643-1999, the residence permits and the permanent-resident IDs
 * that follow it. County codes are not looked up, because abolished ones live on in people's numbers.
 *
 * Old permanent-resident IDs (3 letters and 12 digits) are taken by their shape alone. Card readers' manuals show
 * nationality, issuing place, YYMMDD, sequence and a check digit in them, but no published standard does, and the
 * century is not in it: the registry's match decides, and it tells birth date and gender.
 *
 * Printing or serialising one shows the masked form, so that a careless log line gives nothing away.
 */
export class CitizenNumber {
  /** 18 characters, or 15 for an old permanent-resident ID. What is hashed, compared and sealed. */
  readonly normalised: string;
  readonly kind: CitizenNumberKind;
  /** YYYY-MM-DD; undefined for old permanent-resident IDs. */
  readonly birthdate: string | undefined;
  /** By the 17th digit; undefined for old permanent-resident IDs. */
  readonly gender: 'male' | 'female' | undefined;

  // biome-ignore lint/plugin: the language has no constructor that only its own class may call; `parse` is the way to one
  private constructor(normalised: string, kind: CitizenNumberKind) {
    this.normalised = normalised;
    this.kind = kind;
    if (kind === 'permanent_resident_old') return;
    this.birthdate = `${normalised.slice(6, 10)}-${normalised.slice(10, 12)}-${normalised.slice(12, 14)}`;
    this.gender = Number(normalised[16]) % 2 === 1 ? 'male' : 'female';
  }

  /** @param clock decides which birth dates are still to come, by the calendar of Beijing */
  static parse(text: string, clock: Clock = systemClock): CitizenNumberResult {
    const written = normaliseNumber(text);
    if (written.length !== 15 && written.length !== 18) return { ok: false, reason: 'length' };
    if (/^[A-Z]{3}\d{12}$/.test(written)) {
      return { ok: true, number: new CitizenNumber(written, 'permanent_resident_old') };
    }
    if (!/^(\d{15}|\d{17}[\dX])$/.test(written)) return { ok: false, reason: 'characters' };
    const kind = kindOf(written);
    if (!kind) return { ok: false, reason: 'region' };
    const full = written.length === 18 ? written : lengthen(written);
    const number = new CitizenNumber(full, kind);
    if (!isDayUntilToday(number.birthdate!, clock)) return { ok: false, reason: 'birthdate' };
    if (checkCharacter(full) !== full[17]) return { ok: false, reason: 'check' };
    return { ok: true, number };
  }

  /** First and last character only, for pages. */
  get masked(): string {
    return this.normalised[0] + '*'.repeat(this.normalised.length - 2) + this.normalised.at(-1);
  }

  equals(other: CitizenNumber): boolean {
    return this.normalised === other.normalised;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [inspect.custom](): string {
    return `CitizenNumber(${this.masked})`;
  }
}

/** Provinces begin with 1 to 8, foreigners' permanent residence with 9; the latter never had 15 digits without letters. */
function kindOf(written: string): CitizenNumberKind | undefined {
  if (written.startsWith('0')) return undefined;
  if (written.startsWith('9')) return written.length === 18 ? 'permanent_resident' : undefined;
  return /^8[123]/.test(written) ? 'residence_permit' : 'citizen';
}

/** GB 11643-1989 numbers lack the century and the check character; everyone who has one was given 19. */
function lengthen(fifteen: string): string {
  const seventeen = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return seventeen + checkCharacter(seventeen);
}

function isDayUntilToday(date: string, clock: Clock): boolean {
  if (Number(date.slice(0, 4)) < EARLIEST_YEAR) return false;
  const day = new Date(`${date}T00:00:00Z`);
  // An impossible day is either no date at all or rolls over into the next month.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return false;
  return date <= beijingDay(clock.now());
}
