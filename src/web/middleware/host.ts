import type { Middleware } from 'koa';
import { MISDIRECTED } from '../web.errors.js';

/**
 * Lets only requests through that name the issuer's own host (attack A9). `X-Forwarded-Host` and its kin are never
 * read. The answer is fixed text: a header of the attacker's is repeated nowhere, not even in an error page.
 */
export function requireOwnHost(issuer: URL): Middleware {
  const defaultPort = issuer.protocol === 'https:' ? '443' : '80';
  const own = new Set([issuer.host, issuer.port === '' ? `${issuer.hostname}:${defaultPort}` : issuer.host]);
  const isOwn = (host: string | undefined): boolean => host !== undefined && own.has(host.toLowerCase());

  return async (ctx, next) => {
    const names = ctx.req.rawHeaders.filter(
      (_, index) => index % 2 === 0 && /^host$/i.test(ctx.req.rawHeaders[index]!),
    );
    // Absolute-form (RFC 9112 §3.2.2): the target decides then, and must agree.
    const target = /^[a-z][a-z0-9+.-]*:\/\//i.test(ctx.url) ? URL.parse(ctx.url) : undefined;
    const targetIsOwn =
      target === undefined || (target !== null && isOwn(target.host) && target.protocol === issuer.protocol);
    if (names.length !== 1 || !isOwn(ctx.req.headers.host) || !targetIsOwn) {
      ctx.state.route = 'misdirected';
      ctx.status = MISDIRECTED.status;
      ctx.type = 'text/plain';
      ctx.body = `${MISDIRECTED.text.en}\n`;
      return;
    }
    if (target) ctx.url = `${target.pathname}${target.search}`;
    await next();
  };
}
