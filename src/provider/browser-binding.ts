import Provider, { errors } from 'oidc-provider';
import type { EphemeralStore } from '../shared/ephemeral.js';
import { randomToken } from '../shared/random.js';
import { digestOf } from './digest.js';

/** Seconds: longer than any interaction can be kept going. */
const KEEP_SECONDS = 24 * 3600;
const VALUE = /^[\w-]{43}$/;

interface BindingDeps {
  readonly issuer: string;
  readonly ephemeral: Pick<EphemeralStore, 'get' | 'set'>;
}

interface Cookies {
  get(name: string, options: { signed: boolean }): string | undefined;
}

/**
 * Holds an interaction to the browser that began it. oidc-provider's own cookies for that have paths, so they cannot
 * be `__Host-` ones, and any sister domain can plant them: whoever began a login, planted it in somebody's browser and
 * waited could then take it on as that person. This cookie cannot be planted (RFC 6265bis §4.1.3.2).
 */
const cookieName = (issuer: string): string => (issuer.startsWith('https:') ? '__Host-yihao_browser' : 'yihao_browser');

/** Binds an interaction that this authorization request begins; outside of one it does nothing. */
export async function bindToBrowser({ issuer, ephemeral }: BindingDeps, uid: string): Promise<void> {
  const cookies = Provider.ctx?.cookies;
  if (!cookies) return;
  const name = cookieName(issuer);
  const sent = cookies.get(name, { signed: false });
  const value = sent && VALUE.test(sent) ? sent : randomToken();
  if (value !== sent) {
    const secure = issuer.startsWith('https:');
    cookies.set(name, value, { httpOnly: true, sameSite: 'lax', secure, signed: false, overwrite: true, path: '/' });
  }
  await ephemeral.set(key(uid), digestOf(value), KEEP_SECONDS);
}

/** @throws errors.SessionNotFound where another browser began the interaction */
export async function assertOwnBrowser(
  { issuer, ephemeral }: BindingDeps,
  cookies: Cookies,
  uid: string,
): Promise<void> {
  const bound = await ephemeral.get(key(uid));
  const value = cookies.get(cookieName(issuer), { signed: false });
  // One that a node of the version before this began is bound to nobody.
  if (bound === undefined || (value !== undefined && digestOf(value) === bound)) return;
  throw new errors.SessionNotFound('the interaction belongs to another browser');
}

const key = (uid: string): string => `oidc:browser:${digestOf(uid)}`;
