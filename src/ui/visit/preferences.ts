import { LOCALES, type Locale } from '../../shared/text.js';
import type { PageContext } from '../context.js';

/** What the reader chose in this browser: language and size. Not secret, so it is not sealed; anything unknown in it is ignored. */
const COOKIE = 'yihao_prefs';
const YEAR_MS = 365 * 24 * 3600 * 1000;

export interface PagePreferences {
  locale?: Locale;
  elder: boolean;
}

/** `zh-CN.elder`, `en`, `.elder` … */
export function readPreferences(ctx: PageContext): PagePreferences {
  const [language, size] = (ctx.cookies.get(COOKIE) ?? '').split('.');
  const locale = LOCALES.find((one) => one === language);
  return { ...(locale && { locale }), elder: size === 'elder' };
}

/**
 * Keeps what was chosen, and what was not as it is.
 * @param secure whether the issuer is https
 * @param lasting for a year; else until the browser is closed, since it is not its reader's own
 */
export function keepPreferences(
  ctx: PageContext,
  chosen: Partial<PagePreferences>,
  secure: boolean,
  lasting = true,
): void {
  const { locale, elder } = { ...readPreferences(ctx), ...chosen };
  const value = `${locale ?? ''}${elder ? '.elder' : ''}`;
  ctx.cookies.set(COOKIE, value, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
    ...(lasting && { maxAge: YEAR_MS }),
  });
}
