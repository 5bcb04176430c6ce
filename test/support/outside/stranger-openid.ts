import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import {
  type Adapter,
  type AdapterPayload,
  type ClientMetadata,
  type InteractionResults,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';

/** Somebody's account there, with whatever they say of themselves. */
export interface StrangerAccount {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/**
 * A real second OpenID provider, a stranger to us: oidc-provider with one client, at 127.0.0.1 so that it shares no
 * cookies with `localhost`. Whoever comes is logged in as `account` and has agreed. Tests change what it signs.
 */
export interface Stranger {
  readonly url: string;
  account: StrangerAccount;
  /** We, as it knows us. */
  readonly client: { -readonly [name in keyof ClientMetadata]: ClientMetadata[name] };
  /** Instead of the login: what it answers with. */
  error: string | undefined;
  /** Over the ID token that it has made. */
  idToken: (claims: JWTPayload) => JWTPayload;
  /** What signs the ID token in place of its own key. */
  signer: { readonly key: JWK; readonly alg: string } | undefined;
  /** The token endpoint answers so, and never asks its own code. */
  tokenStatus: number | undefined;
  /** How often its token endpoint was asked. */
  exchanges: number;
  close(): Promise<void>;
}

/** A new RSA key as a JWK, private. */
export async function newKey(kid: string, alg = 'RS256'): Promise<JWK & { kid: string; alg: string }> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg };
}

/** @param port another stranger's, where it takes that one's place */
export async function startStranger(
  client: Partial<ClientMetadata> & { redirect_uris: string[] },
  port = 0,
): Promise<Stranger> {
  const key = await newKey('stranger');
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stranger: Stranger = {
    url,
    account: { sub: 'their-number-1' },
    client: { client_id: 'yihao', client_secret: 'a secret of the test', ...client },
    error: undefined,
    idToken: (claims) => claims,
    signer: undefined,
    tokenStatus: undefined,
    exchanges: 0,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const provider = new Provider(url, {
    adapter: ownStore(stranger.client),
    jwks: { keys: [{ ...key, use: 'sig' }] },
    cookies: { keys: ['stranger'] },
    claims: {
      openid: ['sub', 'unionid'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      phone: ['phone_number'],
    },
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ ...stranger.account, sub: id }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 60, AuthorizationCode: 60, IdToken: 60 },
  });
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) return answerInteraction(provider, ctx as KoaContextWithOIDC, stranger);
    if (ctx.path !== '/token') return next();
    stranger.exchanges += 1;
    if (stranger.tokenStatus !== undefined) {
      ctx.status = stranger.tokenStatus;
      return;
    }
    await next();
    const body = ctx.body as { id_token?: string };
    if (body?.id_token) body.id_token = await resigned(body.id_token, stranger, key);
  });
  server.on('request', provider.callback());
  return stranger;
}

/** Of this stranger alone: the library's own is shared by all of a process, and a code of one would be the other's. */
function ownStore(client: ClientMetadata): new (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return class implements Adapter {
    constructor(readonly model: string) {}
    #key = (id: string): string => `${this.model}:${id}`;
    #where = (wanted: Partial<AdapterPayload>): AdapterPayload | undefined =>
      [...kept].find(
        ([key, payload]) =>
          key.startsWith(`${this.model}:`) && Object.entries(wanted).every(([name, value]) => payload[name] === value),
      )?.[1];
    upsert = async (id: string, payload: AdapterPayload): Promise<void> => void kept.set(this.#key(id), payload);
    find = async (id: string) => (this.model === 'Client' ? (client as AdapterPayload) : kept.get(this.#key(id)));
    findByUid = async (uid: string) => this.#where({ uid });
    findByUserCode = async (userCode: string) => this.#where({ userCode });
    destroy = async (id: string): Promise<void> => void kept.delete(this.#key(id));
    revokeByGrantId = async (): Promise<void> => undefined;
    consume = async (id: string): Promise<void> => {
      const payload = kept.get(this.#key(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    };
  };
}

async function resigned(token: string, { idToken, signer }: Stranger, own: JWK): Promise<string> {
  const { key, alg } = signer ?? { key: own, alg: 'RS256' };
  const jwt = new SignJWT(idToken(decodeJwt(token))).setProtectedHeader({ alg, kid: own.kid! });
  return jwt.sign(await importJWK(key, alg));
}

async function answerInteraction(provider: Provider, ctx: KoaContextWithOIDC, stranger: Stranger): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  ctx.respond = false;
  const finish = (result: InteractionResults) =>
    provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
  if (stranger.error) return finish({ error: stranger.error, error_description: 'the test says so' });
  if (prompt.name === 'login') return finish({ login: { accountId: stranger.account.sub } });
  const grant = new provider.Grant({ accountId: session!.accountId, clientId: String(params.client_id) });
  grant.addOIDCScope(String(params.scope));
  await finish({ consent: { grantId: await grant.save() } });
}
