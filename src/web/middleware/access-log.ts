import type { Middleware, ParameterizedContext } from 'koa';
import { currentTrace } from '../../shared/trace.js';
import type { PageState } from '../../ui/context.js';

/** The part of a structured logger that the web needs; pino's fits. */
export interface WebLog {
  info(entry: object): void;
  error(entry: object): void;
}

/** One answer, for figures: words from fixed lists and numbers only. */
export interface Answer {
  /** The route's name or pattern, never an address. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** What a request is called where an address may not be named: the route's name, or its pattern. */
export function routeOf(ctx: ParameterizedContext<PageState>): string {
  const matched = ctx as { readonly _matchedRouteName?: string; readonly _matchedRoute?: string | RegExp };
  return ctx.state.route ?? matched._matchedRouteName ?? String(matched._matchedRoute ?? 'none');
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/**
 * One line per answer: the route's name, the status, how long it took. Never an address, a query, a header or a body,
 * since those hold codes, tokens and people's numbers.
 */
export function accessLog(log: WebLog, onAnswer?: (answer: Answer) => void): Middleware<PageState> {
  return async (ctx, next) => {
    const begun = performance.now();
    const traceId = currentTrace()?.traceId;
    ctx.res.once('close', () => {
      const { requestId } = ctx.state;
      const route = routeOf(ctx);
      const ms = performance.now() - begun;
      const { statusCode: status } = ctx.res;
      onAnswer?.({ route, method: METHODS.has(ctx.method) ? ctx.method : 'other', status, seconds: ms / 1000 });
      log.info({
        event: 'request',
        requestId,
        traceId,
        method: ctx.method,
        route,
        status,
        ms: Math.round(ms),
        ...(ctx.res.writableFinished ? {} : { aborted: true }),
      });
    });
    await next();
  };
}
