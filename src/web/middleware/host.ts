import type { Middleware } from 'koa';
import { MISDIRECTED } from '../web.errors.js';

/** How many there are: Node keeps the first of several and says nothing. */
function hostHeaders(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

/**
 * Lets only requests through that name the issuer's own host (attack A9). `X-Forwarded-Host` and its kin are never
 * read. The answer is fixed text: a header of the attacker's is repeated nowhere, not even in an error page.
 */
export function requireOwnHost(issuer: URL): Middleware {
  const defaultPort = issuer.protocol === 'https:' ? '443' : '80';
  const own = new Set([issuer.host, issuer.port === '' ? `${issuer.hostname}:${defaultPort}` : issuer.host]);
  const isOwn = (host: string | undefined): boolean => host !== undefined && own.has(host.toLowerCase());

  return (ctx, next) => {
    // Absolute-form (RFC 9112 §3.2.2): the target decides then, and must agree.
    const target = ctx.url[0] !== '/' && /^[a-z][a-z0-9+.-]*:\/\//i.test(ctx.url) ? URL.parse(ctx.url) : undefined;
    const targetIsOwn =
      target === undefined || (target !== null && isOwn(target.host) && target.protocol === issuer.protocol);
    if (hostHeaders(ctx.req.rawHeaders) !== 1 || !isOwn(ctx.req.headers.host) || !targetIsOwn) {
      ctx.state.route = 'misdirected';
      ctx.status = MISDIRECTED.status;
      ctx.type = 'text/plain';
      ctx.body = `${MISDIRECTED.text.en}\n`;
      return undefined;
    }
    if (target) ctx.url = `${target.pathname}${target.search}`;
    return next();
  };
}
