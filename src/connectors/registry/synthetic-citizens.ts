import { createHash } from 'node:crypto';
import { CitizenNumber, checkCharacter, type Enrolment } from '../../domain/identities/index.js';
import { COUNTIES, FEMALE_CHARACTERS, MALE_CHARACTERS, SURNAMES } from './synthetic-lists.js';

/** A made-up person: nobody's data, but real in form. */
export interface SyntheticCitizen {
  readonly index: number;
  readonly name: string;
  /** 18 characters with a right check character. */
  readonly number: string;
  readonly gender: 'male' | 'female';
  /** YYYY-MM-DD, 1945 to 2007. */
  readonly birthdate: string;
  /** GB/T 2260, the county of the number. */
  readonly residence: string;
  /** E.164 under +86 142, which is no range of a public mobile network. */
  readonly phone: string;
}

/** Citizens 0 to 9,999,999 exist. */
export const SYNTHETIC_CITIZENS = 10_000_000;
export const DEFAULT_SEED = 'yihao';

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(1945, 0, 1) / DAY;
const DAYS = Date.UTC(2008, 0, 1) / DAY - FIRST_DAY;
/** Order codes 001 to 989. Those above have a meaning of their own in the simulated registry. */
const ORDERS = 989;
const SPACE = BigInt(COUNTIES.length) * BigInt(DAYS) * BigInt(ORDERS);

/**
 * The same people for the same seed, each made from an index alone, so that ten million of them need no storage. An
 * index is scattered over all numbers that can exist by `index × a + b mod space`; since `a` has an inverse there, a
 * number leads back to its index, which is how the simulated registry knows whose number it is asked about.
 */
export class SyntheticCitizens {
  readonly #seed: string;
  readonly #factor: bigint;
  readonly #inverse: bigint;
  readonly #offset: bigint;

  constructor(seed = DEFAULT_SEED) {
    this.#seed = seed;
    const bytes = createHash('sha256').update(`yihao synthetic citizens|${seed}`).digest();
    this.#offset = bytes.readBigUInt64BE(0) % SPACE;
    this.#factor = coprimeFrom((bytes.readBigUInt64BE(8) % SPACE) | 1n, SPACE);
    this.#inverse = inverseOf(this.#factor, SPACE);
  }

  /** @param index 0 to 9,999,999 */
  citizen(index: number): SyntheticCitizen {
    if (!Number.isInteger(index) || index < 0 || index >= SYNTHETIC_CITIZENS) {
      throw new RangeError(`synthetic citizens have an index from 0 to ${SYNTHETIC_CITIZENS - 1}`);
    }
    const place = (BigInt(index) * this.#factor + this.#offset) % SPACE;
    const residence = COUNTIES[Number(place % BigInt(COUNTIES.length))]!;
    const rest = place / BigInt(COUNTIES.length);
    const birthdate = new Date((FIRST_DAY + Number(rest % BigInt(DAYS))) * DAY).toISOString().slice(0, 10);
    const order = Number(rest / BigInt(DAYS)) + 1;
    const seventeen = residence + birthdate.replaceAll('-', '') + String(order).padStart(3, '0');
    const gender = order % 2 === 1 ? 'male' : 'female';
    const phone = `+86142${String(index).padStart(8, '0')}`;
    const name = this.#nameOf(index, gender);
    return { index, name, number: seventeen + checkCharacter(seventeen), gender, birthdate, residence, phone };
  }

  /** @param number normalised. @returns the index of the synthetic citizen who has it, if one does */
  indexOf(number: string): number | undefined {
    const county = BigInt(COUNTIES.indexOf(number.slice(0, 6)));
    const date = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    const midnight = Date.parse(`${date}T00:00:00Z`);
    const day = Number.isNaN(midnight) ? -1n : BigInt(midnight / DAY - FIRST_DAY);
    const order = BigInt(number.slice(14, 17)) - 1n;
    if (county < 0n || day < 0n || day >= BigInt(DAYS) || order < 0n || order >= BigInt(ORDERS)) return undefined;
    const place = county + BigInt(COUNTIES.length) * (day + BigInt(DAYS) * order);
    const index = ((place - this.#offset + SPACE) * this.#inverse) % SPACE;
    return index < BigInt(SYNTHETIC_CITIZENS) ? Number(index) : undefined;
  }

  /** As enrolments for a bulk load; all share one password hash, because hashing a million would take hours. */
  *enrolments(first: number, count: number, passwordHash: string): Generator<Enrolment, void> {
    for (let index = first; index < first + count; index += 1) {
      const { name, number, phone, residence } = this.citizen(index);
      const parsed = CitizenNumber.parse(number);
      if (!parsed.ok) throw new Error(`synthetic citizen ${index} has no valid number: ${parsed.reason}`);
      yield { name, number: parsed.number, phone, passwordHash, registry: { outcome: 'matched', residence } };
    }
  }

  #nameOf(index: number, gender: 'male' | 'female'): string {
    const bytes = createHash('sha256').update(`${this.#seed}|${index}`).digest();
    // The square leans towards the front of the list, as surnames do.
    const surname = SURNAMES[Math.floor((bytes.readUInt32BE(0) / 2 ** 32) ** 2 * SURNAMES.length)]!;
    const characters = gender === 'male' ? MALE_CHARACTERS : FEMALE_CHARACTERS;
    const given = characters[bytes.readUInt16BE(4) % characters.length]!;
    const second = bytes[6]! < 200 ? characters[bytes.readUInt16BE(7) % characters.length]! : '';
    return surname + given + second;
  }
}

function coprimeFrom(start: bigint, modulus: bigint): bigint {
  let candidate = start;
  while (greatestCommonDivisor(candidate, modulus) !== 1n) candidate += 2n;
  return candidate;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/** The multiplicative inverse, by the extended Euclidean algorithm. */
function inverseOf(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, value % modulus, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return ((t0 % modulus) + modulus) % modulus;
}
