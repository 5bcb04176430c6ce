import type { Middleware } from 'koa';
import type { PageState } from '../../ui/context.js';

/** The part of a structured logger that the web needs; pino's fits. */
export interface WebLog {
  info(entry: object): void;
  error(entry: object): void;
}

/**
 * One line per answer: the route's name, the status, how long it took. Never an address, a query, a header or a body,
 * since those hold codes, tokens and people's numbers.
 */
export function accessLog(log: WebLog): Middleware<PageState> {
  return async (ctx, next) => {
    const begun = performance.now();
    ctx.res.once('close', () => {
      const { route, requestId } = ctx.state;
      log.info({
        event: 'request',
        requestId,
        method: ctx.method,
        route: route ?? 'none',
        status: ctx.res.statusCode,
        ms: Math.round(performance.now() - begun),
        ...(ctx.res.writableFinished ? {} : { aborted: true }),
      });
    });
    await next();
  };
}
