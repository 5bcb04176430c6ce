import { AppError } from '../../shared/errors.js';
import type { PageContext } from '../../ui/context.js';
import { restoreTyped } from '../../ui/forms/forms.js';
import { isOwnForm, kindOf } from '../paths.js';
import { FOREIGN_FORM } from '../web.errors.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site made a browser send (attack A10), before any route sees it. Two independent proofs are
 * asked for: the browser's own word on where the request comes from (`Sec-Fetch-Site`, `Origin`), and the visit's
 * token in the form. The provider's own form carries the provider's token; there only the origin is checked.
 */
export function requireOwnForm(issuer: URL) {
  return (ctx: PageContext, next: () => Promise<unknown>): Promise<unknown> => {
    if (!READING.has(ctx.method) && isOwnForm(ctx.path)) {
      const token = kindOf(ctx.path) === 'page' ? ctx.state.form.getAll('_csrf') : undefined;
      if (!isSameOrigin(ctx, issuer.origin)) throw new AppError(FOREIGN_FORM);
      if (token && !(token.length === 1 && ctx.state.visit.accepts(token[0]!))) throw new AppError(FOREIGN_FORM);
      if (token) restoreTyped(ctx);
    }
    return next();
  };
}

/** Old browsers send neither header; there the token stands alone. `none` is a reload or a restored tab. */
function isSameOrigin(ctx: PageContext, own: string): boolean {
  const site = ctx.get('Sec-Fetch-Site');
  const origin = ctx.get('Origin');
  return (site === '' || site === 'same-origin' || site === 'none') && (origin === '' || origin === own);
}
