import { Router } from '@koa/router';
import { z } from 'zod';
import type { PageState } from '../ui/context.js';
import { readForm } from '../ui/forms/forms.js';
import { seeOther } from '../ui/page/see-other.js';
import { keepPreferences } from '../ui/visit/preferences.js';

const preferences = z.object({
  locale: z.enum(['zh-CN', 'en']).optional(),
  elder: z.enum(['on', 'off']).optional(),
  return_to: z.string().optional(),
});

/** The language and size switch: keeps the choice and goes back to where it was made. */
export function preferencesRouter(secure: boolean): Router<PageState> {
  const router = new Router<PageState>();
  router.post('/preferences', async (ctx) => {
    const form = readForm(ctx, preferences);
    const chosen = form.ok ? form.value : {};
    const { locale, elder } = chosen;
    keepPreferences(ctx, { ...(locale && { locale }), ...(elder && { elder: elder === 'on' }) }, secure);
    seeOther(ctx, ownPath(chosen.return_to));
  });
  return router;
}

/** The path if it stays on this site, else the home page: no address of someone else's is ever followed (attack A18). */
export function ownPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted) || /[\0-\x20\\\x7f]/.test(wanted)) return '/';
  const base = 'https://own.invalid';
  const url = URL.parse(wanted, base);
  // `/.//other.example` is a path until its dots are resolved.
  return url && url.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/';
}
