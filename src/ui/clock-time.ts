import type { Locale } from '../shared/text.js';

/** Made once: making one takes longer than drawing a page. */
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** A moment of the coming hours as a clock in Beijing shows it: `17:40`, `17:40 Beijing time`. */
export function clockTime(at: Date, locale: Locale): string {
  const time = CLOCK.format(at);
  // Who reads English may be abroad.
  return locale === 'en' ? `${time} Beijing time` : time;
}
