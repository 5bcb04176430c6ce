import Provider from 'oidc-provider';
import { randomToken } from '../../shared/random.js';
import { digestOf } from '../digest.js';

const VALUE = /^[\w-]{43}$/;

interface Cookies {
  get(name: string, options: { signed: boolean }): string | undefined;
}

/**
 * Holds an interaction to the browser that began it. oidc-provider's own cookies for that have paths, so they cannot
 * be `__Host-` ones, and any sister domain can plant them: whoever began a login, planted it in somebody's browser and
 * waited could then take it on as that person. This cookie cannot be planted (RFC 6265bis §4.1.3.2).
 */
const cookieName = (issuer: string): string => (issuer.startsWith('https:') ? '__Host-yihao_browser' : 'yihao_browser');

/**
 * What an interaction that this authorization request begins is bound to: its browser's cookie, which is set where
 * there is none. Undefined outside of a request to the protocol.
 */
export function bindToBrowser(issuer: string): string | undefined {
  const cookies = Provider.ctx?.cookies;
  if (!cookies) return undefined;
  const name = cookieName(issuer);
  const sent = cookies.get(name, { signed: false });
  const value = sent && VALUE.test(sent) ? sent : randomToken();
  if (value !== sent) {
    const secure = issuer.startsWith('https:');
    cookies.set(name, value, { httpOnly: true, sameSite: 'lax', secure, signed: false, overwrite: true, path: '/' });
  }
  return digestOf(value);
}

/** Whether the browser that sent `cookies` is the one that an interaction is bound to. */
export function isBoundTo(issuer: string, cookies: Cookies, bound: string | undefined): boolean {
  const value = cookies.get(cookieName(issuer), { signed: false });
  return bound !== undefined && value !== undefined && digestOf(value) === bound;
}
