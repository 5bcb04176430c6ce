import { fileURLToPath } from 'node:url';
import type Koa from 'koa';
import type { Logger } from 'pino';
import { createAccount } from '../account/index.js';
import type { HashPool } from '../connectors/hashing/hash-pool.js';
import type { Metrics, Tracing } from '../connectors/telemetry/index.js';
import { maskName } from '../domain/identities/index.js';
import { RecoveryDoor } from '../domain/recovery/index.js';
import { demoMessages } from '../journeys/demo/messages.routes.js';
import { homeRouter } from '../journeys/home/home.routes.js';
import { createJourneys } from '../journeys/index.js';
import { createTerminals } from '../journeys/terminal/terminal.routes.js';
import { HOME_CLIENT_ID } from '../provider/home.js';
import type { ProviderHost } from '../provider/host.js';
import type { Interactions } from '../provider/interactions.js';
import type { ProviderDeps } from '../provider/ports.js';
import type { PageContext, PageState } from '../ui/context.js';
import { createApp } from '../web/app.js';
import type { Authentication } from './authentication.js';
import type { Channels } from './channels.js';
import type { Domain } from './domain.js';
import { createPlaces, type Foundation } from './foundation.js';

/** dist/assets, seen from the compiled file or from its source. */
const ASSETS = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/assets' : '../../assets', import.meta.url),
);

export interface PagesDeps {
  readonly foundation: Foundation;
  readonly domain: Domain;
  readonly authentication: Authentication;
  readonly ephemeral: ProviderDeps['ephemeral'];
  readonly channels: Channels;
  readonly host: ProviderHost;
  readonly interactions: Interactions;
  readonly hasher: HashPool;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
}

/** Everything that a browser or a portal can ask for, as one application. */
export async function createPages(deps: PagesDeps): Promise<Koa<PageState>> {
  const { foundation, domain, authentication, ephemeral, channels, host, interactions, hasher, log, metrics, tracing } =
    deps;
  const { settings, clock, keys, database } = foundation;
  const { uow } = database;
  const { identities, guardians, applications, consents, notifications, preferences } = domain;
  const phoneCountries = settings.YIHAO_PHONE_COUNTRIES;
  const secure = settings.YIHAO_ISSUER.startsWith('https:');
  const journeys = createJourneys({
    interactions,
    identities,
    guardians,
    consents,
    applications,
    registry: channels.registry,
    hasher,
    ...authentication,
    recoveries: domain.recoveries,
    recoveryDoor: new RecoveryDoor({
      ...{ uow, clock, keys, identities, hasher, notifications },
      ...{ registry: channels.registry, proofs: domain.recoveryProofs },
      ...authentication,
    }),
    closings: domain.closings,
    notifications,
    preferences,
    uow,
    ephemeral,
    clock,
    throttleKey: await keys.derive('login-name'),
    phoneCountries,
    places: createPlaces(settings),
    stayDays: settings.YIHAO_STAY_DAYS,
    idleMinutes: settings.YIHAO_SESSION_IDLE_MINUTES,
    secure,
  });
  const home = homeRouter({
    issuer: settings.YIHAO_ISSUER,
    clientId: HOME_CLIENT_ID,
    applications,
    simulated: channels.registry.simulated,
    async strongest(ctx) {
      const session = await interactions.currentSession(ctx);
      return session && authentication.authenticators.strongest(session.identityId);
    },
    async visitor(ctx) {
      const session = await interactions.anySession(ctx);
      if (!session) return undefined;
      const { name = '' } = await identities.reveal(session.principalId ?? session.identityId, ['name']);
      return { maskedName: maskName(name), acting: session.principalId !== undefined, session };
    },
  });
  const terminals = createTerminals({
    interactions,
    terminals: domain.terminals,
    secure,
    idleMinutes: settings.YIHAO_TERMINAL_IDLE_MINUTES,
  });
  return createApp({
    issuer: settings.YIHAO_ISSUER,
    trustedProxies: settings.YIHAO_TRUSTED_PROXIES,
    ephemeral,
    visitKey: await keys.derive('visit'),
    log,
    onAnswer: metrics.answered,
    beginSpan: tracing?.begin,
    assetsDirectory: ASSETS,
    terminal: terminals.here,
    routers: [
      terminals.router,
      home,
      journeys,
      createAccount({ interactions, hasher, uow, clock, phoneCountries, secure, ...domain, ...authentication }),
      ...(channels.mailbox ? [demoMessages(channels.mailbox)] : []),
    ],
    provider: host.middleware,
    documents: host.documents,
    interactionLocales: (ctx) => localesOf(ctx, interactions),
  });
}

/** The languages that the portal asked for, on the pages of its interaction. */
async function localesOf(ctx: PageContext, interactions: Interactions): Promise<string | undefined> {
  const uid = /^\/interaction\/([^/]+)/.exec(ctx.path)?.[1];
  if (uid === undefined) return undefined;
  const details = await interactions.details(ctx, uid);
  return details.outcome === 'open' ? details.uiLocales.join(' ') : undefined;
}
