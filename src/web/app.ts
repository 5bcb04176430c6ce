import type { Router } from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { LIMITS } from '../domain/limits.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import { freshBytes } from '../shared/random.js';
import type { PageContext, PageState, TerminalHere } from '../ui/context.js';
import { renderNotFound } from '../ui/page/trouble.js';
import { openVisit } from '../ui/visit/visit.js';
import { type Assets, loadAssets } from './assets.js';
import { type Answer, accessLog, type BeginSpan, type WebLog } from './middleware/access-log.js';
import { clientAddress } from './middleware/client-address.js';
import { answer, errorBoundary } from './middleware/error-boundary.js';
import { requireOwnHost } from './middleware/host.js';
import { chooseLanguage } from './middleware/language.js';
import { limitAddress, limitBody } from './middleware/limits.js';
import { requireOwnForm } from './middleware/own-forms.js';
import { rateLimit } from './middleware/rate-limit.js';
import { securityHeaders } from './middleware/security-headers.js';
import { kindOf, type PathKind } from './paths.js';
import { preferencesRouter } from './preferences.routes.js';
import { METHOD_NOT_ALLOWED } from './web.errors.js';

export interface AppDeps {
  /** The public origin; every address and cookie follows it, never the request. */
  issuer: string;
  /** Networks whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  ephemeral: EphemeralStore;
  /** `KeyManagement.derive('visit')`. */
  visitKey: Buffer;
  log: WebLog;
  /** Told of every answer, for figures. */
  onAnswer?: (answer: Answer) => void;
  /** Begins a request's part of a trace, where traces are recorded. */
  beginSpan?: BeginSpan | undefined;
  /** The folder of compiled style, script and pictures. */
  assetsDirectory: string;
  /** The rooms' routes, in order. */
  routers: readonly Router<PageState>[];
  /** Answers the protocol's addresses (`/authorize`, `/token`, …). */
  provider?: Middleware<PageState>;
  /**
   * Answers for what is the same for everyone, and hands everything else on. It comes before the log and the pages'
   * headers: portals ask for these documents without end, and there is nothing in them to protect or to explain.
   */
  documents?: Middleware<PageState>;
  /** Forms one address may send to this process in a minute, and logins it may begin. */
  formsPerMinute?: number;
  /** The public terminal that a request's browser is. */
  terminal?: (ctx: PageContext) => Promise<TerminalHere | undefined>;
  /** `ui_locales` of the interaction that a page belongs to. */
  interactionLocales?: (ctx: PageContext) => Promise<string | undefined>;
}

/**
 * The web application: every request walks this list from top to bottom.
 * Health probes are not here: they have a port of their own, since here a foreign Host is refused.
 */
export function createApp(deps: AppDeps): Koa<PageState> {
  const issuer = new URL(deps.issuer);
  const https = issuer.protocol === 'https:';
  const assets = loadAssets(deps.assetsDirectory);
  const app = new Koa<PageState>();
  followIssuer(app, issuer, clientAddress(deps.trustedProxies));
  app.silent = true;

  if (deps.documents) app.use(toOwnHost(issuer, deps.documents));
  app.use(beginRequest(assets));
  app.use(accessLog(deps.log, deps.onAnswer, deps.beginSpan));
  app.use(securityHeaders(https));
  app.use(requireOwnHost(issuer));
  app.use(chooseLanguage(deps.interactionLocales));
  app.use(errorBoundary(deps.log));
  app.use(limitAddress);
  app.use(assets.serve);
  app.use(rateLimit({ perMinute: deps.formsPerMinute ?? LIMITS.forms.most }));
  app.use(limitBody);
  // Applications have no visit, no form of ours and no page: they need not pass what is there for people.
  if (deps.provider) app.use(forKind('machine', deps.provider));
  app.use(openVisits({ store: deps.ephemeral, key: deps.visitKey, secure: https }));
  const { terminal } = deps;
  if (terminal)
    app.use(async (ctx, next) => {
      ctx.state.terminal = await terminal(ctx);
      return next();
    });
  app.use(requireOwnForm(issuer));
  // Before the routes, none of which is at an address of the protocol.
  if (deps.provider) app.use(forKind('protocol', deps.provider));
  for (const router of [preferencesRouter(https), ...deps.routers]) app.use(router.routes());
  app.use(nothingFound);
  return app;
}

/** Makes Koa's `protocol`, `host` and `ip` the issuer's and the proxies' list's: cookies are `Secure` behind a TLS proxy. */
function followIssuer(app: Koa<PageState>, issuer: URL, addressOf: ReturnType<typeof clientAddress>): void {
  const value = (get: unknown) => ({ get: () => get, configurable: true });
  Object.defineProperties(app.request, {
    protocol: value(issuer.protocol.slice(0, -1)),
    host: value(issuer.host),
    ip: {
      get(this: Koa.Request) {
        return addressOf(this.req);
      },
      configurable: true,
    },
  });
}

function beginRequest(assets: Assets): Middleware<PageState> {
  return (ctx, next) => {
    Object.assign(ctx.state, {
      // Short enough to be read out over a telephone.
      requestId: freshBytes(8).toString('hex'),
      locale: 'zh-CN',
      elder: false,
      form: new URLSearchParams(),
      formOrigins: new Set<string>(),
      asset: assets.url,
    } satisfies Partial<PageState>);
    ctx.res.setHeader('X-Request-Id', ctx.state.requestId);
    return next();
  };
}

function openVisits(deps: Parameters<typeof openVisit>[1]): Middleware<PageState> {
  return (ctx, next) => {
    const visit = openVisit(ctx, deps);
    ctx.state.visit = visit;
    Object.defineProperty(ctx.state, 'csrf', { get: () => visit.csrf, configurable: true });
    return next();
  };
}

/** Only a request that names our own host and nothing else; every other is judged by `requireOwnHost`. */
function toOwnHost(issuer: URL, documents: Middleware<PageState>): Middleware<PageState> {
  const { host } = issuer;
  return (ctx, next) => (ctx.req.headers.host === host ? documents(ctx, next) : next());
}

function forKind(kind: PathKind, provider: Middleware<PageState>): Middleware<PageState> {
  return (ctx, next) => {
    if (kindOf(ctx.path) !== kind) return next();
    ctx.state.route = `/${ctx.path.split('/', 2)[1]}`;
    return provider(ctx, next);
  };
}

async function nothingFound(ctx: PageContext): Promise<void> {
  const layers: { methods: readonly string[] }[] =
    (ctx as unknown as { matched?: { methods: string[] }[] }).matched ?? [];
  const methods = new Set(layers.flatMap((layer) => layer.methods));
  if (methods.size === 0 || methods.has(ctx.method)) return renderNotFound(ctx);
  ctx.set('Allow', [...methods].join(', '));
  answer(ctx, METHOD_NOT_ALLOWED);
}
