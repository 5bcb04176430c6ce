import Provider, { type KoaContextWithOIDC } from 'oidc-provider';
import type { GrantRecord, RefreshTokenRecord } from '../domain/records/index.js';
import type { AccountQuestion, AccountStanding } from './tokens/account-standing.js';

/**
 * What one step of a request to the protocol leaves for a later step of the same request. oidc-provider's adapters are
 * asked for one thing at a time, and would else read twice and write in several transactions. Beside each stands what the
 * whole takes without it, in CPU.
 */
export interface ThisRequest {
  /** What was read together: single sign-on 1.03. */
  seen?: { readonly question: AccountQuestion; readonly answer: Promise<AccountStanding | undefined> };
  /** The refresh token that was found, and whether its successor is to take its place: a refresh 1.18. */
  refreshToken?: { readonly record: RefreshTokenRecord; rotating: boolean };
  /** Given in a session that is not recorded yet: written with it or not at all, which is why it is here (a login 1.01). */
  readonly given: Map<string, GrantRecord>;
}

const requests = new WeakMap<KoaContextWithOIDC['oidc'], ThisRequest>();

/** Undefined outside of a request to the protocol. */
export function thisRequest(): ThisRequest | undefined {
  const oidc = Provider.ctx?.oidc;
  if (!oidc) return undefined;
  let request = requests.get(oidc);
  if (!request) {
    request = { given: new Map() };
    requests.set(oidc, request);
  }
  return request;
}
