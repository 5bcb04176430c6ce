import type { Context, Middleware } from 'koa';
import Provider, { type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import type { AuditEvent } from '../domain/records/index.js';
import { AppError } from '../shared/errors.js';
import { createSealer } from '../shared/seal.js';
import { allowFormAction } from '../ui/context.js';
import { seeOther } from '../ui/page/see-other.js';
import { type AdapterContext, createAdapterFactory } from './adapter/index.js';
import { createConfiguration, type DerivedKeys } from './configuration.js';
import { KeyRing, type KeyTiming } from './keys/key-ring.js';
import { applyOverrides } from './overrides.js';
import { PreparedDocuments } from './pages/documents.js';
import { tellRefusals } from './pages/refusals.js';
import type { ProviderDeps } from './ports.js';
import { StandaloneAudit } from './tokens/standalone-audit.js';
import { Standings } from './tokens/standings.js';

export interface ProviderHost {
  /** Serves the protocol's addresses and hands everything else on. */
  readonly middleware: Middleware;
  /** Answers for documents that are ready, and hands everything else on; for before anything dear. */
  readonly documents: Middleware;
  /** The provider with the present keys. Ask anew for every request. */
  current(): Provider;
  /** Looks at the keys now instead of at the next poll; for tests and for a process that is told. */
  refresh(): Promise<void>;
  /** To be told of every audit event that this process commits. */
  noticed(event: Pick<AuditEvent, 'type'>): void;
  close(): Promise<void>;
}

/**
 * Makes the provider and goes on remaking it as signing keys change: oidc-provider fixes its JWKS when it is made, so
 * a change of keys is a new provider on the same stores, put in the old one's place between two requests.
 */
export async function createProviderHost(
  deps: ProviderDeps,
  options: { readonly timing?: Partial<KeyTiming> } = {},
): Promise<ProviderHost> {
  const ring = new KeyRing({ ...deps, ...options });
  await ring.ensure();
  const standings = new Standings({ ...deps, recentMs: deps.settings.recentMs ?? 0 });
  const build = await createBuilder({ ...deps, standings, standaloneAudit: new StandaloneAudit(deps) });
  let loaded = await ring.load();
  let provider = build(loaded.jwks);
  let documents = new PreparedDocuments(deps.onDocument);

  const refresh = async (): Promise<void> => {
    await ring.advance();
    if ((await ring.version()) === loaded.version) return;
    loaded = await ring.load();
    provider = build(loaded.jwks);
    documents = new PreparedDocuments(deps.onDocument);
  };

  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= refresh()
      .catch((cause: unknown) => deps.onTrouble?.({ what: 'keys', cause }))
      .finally(() => {
        looking = undefined;
      });
  }, deps.settings.keyPollMs);
  timer.unref();

  return {
    middleware: async (ctx, next) => {
      const present = documents;
      if (!BROWSERS.test(ctx.path)) await provider.middleware[0]!(ctx, next);
      else if (!askForGet(ctx, deps.settings.issuer)) await serveBrowser(provider, deps.settings.issuer, ctx, next);
      present.keep(ctx);
    },
    documents: (ctx, next) => documents.middleware(ctx, next),
    current: () => provider,
    noticed: (event) => standings.noticed(event),
    refresh,
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Everything that stays the same from one provider to the next. */
async function createBuilder(
  deps: ProviderDeps & Pick<AdapterContext, 'standings' | 'standaloneAudit'>,
): Promise<(jwks: readonly JWK[]) => Provider> {
  const { keys, settings } = deps;
  const [protocol, cookies, dpop, grantIds] = await Promise.all(
    ['protocol', 'cookies', 'dpop', 'grant-ids'].map((purpose) => keys.derive(purpose)),
  );
  const context: AdapterContext = { ...deps, settings, issuer: settings.issuer, sealer: createSealer(protocol!) };
  const derived: DerivedKeys = { cookies: cookies!, dpop: dpop!, grantIds: grantIds! };
  return (jwks) => {
    const adapter = createAdapterFactory(context);
    const provider = new Provider(settings.issuer, createConfiguration(deps, adapter, derived, jwks));
    applyOverrides(provider, deps);
    provider.on('server_error', (ctx, cause) => answerStoreFault(deps, ctx, cause));
    if (deps.onRefusal) tellRefusals(provider, deps.onRefusal);
    return provider;
  };
}

/** oidc-provider answers any thrown error with 500; a store that is down is 503 and worth trying again. */
function answerStoreFault(deps: ProviderDeps, ctx: KoaContextWithOIDC, cause: Error): void {
  deps.onTrouble?.({ what: 'request', cause });
  if (!(cause instanceof AppError)) return;
  const { status, oauth, retryAfter } = cause.entry;
  const body = ctx.body as { error?: string } | undefined;
  ctx.status = status;
  if (retryAfter) ctx.set('Retry-After', String(retryAfter));
  if (body?.error === 'server_error') ctx.body = { error: oauth ?? 'server_error' };
}

type OidcContext = Context & { oidc?: KoaContextWithOIDC['oidc'] };

/** Where browsers come, with cookies, and are sent on to portals. */
const BROWSERS = /^\/(?:authorize|logout)(?:\/|$)/i;

/** Where portals may send a browser by POST (OpenID Connect Core §3.1.2.1, RP-Initiated Logout 1.0 §2). */
const BY_POST = new Set(['/authorize', '/logout']);

/**
 * A POST from another site comes without our SameSite=Lax cookies, and oidc-provider would want them `None`. The same
 * request as a GET brings them: so the browser is asked to make that. What a GET would not be let do, this is not either.
 */
function askForGet(ctx: Context, issuer: string): boolean {
  if (ctx.method !== 'POST' || !BY_POST.has(ctx.path) || !(ctx.state.form instanceof URLSearchParams)) return false;
  ctx.set('Cache-Control', 'no-store');
  seeOther(ctx, `${issuer}${ctx.path}?${ctx.state.form}`);
  return true;
}

async function serveBrowser(provider: Provider, issuer: string, ctx: OidcContext, next: () => Promise<void>) {
  const secure = issuer.startsWith('https:');
  // Behind a proxy that ends TLS the socket is plain, and forwarded headers decide nothing: the issuer says what it is.
  Object.defineProperty(ctx.request, 'secure', { value: secure, configurable: true });
  // The provider's own signing keys for its cookies, whatever application it runs in.
  const outer = ctx.cookies;
  ctx.cookies = provider.createContext(ctx.req, ctx.res).cookies;
  (ctx.cookies as { secure?: boolean }).secure = secure;
  let ours = true;
  try {
    await provider.middleware[0]!(ctx, async () => {
      ours = false;
    });
  } finally {
    ctx.cookies = outer;
  }
  if (ours) widenFormAction(ctx);
  else await next();
}

/** A form_post page and a logout page send the browser on to the portal; CSP `form-action` must let them. */
function widenFormAction(ctx: OidcContext): void {
  const { client, params } = ctx.oidc ?? {};
  if (!client || !params || ctx.response.type !== 'text/html' || !ctx.state.formOrigins) return;
  const { redirect_uri: redirectUri, post_logout_redirect_uri: logoutUri } = params;
  const targets = [
    typeof redirectUri === 'string' && client.redirectUriAllowed(redirectUri) ? redirectUri : '',
    typeof logoutUri === 'string' && client.postLogoutRedirectUriAllowed(logoutUri) ? logoutUri : '',
  ];
  allowFormAction(ctx as unknown as Parameters<typeof allowFormAction>[0], targets.filter(Boolean));
}
