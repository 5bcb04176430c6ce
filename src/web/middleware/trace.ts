import type { Middleware } from 'koa';
import { inTrace, newTrace, readTraceparent, type Trace } from '../../shared/trace.js';
import type { PageState } from '../../ui/context.js';
import { routeOf } from './access-log.js';

/** One request's part of a trace. */
export interface RequestSpan {
  readonly trace: Trace;
  /** Told once, when the answer has left or its reader has gone. */
  end(answer: { readonly route: string; readonly method: string; readonly status: number }): void;
}

/** @param parent what the caller said that it is part of */
export type BeginSpan = (parent: Trace | undefined) => RequestSpan;

const unrecorded: BeginSpan = (parent) => ({ trace: newTrace(parent), end: () => {} });

/** Goes on with the caller's trace, or begins one, for all that the request sets off: log, stores, requests to others. */
export function traced(begin: BeginSpan = unrecorded): Middleware<PageState> {
  return async (ctx, next) => {
    const span = begin(readTraceparent(ctx.get('traceparent')));
    ctx.res.once('close', () => span.end({ route: routeOf(ctx), method: ctx.method, status: ctx.res.statusCode }));
    await inTrace(span.trace, next);
  };
}
