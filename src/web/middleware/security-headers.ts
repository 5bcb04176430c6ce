import type { Middleware } from 'koa';
import helmet from 'koa-helmet';

/**
 * What browsers are told to forbid. Nothing inline, nothing from elsewhere; `form-action` is widened per page by
 * `allowFormAction`, and the provider adds the hash of its one form_post script to `script-src` by itself.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** helmet's headers are the same for every answer, so it is asked for them once. */
function fixedHeaders(ask: Middleware): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  const res = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => undefined };
  void ask({ req: {}, res } as never, async () => undefined);
  if (headers.size === 0) throw new TypeError('helmet named no header');
  return headers;
}

/** @param https whether the issuer is https: only then may browsers be told to insist on it */
export function securityHeaders(https: boolean): Middleware {
  const ask = helmet({
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    // With `no-referrer` browsers send `Origin: null` with our own forms, and the origin check needs it.
    referrerPolicy: { policy: 'same-origin' },
    hsts: https ? { maxAge: 63_072_000, includeSubDomains: false } : false,
  });
  const headers = new Map([
    ...fixedHeaders(ask),
    ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
  ]);
  return (ctx, next) => {
    ctx.res.setHeaders(headers);
    return next();
  };
}
