import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createDomain, createHouse, createService, openFoundation } from '../../../src/container/index.js';
import { loadSettings } from '../../../src/settings/index.js';
import { MemoryStore } from '../../../src/storage/index.js';
import { createWebServer } from '../../../src/web/server.js';
import { InterruptibleHasher, SwitchableRegistry } from '../journeys/journey-parts.js';
import { freePort } from './breakable-server.js';
import { type GroundOptions, layGround } from './service.js';

/** One address that the service listens at. */
export interface Route {
  readonly method: string;
  /** `/interaction/:uid/login`. */
  readonly path: string;
}

export type WholeService = Awaited<ReturnType<typeof startWholeService>>;

/**
 * The service as the container builds it, in this process, with what tests look at: its routes, and a second hand on
 * its stores.
 */
export async function startWholeService(stores: Pick<GroundOptions, 'database' | 'redis'>) {
  const ground = await layGround({ ...stores, citizens: 0 });
  const port = await freePort();
  const settings = loadSettings({
    ...ground.environment,
    YIHAO_ISSUER: `http://localhost:${port}`,
    YIHAO_LOG_LEVEL: 'silent',
    // So that each browser of a test can have an address of its own.
    YIHAO_TRUSTED_PROXIES: '127.0.0.0/8,::1/128',
  });
  const service = await createService(settings);
  const server = createWebServer(service.app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const foundation = await openFoundation(settings);
  const domain = createDomain(foundation);
  const parts = { ephemeral: new MemoryStore(), hasher: new InterruptibleHasher(), registry: new SwitchableRegistry() };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    routes: routesOf(service.app.middleware),
    foundation,
    domain,
    house: await createHouse(foundation, domain, parts),
    async close(): Promise<void> {
      server.closeAllConnections();
      await once(server.close(), 'close');
      await service.close();
      await foundation.close();
      await ground.close();
    },
  };
}

/** What the routers among the middleware answer at. */
function routesOf(middleware: readonly unknown[]): readonly Route[] {
  const routers = middleware as readonly { router?: { stack: readonly { methods: string[]; path: string }[] } }[];
  const layers = routers.flatMap(({ router }) => router?.stack ?? []);
  return layers.flatMap(({ methods, path }) =>
    methods.filter((method) => method === 'GET' || method === 'POST').map((method) => ({ method, path })),
  );
}
