import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Router from '@koa/router';
import {
  createDomain,
  createHouse,
  createPages,
  createProtocol,
  type Domain,
  type Furnishing,
  type ProtocolOverrides,
} from '../../src/container/index.js';
import type { House } from '../../src/domain/house.js';
import type { Interactions } from '../../src/provider/interactions.js';
import { loadSettings } from '../../src/settings/index.js';
import { type Clock, systemClock } from '../../src/shared/clock.js';
import type { PageState } from '../../src/ui/context.js';
import { testKeys } from './identities/identities.js';
import { InterruptibleHasher, SwitchableRegistry } from './journeys/journey-parts.js';
import type { Stores } from './stores.js';

/** A server on a free port of loopback that answers nothing yet, and its address. */
export async function listen() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { server, port, close };
}

/** What a test puts in place of the usual. */
export interface HouseOverrides extends Partial<Furnishing> {
  readonly clock?: Clock;
  /** Settings as the environment says them. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The house as the container builds it, on a test's stores. */
export async function testHouse(
  { uow, database, ephemeral }: Stores,
  issuer: string,
  { clock = systemClock, environment, ...furnishing }: HouseOverrides = {},
) {
  const settings = loadSettings({ YIHAO_ISSUER: issuer, YIHAO_PHONE_COUNTRIES: '86', ...environment });
  const foundation = { clock, keys: testKeys, database: { ...database, uow }, settings, close: async () => {} };
  const domain = createDomain(foundation);
  const [hasher, registry] = [new InterruptibleHasher(), new SwitchableRegistry()];
  const house = await createHouse(foundation, domain, { ephemeral, hasher, registry, ...furnishing });
  return { settings, domain, house };
}

export interface PagesOverrides extends HouseOverrides {
  readonly protocol?: ProtocolOverrides;
  /** Stand-ins for pages that have tests of their own. */
  routers?(parts: { readonly house: House; readonly interactions: Interactions }): readonly Router<PageState>[];
  /** Told of what nobody caught. */
  onTrouble(cause: unknown): void;
}

export interface TestPages {
  readonly url: string;
  readonly house: House;
  readonly domain: Domain;
  readonly interactions: Interactions;
  close(): Promise<void>;
}

/**
 * One node of the service as the container builds it, listening.
 * @param overrides may depend on its address
 * @param issuer the first node's address, which browsers name whichever node answers them; its own where it is left out
 */
export async function startPages(
  stores: Stores,
  overrides: (url: string) => PagesOverrides | Promise<PagesOverrides>,
  issuer?: string,
): Promise<TestPages> {
  const { server, port, close } = await listen();
  const url = `http://localhost:${port}`;
  const { protocol: changed, routers = () => [], onTrouble, ...rest } = await overrides(url);
  const { settings, house, domain } = await testHouse(stores, issuer ?? url, rest);
  const protocol = await createProtocol(house, settings, { onTrouble: ({ cause }) => onTrouble(cause), ...changed });
  const app = await createPages(house, {
    protocol,
    trustedProxies: settings.YIHAO_TRUSTED_PROXIES,
    log: { info: () => undefined, error: onTrouble },
    assetsDirectory: 'src/ui/assets',
    routers: routers({ house, interactions: protocol.interactions }),
  });
  const answer = app.callback();
  server.on('request', (request, response) => {
    // As the balancer in front of all nodes has it.
    if (issuer) request.headers.host = new URL(issuer).host;
    void answer(request, response);
  });
  return {
    url,
    house,
    domain,
    interactions: protocol.interactions,
    async close() {
      await protocol.host.close();
      await close();
    },
  };
}
