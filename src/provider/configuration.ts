import type { AdapterFactory, Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import type { Aal } from '../domain/records/index.js';
import { actClaim, createFindAccount } from './account.js';
import { ASSERTION_AUDIENCE, DEPARTMENT } from './adapter/client-metadata.js';
import { REFRESH_TOKEN_LETTERS } from './adapter/index.js';
import { LOGIN_CLAIMS, REQUEST_ONLY_CLAIMS, SCOPE_CLAIMS } from './claims/catalogue.js';
import { TRUST_FRAMEWORK, VERIFIABLE_CLAIMS } from './claims/verified-claims.js';
import { HOME_CLIENT_ID } from './home.js';
import { promptKey } from './keys/prompt-key.js';
import { acrOf } from './levels.js';
import { createErrorRenderer, createLoggedOutRenderer, createLogoutRenderer } from './pages/protocol-pages.js';
import { personsOf } from './persons.js';
import { createPolicy } from './policy.js';
import type { ProviderDeps } from './ports.js';
import { CookieKeys } from './session/cookie-keys.js';
import { endOf, refreshSeconds } from './session/session-life.js';
import { assertClientAssertion, CLOCK_TOLERANCE } from './tokens/assertions.js';
import { createGrantLoader } from './tokens/grants.js';
import { mayIntrospect, recordOwnToken, resourceIndicators } from './tokens/resource-servers.js';
import type { StandaloneAudit } from './tokens/standalone-audit.js';
import type { Standings } from './tokens/standings.js';

/** Seconds. */
export const TTL = {
  AuthorizationCode: 60,
  AccessToken: 600,
  IdToken: 600,
  Interaction: 3600,
  /** An anonymous session holds nothing but a form token. */
  AnonymousSession: 3600,
} as const;

/** What the citizen has to do now, and the page below `/interaction/:uid` where it is done. */
export type InteractionStep = 'register' | 'login' | 'closing' | 'continue' | 'guardian' | 'consent';

const STEPS: Readonly<Record<string, InteractionStep>> = {
  create: 'register',
  login: 'login',
  closing: 'closing',
  select_account: 'continue',
  guardian: 'guardian',
  consent: 'consent',
};

export const stepOf = (prompt: string): InteractionStep => STEPS[prompt] ?? 'login';

/** Keys derived from key management once, because oidc-provider asks for them while it is being made. */
export interface DerivedKeys {
  readonly cookies: Buffer;
  readonly dpop: Buffer;
  readonly grantIds: Buffer;
}

/** Of base64url, in which tokens are written. */
const BITS_PER_LETTER = 6;

const LEVELS: readonly Aal[] = [1, 2, 3];

/** Everything Yihao decides about the protocol. Specifications are named where they leave a choice. */
export function createConfiguration(
  deps: ProviderDeps & { readonly standaloneAudit: StandaloneAudit; readonly standings: Standings },
  adapter: AdapterFactory,
  keys: DerivedKeys,
  jwks: readonly JWK[],
): Configuration {
  const { settings } = deps;
  const policy = createPolicy({ ...deps, highestAal: settings.highestAal });
  const loadGrant = createGrantLoader({ ...deps, idKey: keys.grantIds, promptPending: policy.pendingBeforeGrant });
  return {
    adapter,
    jwks: { keys: jwks.map(promptKey) },
    findAccount: createFindAccount(deps),
    loadExistingGrant: loadGrant,
    interactions: {
      policy: policy.prompts,
      url: (_ctx, { uid, prompt }) => `/interaction/${uid}/${stepOf(prompt.name)}`,
    },
    renderError: createErrorRenderer(deps),
    features: featuresOf(deps, keys),
    ...claimsAndScopes(settings.highestAal),
    ...clientRules(deps),
    ...tokenRules(deps),
    extraTokenClaims: tokenClaims(deps),
    cookies: cookiesOf(settings.issuer, keys.cookies),
    routes: {
      authorization: '/authorize',
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/jwks',
      revocation: '/revoke',
      introspection: '/introspect',
      pushed_authorization_request: '/par',
      end_session: '/logout',
    },
    clockTolerance: CLOCK_TOLERANCE,
  };
}

function featuresOf(deps: ProviderDeps, keys: DerivedKeys): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    externalSigningSupport: { enabled: true, ack: 'experimental-01' },
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    dPoP: { enabled: true, nonceSecret: keys.dpop },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: mayIntrospect(deps) },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    pushedAuthorizationRequests: { enabled: true, allowUnregisteredRedirectUris: false },
    resourceIndicators: resourceIndicators(deps),
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: createLogoutRenderer(deps),
      postLogoutSuccessSource: createLoggedOutRenderer(deps),
    },
    userinfo: { enabled: true },
  };
}

function claimsAndScopes(highestAal: Aal): Configuration {
  const attainable = LEVELS.filter((level) => level <= highestAal).map(acrOf);
  return {
    acrValues: attainable,
    scopes: ['openid', 'offline_access', ...SCOPE_CLAIMS.keys()],
    claims: {
      openid: [...LOGIN_CLAIMS],
      ...Object.fromEntries([...SCOPE_CLAIMS].map(([scope, claims]) => [scope, [...claims]])),
      ...Object.fromEntries(REQUEST_ONLY_CLAIMS.map((claim) => [claim, null])),
    },
    discovery: {
      ui_locales_supported: ['zh-CN', 'en'],
      claim_types_supported: ['normal'],
      prompt_values_supported: ['none', 'login', 'consent', 'select_account', 'create'],
      // OpenID Connect for Identity Assurance 1.0 §9.
      verified_claims_supported: true,
      trust_frameworks_supported: [TRUST_FRAMEWORK],
      claims_in_verified_claims_supported: [...VERIFIABLE_CLAIMS],
    } as Configuration['discovery'],
  };
}

/** What introspection says of a token beside the usual: who acts, and of an application's own nothing. */
function tokenClaims(
  deps: Pick<ProviderDeps, 'subjects'> & { readonly standaloneAudit: StandaloneAudit },
): NonNullable<Configuration['extraTokenClaims']> {
  const record = recordOwnToken(deps);
  return async (ctx, token) => {
    if (token.kind !== 'AccessToken') return record(ctx, token);
    const claims = await actClaim(deps, ctx.oidc.client, token.accountId);
    return claims.act && { act: claims.act };
  };
}

function clientRules({ subjects, clock }: ProviderDeps): Configuration {
  return {
    subjectTypes: ['pairwise'],
    responseTypes: ['code', 'none'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    allowOmittingSingleRegisteredRedirectUri: false,
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256', 'RS256'],
      clientAuthSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
      dPoPSigningAlgValues: ['ES256', 'EdDSA', 'Ed25519'],
    },
    extraClientMetadata: { properties: [DEPARTMENT, ASSERTION_AUDIENCE, 'pkce'] },
    pkce: { required: (_ctx, client) => client.pkce !== 'optional' || client.clientAuthMethod === 'none' },
    clientBasedCORS: () => false,
    // The sector is a department's name and not an address.
    sectorIdentifierUriValidate: () => false,
    // Called without a context when a logout token is signed, so everything it needs is the client's.
    pairwiseIdentifier: async (_ctx, accountId, client) => {
      const { identityId } = personsOf(accountId);
      return client.clientId === HOME_CLIENT_ID
        ? identityId
        : subjects.subjectOf(identityId, String(client[DEPARTMENT]));
    },
    assertJwtClientAuthClaimsAndHeader: (ctx, claims) => assertClientAssertion(ctx, claims, clock.now()),
  } as Configuration;
}

function tokenRules({ settings, clock }: ProviderDeps): Configuration {
  const wholeSession = settings.sessionHours * 3600;
  const now = (): number => Math.floor(clock.now().getTime() / 1000);
  return {
    // Everything else is a letter longer than a refresh token: whoever introspects or revokes an access token without a
    // hint need not have the durable store looked through for a refresh token.
    formats: {
      bitsOfOpaqueRandomness: (_ctx, { kind }) =>
        BITS_PER_LETTER * (kind === 'RefreshToken' ? REFRESH_TOKEN_LETTERS : REFRESH_TOKEN_LETTERS + 1),
    },
    ttl: {
      AuthorizationCode: TTL.AuthorizationCode,
      AccessToken: TTL.AccessToken,
      ClientCredentials: (_ctx, token) => token.resourceServer!.accessTokenTTL!,
      IdToken: TTL.IdToken,
      Interaction: TTL.Interaction,
      RefreshToken: (_ctx, token) => refreshSeconds(settings, token, now()),
      Grant: wholeSession + TTL.AccessToken,
      Session: (_ctx, session) => {
        if (!session.loginTs) return TTL.AnonymousSession;
        return Math.max(1, endOf(settings, session, now()).end - now());
      },
    },
    // Whichever token is revoked, all of its grant die, durably: a failover of the ephemeral store may bring tokens back.
    revokeGrantPolicy: () => true,
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    // RFC 9700 §2.2.2: a public client's refresh tokens rotate unless they are bound to a key. A confidential client's
    // do not: it proves itself at every use, and FAPI 2.0 Security Profile §5.3.2.1 forbids it.
    rotateRefreshToken: ({ oidc }: KoaContextWithOIDC) =>
      oidc.client?.clientAuthMethod === 'none' && oidc.entities.RefreshToken?.isSenderConstrained() === false,
  };
}

function cookiesOf(issuer: string, key: Buffer): Configuration['cookies'] {
  const secure = issuer.startsWith('https:');
  // `__Host-` needs the path /, which only the session's cookie has (RFC 6265bis §4.1.3).
  const [host, plain] = secure ? ['__Host-', '__Secure-'] : ['', ''];
  const attributes = { httpOnly: true, sameSite: 'lax', secure, signed: true, overwrite: true } as const;
  return {
    names: {
      session: `${host}yihao_session`,
      // oidc-provider sets it; our pages go by their address and the browser's binding instead.
      interaction: `${plain}yihao_interaction`,
      resume: `${plain}yihao_resume`,
    },
    long: { ...attributes, path: '/' },
    short: attributes,
    keys: new CookieKeys(key),
  } as Configuration['cookies'];
}
