import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { AppError, type ErrorEntry } from '../../shared/errors.js';
import type { PageState } from '../../ui/context.js';
import {
  ADDRESS_TOO_LONG,
  BAD_REQUEST,
  METHOD_NOT_ALLOWED,
  PARAMETER_TOO_LONG,
  TOO_LARGE,
  TOO_MANY_PARAMETERS,
} from '../web.errors.js';

/** Bytes; the same as oidc-provider's own cap. */
export const BODY_BYTES = 56 * 1024;
/** Characters of path and query. */
export const ADDRESS_CHARACTERS = 8192;
/** Node's parser drops what is past 1,000 in silence; we refuse long before. */
export const PARAMETERS = 100;
/** Bytes that are read and thrown away so that the sender can still read the refusal; then the line is cut. */
const DRAIN_BYTES = 4 * 1024 * 1024;
/** Characters one parameter may have. Signed requests and assertions are the long ones. */
const VALUE_CHARACTERS = 16_384;
/** Lists that someone could make thousands of entries long within the general cap. */
const SHORTER: Readonly<Record<string, number>> = {
  claims: 8192,
  scope: 2048,
  ui_locales: 256,
  acr_values: 512,
  resource: 2048,
};
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Refuses an address that is too long, unreadable, or leads elsewhere, before anything looks at it (attack A16). */
export const limitAddress: Middleware = async (ctx, next) => {
  if (!METHODS.has(ctx.method)) throw new AppError(METHOD_NOT_ALLOWED);
  if (ctx.url.length > ADDRESS_CHARACTERS) throw new AppError(ADDRESS_TOO_LONG);
  // `//other.example/x` is a path here but another host in every link and form built from it.
  if (!ctx.url.startsWith('/') || /^\/[/\\]/.test(ctx.path) || !readable(ctx.path)) throw new AppError(BAD_REQUEST);
  const fault = faultOfParameters(ctx.querystring);
  if (fault) throw new AppError(fault);
  await next();
};

/**
 * Reads the body once, within its limits, and leaves it in the stream for whoever parses it next (the provider);
 * an urlencoded one is also in `ctx.state.form`.
 */
export function limitBody(): Middleware<PageState> {
  return async (ctx, next) => {
    ctx.state.form = new URLSearchParams();
    if (ctx.method !== 'POST') return next();
    const body = await peekBody(ctx.req);
    if (body === undefined) throw new AppError(TOO_LARGE);
    if (ctx.is('application/x-www-form-urlencoded')) {
      const text = decode(body);
      const fault = text === undefined ? BAD_REQUEST : faultOfParameters(text);
      if (fault) throw new AppError(fault);
      ctx.state.form = new URLSearchParams(text);
    }
    await next();
  };
}

/** What is wrong with an urlencoded text, if anything. */
export function faultOfParameters(text: string): ErrorEntry | undefined {
  if (text === '') return undefined;
  const parts = text.split('&', PARAMETERS + 1);
  if (parts.length > PARAMETERS) return TOO_MANY_PARAMETERS;
  for (const part of parts) {
    if (!readable(part)) return BAD_REQUEST;
    const name = decodeURIComponent(part.split('=', 1)[0]!);
    const limit = Object.hasOwn(SHORTER, name) ? SHORTER[name]! : VALUE_CHARACTERS;
    if (part.length > limit) return PARAMETER_TOO_LONG;
  }
  return undefined;
}

/** Whether percent-encoding and UTF-8 are whole and no NUL is in it. */
function readable(text: string): boolean {
  try {
    return !decodeURIComponent(text).includes('\0');
  } catch {
    return false;
  }
}

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/**
 * The whole body, put back into the stream unread; undefined where it is over the limit.
 * `unshift` must happen before the stream has told its end, so it is done in the same turn as the last read.
 */
async function peekBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > BODY_BYTES) {
    drain(request);
    return undefined;
  }
  if (announced === 0 && request.headers['transfer-encoding'] === undefined) return Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (act: () => void): void => {
      request.off('readable', read).off('end', end).off('error', fail).off('aborted', fail);
      act();
    };
    const fail = (): void => settle(() => reject(new AppError(BAD_REQUEST)));
    // An empty body in chunks is never readable: it only ends.
    const end = (): void => settle(() => resolve(Buffer.concat(chunks, length)));
    const read = (): void => {
      for (let chunk = request.read(); chunk !== null; chunk = request.read()) {
        chunks.push(chunk);
        length += chunk.length;
        if (length > BODY_BYTES) {
          settle(() => {
            drain(request);
            resolve(undefined);
          });
          return;
        }
      }
      if (!request.complete) return;
      const body = Buffer.concat(chunks, length);
      if (length > 0) request.unshift(body);
      settle(() => resolve(body));
    };
    request.on('readable', read).on('end', end).on('error', fail).on('aborted', fail);
  });
}

/** Swallows the rest of a refused body, up to a bound. */
function drain(request: IncomingMessage): void {
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > DRAIN_BYTES) request.destroy();
  });
}
