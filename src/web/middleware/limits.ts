import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { AppError, type ErrorEntry } from '../../shared/errors.js';
import type { PageState } from '../../ui/context.js';
import { kindOf } from '../paths.js';
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
const SHORTEST = Math.min(...Object.values(SHORTER));
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Refuses an address that is too long, unreadable, or leads elsewhere, before anything looks at it (attack A16). */
export const limitAddress: Middleware = (ctx, next) => {
  if (!METHODS.has(ctx.method)) throw new AppError(METHOD_NOT_ALLOWED);
  if (ctx.url.length > ADDRESS_CHARACTERS) throw new AppError(ADDRESS_TOO_LONG);
  // `//other.example/x` is a path here but another host in every link and form built from it.
  if (!ctx.url.startsWith('/') || /^\/[/\\]/.test(ctx.path) || !readable(ctx.path)) throw new AppError(BAD_REQUEST);
  const fault = faultOfParameters(ctx.querystring);
  if (fault) throw new AppError(fault);
  return next();
};

/** Reads the body once, within its limits, and leaves it for the provider; an urlencoded one is in `ctx.state.form`. */
export const limitBody: Middleware<PageState> = async (ctx, next) => {
  if (ctx.method !== 'POST') return next();
  const body = await readBody(ctx.req);
  if (body === undefined) throw new AppError(TOO_LARGE);
  if (ctx.is('application/x-www-form-urlencoded')) {
    const text = decode(body);
    const fault = text === undefined ? BAD_REQUEST : faultOfParameters(text);
    if (fault) throw new AppError(fault);
    // An application's is parsed by the provider alone.
    if (kindOf(ctx.path) !== 'machine') ctx.state.form = new URLSearchParams(text);
  }
  handOn(ctx.req, body);
  return next();
};

/** What is wrong with an urlencoded text, if anything. */
export function faultOfParameters(text: string): ErrorEntry | undefined {
  if (text === '') return undefined;
  const parts = text.split('&', PARAMETERS + 1);
  if (parts.length > PARAMETERS) return TOO_MANY_PARAMETERS;
  if (!readable(text)) return BAD_REQUEST;
  return parts.some((part) => part.length > SHORTEST && part.length > limitOf(part)) ? PARAMETER_TOO_LONG : undefined;
}

function limitOf(part: string): number {
  const name = decodeURIComponent(part.split('=', 1)[0]!);
  return Object.hasOwn(SHORTER, name) ? SHORTER[name]! : VALUE_CHARACTERS;
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
    return UTF8.decode(body);
  } catch {
    return undefined;
  }
}

/** The whole body; undefined where it is over the limit. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES) {
    drain(request);
    return undefined;
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const read = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= BODY_BYTES) return;
      request.off('data', read);
      drain(request);
      resolve(undefined);
    };
    request.on('data', read);
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length)));
    // Its sender has gone: nobody reads an answer.
    request.on('error', () => reject(new AppError(BAD_REQUEST)));
  });
}

/** The provider reads a request by its iterator, if it is readable; it is at its end now. */
function handOn(request: IncomingMessage, body: Buffer): void {
  Object.defineProperties(request, { readable: { value: true }, iterator: { value: () => [body] } });
}

/** Swallows the rest of a refused body, up to a bound. */
function drain(request: IncomingMessage): void {
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > DRAIN_BYTES) request.destroy();
  });
}
