/**
 * Who a path speaks to. `machine`: an application, answered in JSON, authenticated by itself, no form tokens.
 * `protocol`: the provider's addresses that a browser visits; other sites may send a browser there by POST
 * (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2). `page`: ours alone.
 */
export type PathKind = 'machine' | 'protocol' | 'page' | 'asset';

const MACHINE = /^\/(?:token|userinfo|jwks|revoke|introspect|par|\.well-known\/[\w-]+)(?:\/|$)/;
const PROTOCOL = /^\/(?:authorize|logout)(?:\/|$)/;

export function kindOf(path: string): PathKind {
  if (path.startsWith('/assets/')) return 'asset';
  if (MACHINE.test(path)) return 'machine';
  return PROTOCOL.test(path) ? 'protocol' : 'page';
}

/** Protocol forms that only our own pages may post: the provider guards them by a token, we by their origin. */
export const isOwnForm = (path: string): boolean => kindOf(path) === 'page' || /^\/logout\/confirm\/?$/.test(path);
