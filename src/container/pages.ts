import { fileURLToPath } from 'node:url';
import type Router from '@koa/router';
import type Koa from 'koa';
import { createAccount } from '../account/index.js';
import type { DemoMailbox } from '../connectors/messages/index.js';
import type { House } from '../domain/house.js';
import { maskName } from '../domain/identities/index.js';
import { demoMessages } from '../journeys/demo/messages.routes.js';
import { homeRouter } from '../journeys/home/home.routes.js';
import { createJourneys } from '../journeys/index.js';
import { createTerminals } from '../journeys/terminal/terminal.routes.js';
import { HOME_CLIENT_ID } from '../provider/home.js';
import type { Interactions } from '../provider/interactions.js';
import type { PageContext, PageState } from '../ui/context.js';
import { type AppDeps, createApp } from '../web/app.js';
import type { Protocol } from './protocol.js';

/** dist/assets, seen from the compiled file or from its source. */
const ASSETS = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/assets' : '../../assets', import.meta.url),
);

/** What pages hang in beside the house. */
export interface Around extends Pick<AppDeps, 'log' | 'onAnswer' | 'beginSpan'> {
  /** Networks whose word about the client's address is believed. */
  readonly trustedProxies: readonly string[];
  readonly protocol: Protocol;
  /** Where messages go while no gateway is set; shown on a page. */
  readonly mailbox?: DemoMailbox | undefined;
  /** The folder of compiled style, script and pictures; the build's own where it is left out. */
  readonly assetsDirectory?: string;
  /** Asked before the house's own. */
  readonly routers?: readonly Router<PageState>[];
}

/** Everything that a browser or a portal can ask for, as one application. */
export async function createPages(house: House, around: Around): Promise<Koa<PageState>> {
  const { protocol, mailbox, routers = [], ...rest } = around;
  const { host, interactions } = protocol;
  const { applications, authenticators, identities, registry } = house;
  const home = homeRouter({
    issuer: house.issuer,
    clientId: HOME_CLIENT_ID,
    applications,
    simulated: registry.simulated,
    async strongest(ctx) {
      const session = await interactions.currentSession(ctx);
      return session && authenticators.strongest(session.identityId);
    },
    async visitor(ctx) {
      const session = await interactions.anySession(ctx);
      if (!session) return undefined;
      const { name = '' } = await identities.reveal(session.principalId ?? session.identityId, ['name']);
      return { maskedName: maskName(name), acting: session.principalId !== undefined, session };
    },
  });
  const terminals = createTerminals(house, interactions);
  return createApp({
    assetsDirectory: ASSETS,
    ...rest,
    issuer: house.issuer,
    ephemeral: house.ephemeral,
    visitKey: await house.keys.derive('visit'),
    terminal: terminals.here,
    routers: [
      ...routers,
      terminals.router,
      home,
      createJourneys(house, interactions),
      createAccount(house, interactions),
      ...(mailbox ? [demoMessages(mailbox)] : []),
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
