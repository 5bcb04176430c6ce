import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { verify } from 'argon2';
import { Redis } from 'ioredis';
import Provider, { type Configuration, errors } from 'oidc-provider';
import { APIS, type Client, PASSWORD } from '../load/clients.js';
import { answerParent } from './answer-parent.js';
import { createBareAdapter } from './bare-adapter.js';

/** What `seedBare` stores of a person. */
export interface BareAccount {
  readonly id: string;
  readonly name: string;
  readonly birthdate: string;
  readonly gender: string;
  readonly passwordHash: string;
}

/**
 * The practical limit of this design: oidc-provider with as little around it as will do the same flows. One JSON string
 * per artifact in Redis, an interaction that logs in and consents by itself, no page, no audit, nothing durable.
 */
const { BENCH_ISSUER, BENCH_PORT, BENCH_REDIS_URL, BENCH_CLIENTS, BENCH_JWK } = process.env;
const redis = new Redis(BENCH_REDIS_URL!, { enableAutoPipelining: true });
const clients = JSON.parse(BENCH_CLIENTS!) as Client[];
let realHashing = false;

const account = async (key: string): Promise<BareAccount> =>
  JSON.parse((await redis.get(`account:${key}`))!) as BareAccount;

const configuration: Configuration = {
  adapter: createBareAdapter(redis),
  jwks: { keys: [JSON.parse(BENCH_JWK!)] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  clients: clients.map(({ id, redirectUri, secret, scope }) => ({
    client_id: id,
    redirect_uris: [redirectUri],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token', ...(secret ? ['client_credentials'] : [])],
    token_endpoint_auth_method: secret ? 'client_secret_basic' : 'none',
    id_token_signed_response_alg: 'ES256',
    scope,
    ...(secret && { client_secret: secret }),
  })),
  claims: { openid: ['sub'], profile: ['name', 'birthdate', 'gender'] },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    revocation: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined as never,
      getResourceServerInfo: async (_ctx, resource) => ({
        scope: '',
        audience: resource,
        accessTokenFormat: resource === APIS.opaque ? 'opaque' : 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  findAccount: async (_ctx, id) => ({
    accountId: id,
    claims: async (_use, scope) => {
      if (!scope.includes('profile')) return { sub: id };
      const { name, birthdate, gender } = await account(id);
      return { sub: id, name, birthdate, gender };
    },
  }),
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  rotateRefreshToken: ({ oidc }) => oidc.client?.clientAuthMethod === 'none',
  ttl: {
    AccessToken: 600,
    AuthorizationCode: 60,
    IdToken: 600,
    Interaction: 3600,
    Session: 1800,
    Grant: 43_200,
    RefreshToken: 43_200,
    ClientCredentials: 600,
  },
};

const provider = new Provider(BENCH_ISSUER!, configuration);

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { params, session, uid } = await provider.interactionDetails(ctx.req, ctx.res);
  const clientId = String(params.client_id);
  const accountId = session?.accountId ?? (await logIn(String(params.login_hint)));
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(String(params.scope));
  const result = { login: { accountId, amr: ['pwd'] }, consent: { grantId: await grant.save() } };
  if (!uid) throw new errors.SessionNotFound('no interaction');
  await provider.interactionFinished(ctx.req, ctx.res, result);
  ctx.respond = false;
});

async function logIn(login: string): Promise<string> {
  const { id, passwordHash } = await account(login);
  if (realHashing && !(await verify(passwordHash, PASSWORD))) throw new errors.AccessDenied('wrong password');
  return id;
}

const server = createServer({ keepAliveTimeout: 65_000 }, provider.callback());
await answerParent(server, Number(BENCH_PORT), (real) => {
  realHashing = real;
});
