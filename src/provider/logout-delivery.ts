import type { Client, IdToken } from 'oidc-provider';
import { z } from 'zod';
import type { DeliveryHandler } from '../domain/notifications/index.js';
import { randomToken } from '../shared/random.js';
import type { ProviderHost } from './host.js';

/** The outgoing request, as `fetch` has it and the egress client offers it. */
export type SendRequest = (
  url: string,
  init: { method: 'POST'; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<{ readonly status: number }>;

export interface LogoutDeliveryDeps {
  readonly host: Pick<ProviderHost, 'current'>;
  readonly send: SendRequest;
  /** The portal heard and did not say 2xx: for the log. */
  readonly onRefused?: (refusal: { readonly application: string; readonly status: number }) => void;
}

const notice = z.object({ applicationId: z.string(), identityId: z.string(), sid: z.string() });

/** Statuses that say "later". */
const LATER = new Set([408, 425, 429]);
/** Tries at a portal that refuses: it may have failed to fetch our keys, but it will not refuse for ever in vain. */
const REFUSALS = 5;

/**
 * Tells a portal that a session ended (OpenID Connect Back-Channel Logout 1.0 §2.5). The token is signed anew at each
 * try: it lives two minutes, and the outbox may try for hours, over a change of keys.
 */
export function createLogoutDelivery({ host, send, onRefused }: LogoutDeliveryDeps): DeliveryHandler {
  return async (payload, { signal, attempts }) => {
    const { applicationId, identityId, sid } = notice.parse(payload);
    const client = await host.current().Client.find(applicationId);
    // Disabled meanwhile, or it no longer wants to know: nobody is left to tell.
    if (!client?.backchannelLogoutUri) return 'done';
    const token = await signLogoutToken(host, client, identityId, sid);
    const { status } = await send(client.backchannelLogoutUri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
      signal,
    });
    if (status < 300) return 'done';
    onRefused?.({ application: applicationId, status });
    return status >= 500 || LATER.has(status) || attempts < REFUSALS ? 'retry' : 'done';
  };
}

type LogoutToken = IdToken & { mask?: Record<string, null> };

/** A logout token (§2.4): type `logout+jwt`, the pairwise `sub`, the `sid`, no nonce. */
export async function signLogoutToken(
  host: Pick<ProviderHost, 'current'>,
  client: Client,
  identityId: string,
  sid: string,
): Promise<string> {
  const provider = host.current();
  const token: LogoutToken = new provider.IdToken({ sub: identityId }, { client });
  token.mask = { sub: null };
  token.set('events', { 'http://schemas.openid.net/event/backchannel-logout': {} });
  token.set('jti', randomToken());
  token.set('sid', sid);
  return token.issue({ use: 'logout' });
}
