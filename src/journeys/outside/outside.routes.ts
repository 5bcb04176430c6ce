import type Router from '@koa/router';
import { AppError } from '../../shared/errors.js';
import type { PageState } from '../../ui/context.js';
import { comeBack } from '../../ui/page/leave.js';
import { seeOther } from '../../ui/page/see-other.js';
import { UNASKED_ANSWER } from './outside.errors.js';

/**
 * `/outside/:id`, the one address of each outside provider, so that it can be registered there and no two share one
 * (RFC 9700 §4.4.2.2, mix-up). It takes the answer to where the visit says this browser was, and looks at nothing of it.
 * @throws AppError(UNASKED_ANSWER)
 */
export function outsideRoutes(router: Router<PageState>): void {
  router.get('/outside/:id', async (ctx) => {
    const to = await comeBack(ctx, ctx.params.id!);
    if (to === undefined) throw new AppError(UNASKED_ANSWER);
    ctx.set('Cache-Control', 'no-store');
    seeOther(ctx, `${to}?${ctx.querystring}`);
  });
}
