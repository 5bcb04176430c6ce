import { beijingDay } from '../../shared/beijing-time.js';

/**
 * The day on which someone turns `years` old, by the calendar of China, YYYY-MM-DD. Full years are counted to the
 * birthday (民法典 Art. 200 and 1259); who was born on 29 February turns on 1 March of a common year.
 * @param birthdate YYYY-MM-DD
 */
export function dayOfTurning(years: number, birthdate: string): string {
  const [year, month, day] = birthdate.split('-').map(Number) as [number, number, number];
  // A day that the year lacks rolls over into the next month: 29 February is the only one.
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
}

/** Whether someone has turned `years` old by `now`: from 00:00 in Beijing on that day. */
export function hasTurned(years: number, birthdate: string, now: Date): boolean {
  return dayOfTurning(years, birthdate) <= beijingDay(now);
}

/** Below this age nobody's data is processed without a parent's or other guardian's consent (个人信息保护法 Art. 31). */
export const CONSENT_AGE = 14;

/** `Identity.child` of someone born then; of whom the birth date is unknown nothing is asked. */
export function childMark(birthdate: string | undefined, now: Date): 0 | 1 {
  return birthdate !== undefined && !hasTurned(CONSENT_AGE, birthdate, now) ? 1 : 0;
}
