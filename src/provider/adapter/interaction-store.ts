import Provider, { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { digestOf } from '../digest.js';
import { bindToBrowser, isBoundTo } from '../session/browser-binding.js';
import type { AdapterContext } from './context.js';
import { openPayload, sealPayload } from './sealing.js';

/** Seconds after its end that it is still known which portal an interaction came from. */
const WAY_BACK_SECONDS = 3 * 3600;

/** What oidc-provider hands back to us with every interaction: see `IN_PAYLOAD` in the overrides. */
interface Ours {
  /** The digest of the browser's cookie. */
  readonly browser?: string;
  /** What rested when it was found: it is written over that and nothing else. */
  readonly found?: string;
}

type InteractionPayload = AdapterPayload & Ours;

/**
 * Interactions: what a citizen is in the middle of, in the ephemeral store, under one key. It stays there for some hours
 * after its end, so that a late citizen finds the way back to the portal.
 */
export class InteractionStore implements Adapter {
  readonly #context: AdapterContext;

  constructor(context: AdapterContext) {
    this.#context = context;
  }

  /** @throws errors.SessionNotFound where another request changed or ended it since it was found: the first one counts */
  async upsert(id: string, payload: InteractionPayload, ttl: number): Promise<void> {
    const { ephemeral, sealer, issuer } = this.#context;
    const { found, ...rest } = withoutCookie(payload);
    const key = keyOf(id);
    const sealed = sealPayload(sealer, key, { ...rest, browser: rest.browser ?? bindToBrowser(issuer) });
    const life = Math.max(1, Math.ceil(ttl)) + WAY_BACK_SECONDS;
    if (found === undefined) await ephemeral.set(key, sealed, life);
    else if (!(await ephemeral.replace(key, found, sealed, life))) {
      throw new errors.SessionNotFound('the interaction went on in another request');
    }
  }

  /** @throws errors.SessionNotFound where a request to the protocol comes from another browser than began it */
  async find(id: string): Promise<InteractionPayload | undefined> {
    const key = keyOf(id);
    const found = await this.#context.ephemeral.get(key);
    const payload = found === undefined ? undefined : this.#opened(key, found);
    // What has no end is over. What is past its end oidc-provider refuses.
    if (!payload?.exp) return undefined;
    const cookies = Provider.ctx?.cookies;
    if (cookies && !isBoundTo(this.#context.issuer, cookies, payload.browser)) {
      throw new errors.SessionNotFound('the interaction belongs to another browser');
    }
    return { ...payload, jti: id, found };
  }

  /** It is taken on once. The portal it came from stays known. */
  async destroy(id: string): Promise<void> {
    const { ephemeral, sealer } = this.#context;
    const key = keyOf(id);
    const clientId = Provider.ctx?.oidc.entities.Interaction?.params.client_id;
    const rest = sealPayload(sealer, key, { params: { client_id: clientId } });
    await ephemeral.set(key, rest, WAY_BACK_SECONDS);
  }

  /** The application an interaction belongs or belonged to; undefined some hours later. */
  async originOf(id: string): Promise<string | undefined> {
    const key = keyOf(id);
    const found = await this.#context.ephemeral.get(key);
    const clientId = found === undefined ? undefined : this.#opened(key, found)?.params?.client_id;
    return typeof clientId === 'string' ? clientId : undefined;
  }

  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}

  #opened(key: string, found: string): InteractionPayload | undefined {
    return openPayload<InteractionPayload>(this.#context.sealer, key, found);
  }
}

/** The application an interaction belongs or belonged to; undefined some hours later. */
export function originOf(provider: Provider, uid: string): Promise<string | undefined> {
  const { adapter } = provider.Interaction as unknown as { readonly adapter: InteractionStore };
  return adapter.originOf(uid);
}

/** An interaction's session part carries the session cookie's value; the resume step does not read it. */
function withoutCookie(payload: InteractionPayload): InteractionPayload {
  if (!payload.session?.cookie) return payload;
  const { cookie: _cookie, ...session } = payload.session;
  return { ...payload, session };
}

const keyOf = (uid: string): string => `oidc:Interaction:${digestOf(uid)}`;
