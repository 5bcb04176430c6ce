import type { Clock } from '../../shared/clock.js';
import { CitizenNumber, normaliseNumber } from './citizen-number.js';

/** What was typed into the field `login`, in its one spelling. `unknown` can name nobody, and is counted all the same. */
export type LoginName =
  | { readonly kind: 'number'; readonly canonical: string; readonly number: CitizenNumber }
  | { readonly kind: 'phone' | 'email' | 'unknown'; readonly canonical: string };

const LONGEST = 254;

/** A mainland mobile number in any usual spelling, or a foreign one with its country code: E.164; else undefined. */
export function normalisePhone(text: string): string | undefined {
  const plain = normaliseNumber(text)
    .replace(/[().\u2010-\u2015-]/g, '')
    .replace(/^00/, '+');
  const mainland = /^(?:\+?86)?(1[3-9]\d{9})$/.exec(plain);
  if (mainland) return `+86${mainland[1]}`;
  return /^\+(?!86)[1-9]\d{7,14}$/.test(plain) ? plain : undefined;
}

/** Lower-cased, without spaces; undefined where it is no address. Delivery is the only real proof of one. */
export function normaliseEmail(text: string): string | undefined {
  const plain = normaliseNumber(text).toLowerCase();
  return plain.length <= LONGEST && /^[^@]+@[^@.]+(\.[^@.]+)+$/.test(plain) ? plain : undefined;
}

/** Reads what a citizen typed to say who they are: number, phone or mail, in any spelling. */
export function readLoginName(text: string, clock: Clock): LoginName {
  const short = text.slice(0, 4 * LONGEST);
  const email = normaliseEmail(short);
  if (email) return { kind: 'email', canonical: email };
  const parsed = CitizenNumber.parse(short, clock);
  if (parsed.ok) return { kind: 'number', canonical: parsed.number.normalised, number: parsed.number };
  const phone = normalisePhone(short);
  if (phone) return { kind: 'phone', canonical: phone };
  return { kind: 'unknown', canonical: normaliseNumber(short).toLowerCase() };
}
