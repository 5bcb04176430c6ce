import type { Locale } from './text.js';

/** A moment as a clock in Beijing shows it, with the day: `11月23日 17:40`, `17:40 on 23 November`. */
export function beijingTime(at: Date, locale: Locale): string {
  const parts = { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const day = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: parts.timeZone,
    month: 'long',
    day: 'numeric',
  }).format(at);
  const time = new Intl.DateTimeFormat('en-GB', parts).format(at);
  return locale === 'en' ? `${time} on ${day}` : `${day} ${time}`;
}

/** The day in Beijing, YYYY-MM-DD. China has one time zone, UTC+8 without summer time since 1991. */
export function beijingDay(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** The moment at which a day has that hour in Beijing. @param day YYYY-MM-DD */
export function beijingHour(day: string, hour = 0): Date {
  return new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`);
}

/** The day in Beijing: `2027年11月23日`, `23 November 2027`. */
export function beijingDate(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(at);
}
