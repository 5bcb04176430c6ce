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

/** @param https whether the issuer is https: only then may browsers be told to insist on it */
export function securityHeaders(https: boolean): Middleware {
  const others = helmet({
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    // With `no-referrer` browsers send `Origin: null` with our own forms, and the origin check needs it.
    referrerPolicy: { policy: 'same-origin' },
    hsts: https ? { maxAge: 63_072_000, includeSubDomains: false } : false,
  });
  return async (ctx, next) => {
    ctx.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()');
    await others(ctx, next);
  };
}
