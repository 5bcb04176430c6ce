import type { Middleware, ParameterizedContext } from 'koa';
import { inTrace, newTrace, readTraceparent, type Trace } from '../../shared/trace.js';
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

/** One request's part of a trace. */
export interface RequestSpan {
  readonly trace: Trace;
  /** Told once, when the answer has left or its reader has gone. */
  end(answer: Answer): void;
}

/** @param parent what the caller said that it is part of */
export type BeginSpan = (parent: Trace | undefined) => RequestSpan;

const unrecorded: BeginSpan = (parent) => ({ trace: newTrace(parent), end: () => {} });

/** What a request is called where an address may not be named: the route's name, or its pattern. */
function routeOf(ctx: ParameterizedContext<PageState>): string {
  const matched = ctx as { readonly _matchedRouteName?: string; readonly _matchedRoute?: string | RegExp };
  return ctx.state.route ?? matched._matchedRouteName ?? String(matched._matchedRoute ?? 'none');
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/**
 * One line per answer: the route's name, the status, how long it took. Never an address, a query, a header or a body,
 * since those hold codes, tokens and people's numbers. The caller's trace goes on, or a new one begins, for all that the
 * request sets off: log, stores, requests to others.
 */
export function accessLog(
  log: WebLog,
  onAnswer: (answer: Answer) => void = () => {},
  begin = unrecorded,
): Middleware<PageState> {
  return (ctx, next) => {
    const begun = performance.now();
    const { req, res } = ctx;
    const span = begin(readTraceparent(req.headers.traceparent));
    res.once('close', () => {
      const ms = performance.now() - begun;
      const method = METHODS.has(ctx.method) ? ctx.method : 'other';
      const answer = { route: routeOf(ctx), method, status: res.statusCode, seconds: ms / 1000 };
      onAnswer(answer);
      span.end(answer);
      log.info({
        event: 'request',
        requestId: ctx.state.requestId,
        traceId: span.trace.traceId,
        method: ctx.method,
        route: answer.route,
        status: answer.status,
        ms: Math.round(ms),
        ...(res.writableFinished ? undefined : { aborted: true }),
      });
    });
    return inTrace(span.trace, next);
  };
}
