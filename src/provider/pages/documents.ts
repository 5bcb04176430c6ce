import { createHash } from 'node:crypto';
import type { Context, Middleware } from 'koa';

/** Paths whose answer is the same for everyone until the keys change. */
const PATHS = new Set(['/.well-known/openid-configuration', '/jwks']);

interface Prepared {
  readonly body: Buffer;
  readonly type: string;
  /** A strong validator (RFC 9110 §8.8.3). */
  readonly tag: string;
}

/**
 * The discovery document and the JWKS as bytes. The provider makes each once; from then on it is served from memory,
 * before anything else looks at the request. A new provider begins with none.
 */
export class PreparedDocuments {
  readonly #prepared = new Map<string, Prepared>();
  readonly #onAnswer: (path: string) => void;

  /** @param onAnswer told of each answer from memory, by its path */
  constructor(onAnswer: (path: string) => void = () => {}) {
    this.#onAnswer = onAnswer;
  }

  /** Keeps what the provider just answered, if it is one of these. */
  keep(ctx: Context): void {
    if (!isPlain(ctx) || ctx.status !== 200 || typeof ctx.body !== 'object' || ctx.body === null) return;
    const body = Buffer.from(JSON.stringify(ctx.body));
    const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const prepared = { body, tag, type: ctx.response.get('Content-Type') };
    this.#prepared.set(ctx.path, prepared);
    answer(ctx, prepared);
  }

  readonly middleware: Middleware = (ctx, next) => {
    const prepared = isPlain(ctx) ? this.#prepared.get(ctx.path) : undefined;
    if (!prepared) return next();
    answer(ctx, prepared);
    this.#onAnswer(ctx.path);
    return undefined;
  };
}

/** A page's script asks with an `Origin`, and is answered by the provider, which knows CORS. */
function isPlain({ method, path, req }: Context): boolean {
  return method === 'GET' && PATHS.has(path) && req.headers.origin === undefined;
}

function answer(ctx: Context, { body, tag, type }: Prepared): void {
  // Kept, but asked about each time: a new key must be seen as soon as it is published.
  ctx.set({ 'Cache-Control': 'no-cache', ETag: tag, 'X-Content-Type-Options': 'nosniff' });
  if (ctx.req.headers['if-none-match'] === tag) {
    ctx.status = 304;
    return;
  }
  ctx.type = type;
  ctx.body = body;
}
