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

/** The day in Beijing: `2027年11月23日`, `23 November 2027`. */
export function beijingDate(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(at);
}
