const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const MAX_LENGTH = 500;

/** What is wrong with a portal's address; the keys of `URI_FAULTS` in departments.messages.ts. */
export type UriFault =
  | 'uri_invalid'
  | 'uri_https'
  | 'uri_userinfo'
  | 'uri_fragment'
  | 'uri_wildcard'
  | 'uri_normal_form';

/**
 * Judges one address of a portal. Redirect URIs are compared letter by letter (RFC 9700 §2.1, OpenID Connect Core
 * §3.1.2.1), so only the one normal spelling of an address is accepted: what a browser would write it as.
 * `http` is for a developer's own machine.
 */
export function uriFault(text: string): UriFault | undefined {
  if (text.includes('*')) return 'uri_wildcard';
  const url = URL.parse(text);
  if (!url?.hostname || text.length > MAX_LENGTH) return 'uri_invalid';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))) return 'uri_https';
  if (url.username || url.password || /^[a-z]+:\/\/[^/?#]*@/i.test(text)) return 'uri_userinfo';
  if (text.includes('#')) return 'uri_fragment';
  // Covers an upper-case host, a default port, dot segments, backslashes, spaces and a missing path in one comparison.
  return url.href === text ? undefined : 'uri_normal_form';
}
