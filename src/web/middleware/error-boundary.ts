import { AppError, type ErrorEntry, INTERNAL, NOT_FOUND } from '../../shared/errors.js';
import type { PageContext } from '../../ui/context.js';
import { renderTrouble } from '../../ui/page/trouble.js';
import { kindOf } from '../paths.js';
import { BAD_REQUEST, FOREIGN_FORM, METHOD_NOT_ALLOWED, TOO_LARGE } from '../web.errors.js';
import type { WebLog } from './access-log.js';

/** Koa's and its router's own complaints, by status, in our words. */
const BY_STATUS = new Map(
  [BAD_REQUEST, FOREIGN_FORM, NOT_FOUND, METHOD_NOT_ALLOWED, TOO_LARGE].map((e) => [e.status, e]),
);

/** Turns whatever was thrown into an answer with a code. Stacks go to the log, without the message, which may hold data. */
export function errorBoundary(log: WebLog) {
  return async (ctx: PageContext, next: () => Promise<unknown>): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const entry = entryOf(error);
      if (entry.status >= 500) log.error({ event: 'error', requestId: ctx.state.requestId, ...faultOf(error, entry) });
      // Too late for a page: the reader has half of another one.
      if (ctx.headerSent || !ctx.writable) return;
      answer(ctx, entry);
    }
  };
}

/** Answers with an error's entry: JSON (RFC 6749 §5.2) to machines, a page to people. */
export function answer(ctx: PageContext, entry: ErrorEntry): void {
  if (kindOf(ctx.path) !== 'machine') {
    renderTrouble(ctx, entry);
    return;
  }
  if (entry.retryAfter !== undefined) ctx.set('Retry-After', String(entry.retryAfter));
  ctx.set('Cache-Control', 'no-store');
  ctx.status = entry.status;
  ctx.body = { error: entry.oauth ?? 'invalid_request', error_description: entry.text.en };
}

function entryOf(error: unknown): ErrorEntry {
  if (error instanceof AppError) return error.entry;
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) return BY_STATUS.get(status) ?? BAD_REQUEST;
  return INTERNAL;
}

function faultOf(error: unknown, entry: ErrorEntry): object {
  if (!(error instanceof Error)) return { code: entry.code, fault: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause instanceof Error ? error.cause.name : undefined;
  return { code: entry.code, fault: error.name, cause, at: frames.slice(0, 12).map((line) => line.trim()) };
}
