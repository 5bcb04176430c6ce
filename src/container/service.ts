import type Koa from 'koa';
import { type Logger, pino } from 'pino';
import { EgressError } from '../connectors/egress/egress-client.js';
import type { HashPool } from '../connectors/hashing/hash-pool.js';
import { Metrics, Tracing } from '../connectors/telemetry/index.js';
import { OutboxWorker } from '../domain/notifications/index.js';
import type { ProviderHost } from '../provider/host.js';
import { createLogoutDelivery } from '../provider/logout-delivery.js';
import type { Settings } from '../settings/index.js';
import { systemClock } from '../shared/clock.js';
import { currentTrace } from '../shared/trace.js';
import type { PageState } from '../ui/context.js';
import type { Health } from '../web/management/health.js';
import { createChannels } from './channels.js';
import { createHasher, openEphemeral, openFoundation } from './foundation.js';
import { createDomain, createHouse } from './house.js';
import { createPages } from './pages.js';
import { createProtocol } from './protocol.js';
import { startUpkeep } from './upkeep.js';
import { addGauges, both, createHealth, tellEvents } from './watch.js';

export interface Service {
  readonly app: Koa<PageState>;
  readonly log: Logger;
  /** One line for whoever starts it: which stores it runs on. */
  readonly summary: string;
  /** Whether it should be sent requests. */
  readonly health: Health;
  readonly metrics: Metrics;
  close(): Promise<void>;
}

/**
 * Builds the whole service, ready to be listened for, and starts what runs by itself.
 * @param hasher in place of the settings' own, for someone who measures the service without it; closed with the service
 * @throws Error with one sentence for the operator where something it needs is missing
 */
export async function createService(
  settings: Settings,
  { hasher = createHasher(settings) }: { readonly hasher?: HashPool } = {},
): Promise<Service> {
  const closers: (() => Promise<void>)[] = [() => hasher.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await build(settings, hasher, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  settings: Settings,
  hasher: HashPool,
  closers: (() => Promise<void>)[],
): Promise<Omit<Service, 'close'>> {
  const log = pino(
    { level: settings.YIHAO_LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    // Lines leave together, at the latest after a second and when the process ends: one write for each answer costs as
    // much as a store does. What must not be lost is in the audit.
    pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 1000 }),
  );
  const metrics = new Metrics();
  const tracing = settings.YIHAO_TRACES_URL ? new Tracing(settings.YIHAO_TRACES_URL) : undefined;
  closers.push(async () => tracing?.close());
  const watched = (store: 'database' | 'sessions') => both(metrics.store(store), tracing?.store(store));
  let host: ProviderHost | undefined;
  const foundation = tellEvents(await openFoundation(settings, systemClock, watched('database')), (event) => {
    metrics.event(event);
    host?.noticed(event);
  });
  closers.push(() => foundation.close());
  await foundation.database.migrations.assertCurrent();
  const ephemeral = await openEphemeral(settings, watched('sessions'));
  closers.push(() => ephemeral.close());

  let worker: OutboxWorker | undefined;
  const domain = createDomain(foundation, { onAdded: () => worker?.kick(), trace: tracing && currentTrace });
  const channels = createChannels({
    ...foundation,
    ...domain,
    ephemeral: ephemeral.store,
    onTrouble: (event, detail) => log.warn({ event, ...detail }),
  });
  const house = await createHouse(foundation, domain, { ...channels, ephemeral: ephemeral.store, hasher });
  const protocol = await createProtocol(house, settings, {
    onTrouble: ({ what, cause }) => log.error({ event: `provider.${what}`, cause: nameOf(cause) }),
    onRefusal: (refusal) => log.info({ event: 'portal.refused', ...refusal }),
    onDocument: metrics.document,
  });
  host = protocol.host;
  closers.push(() => protocol.host.close());

  worker = new OutboxWorker({
    ...house,
    outbox: domain.outbox,
    trace: tracing?.delivery,
    handlers: {
      message: channels.deliverMessage,
      export: house.dataExports.prepare,
      closing: house.closings.remind,
      logout: createLogoutDelivery({
        host: protocol.host,
        send: channels.egress.fetch,
        onRefused: (refusal) => log.warn({ event: 'logout.refused', ...refusal }),
      }),
    },
    onTrouble: ({ cause, ...trouble }) => {
      metrics.outboxTrouble(trouble.what);
      log.warn({ event: 'outbox.trouble', ...trouble, cause: nameOf(cause) });
    },
  });
  worker.start();
  closers.push(() => worker.close());
  closers.push(
    startUpkeep({
      ...house,
      sessionRecordDays: settings.YIHAO_SESSION_RECORD_DAYS,
      onTrouble: (cause) => log.error({ event: 'upkeep.failed', cause: nameOf(cause) }),
    }),
  );

  const health = createHealth(foundation, ephemeral);
  addGauges({ metrics, foundation, hasher, health });
  const app = await createPages(house, {
    mailbox: channels.mailbox,
    protocol,
    log,
    onAnswer: metrics.answered,
    beginSpan: tracing?.begin,
    trustedProxies: settings.YIHAO_TRUSTED_PROXIES,
  });
  const { kind } = foundation.database;
  const stores = settings.YIHAO_REDIS_URL ? 'Redis' : 'a store in this process';
  const summary =
    kind === 'sqlite'
      ? `Embedded default: SQLite in ${settings.YIHAO_DATA_DIR} and ${stores}. One process only; set YIHAO_DATABASE_URL for more.`
      : `Running on ${kind === 'mysql' ? 'MySQL' : 'MariaDB'} and ${stores}.`;
  return { app, log, summary, health, metrics };
}

/** What a log may say of an error: its name and code, or the origin not reached. A message can hold what someone typed. */
function nameOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  if (cause instanceof EgressError) return `${cause.name} ${cause.message}`;
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? `${cause.name} ${code}` : cause.name;
}
