import type { Locale } from '../../shared/text.js';

/** The day in Beijing: `2027年11月23日`, `23 November 2027`. */
export function beijingDate(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(at);
}
