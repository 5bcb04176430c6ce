import { Deadlines } from '../../shared/deadlines.js';
import type { Locale } from '../../shared/text.js';
import type { PageContext } from '../../ui/context.js';
import { readPreferences } from '../../ui/visit/preferences.js';
import { kindOf } from '../paths.js';

/** The best of ours for a list such as `ui_locales` (OpenID Connect Core §3.1.2.1) or Accept-Language, in its order. */
export function chooseLocale(wanted: readonly string[]): Locale | undefined {
  for (const tag of wanted) {
    const language = tag.trim().toLowerCase().split('-')[0];
    if (language === 'zh') return 'zh-CN';
    if (language === 'en') return 'en';
  }
  return undefined;
}

/** Language tags of an Accept-Language header, best first (RFC 9110 §12.5.4). */
export function acceptedLanguages(header: string): readonly string[] {
  return header
    .split(',', 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/**
 * Sets the page's language: the reader's own choice, else what the portal asked for, else the browser's, else Chinese.
 * @param interactionLocales `ui_locales` of the interaction this page belongs to
 */
export function chooseLanguage(interactionLocales?: (ctx: PageContext) => Promise<string | undefined>) {
  const choose = async (ctx: PageContext, next: () => Promise<unknown>): Promise<unknown> => {
    const preferences = readPreferences(ctx);
    ctx.state.elder = preferences.elder;
    ctx.state.locale =
      preferences.locale ??
      chooseLocale((await portalsWish(ctx, interactionLocales)).split(' ')) ??
      chooseLocale(acceptedLanguages(ctx.get('Accept-Language'))) ??
      'zh-CN';
    return next();
  };
  return (ctx: PageContext, next: () => Promise<unknown>): Promise<unknown> =>
    isProgram(ctx) ? next() : choose(ctx, next);
}

/** An application wishes nothing; a browser that comes to its addresses names its languages. */
const isProgram = ({ path, headers }: PageContext): boolean =>
  headers.cookie === undefined && headers['accept-language'] === undefined && kindOf(path) === 'machine';

/** Milliseconds. The page itself will say that a store is down, and soon: its language is not worth a second wait. */
const PATIENCE_MS = 250;

const patience = new Deadlines(PATIENCE_MS);

const withinPatience = (wish: Promise<string | undefined>): Promise<string | undefined> =>
  patience.bound(wish, () => new Error('too late')).catch(() => undefined);

async function portalsWish(
  ctx: PageContext,
  interactionLocales?: (ctx: PageContext) => Promise<string | undefined>,
): Promise<string> {
  if (ctx.path.startsWith('/interaction/') && interactionLocales) {
    return (await withinPatience(interactionLocales(ctx))) ?? '';
  }
  const asked = ctx.path.startsWith('/authorize') || ctx.path.startsWith('/logout') ? ctx.query.ui_locales : undefined;
  return typeof asked === 'string' ? asked : '';
}
