import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { HashPool } from '../connectors/hashing/hash-pool.js';
import { createLocalKeyManagement } from '../connectors/key-management/local.js';
import { readOrCreateMasterKey } from '../connectors/key-management/master-key.js';
import { placeFromHeader } from '../connectors/places/proxy-header.js';
import { observedStore } from '../connectors/telemetry/index.js';
import type { KeyManagement } from '../domain/identities/index.js';
import { NOWHERE, type PlaceFinder } from '../domain/sessions/index.js';
import type { Settings } from '../settings/index.js';
import { type Clock, systemClock } from '../shared/clock.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import type { Observe } from '../shared/observer.js';
import { type DatabaseHandle, MemoryStore, openDatabase, openRedis } from '../storage/index.js';

/** What a statement and a wait for a connection may take: together less than the two seconds a citizen waits. */
const DATABASE_MS = { acquireTimeoutMs: 800, queryTimeoutMs: 1100 };
/** The same for an operator, whose commands touch many rows and may be one among many on a busy server. */
const OPERATOR_MS = { acquireTimeoutMs: 5_000, queryTimeoutMs: 60_000 };

/** The stores and the keys: all that an operator's command needs below the domain. */
export interface Foundation {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly keys: KeyManagement;
  readonly database: DatabaseHandle;
  close(): Promise<void>;
}

/**
 * Opens the database and the keys. On the embedded default the schema is brought up to date; elsewhere that is the
 * operator's decision (`yihao migrate up`).
 * @throws Error with one sentence for the operator
 */
export async function openFoundation(
  settings: Settings,
  clock: Clock = systemClock,
  observe?: Observe,
  waits = DATABASE_MS,
): Promise<Foundation> {
  const embedded = settings.YIHAO_DATABASE_URL === undefined;
  const masterKey =
    settings.YIHAO_MASTER_KEY === undefined
      ? readOrCreateMasterKey(join(settings.YIHAO_DATA_DIR, 'master.key'))
      : Buffer.from(settings.YIHAO_MASTER_KEY, 'base64');
  const database = await openDatabase({
    url: settings.YIHAO_DATABASE_URL,
    file: join(settings.YIHAO_DATA_DIR, 'yihao.sqlite'),
    poolSize: settings.YIHAO_DATABASE_POOL,
    ...waits,
    observe,
  });
  if (embedded) await database.migrations.up();
  return { settings, clock, keys: createLocalKeyManagement(masterKey), database, close: () => database.close() };
}

/** The same for an operator's command, which waits longer. */
export function openForOperator(settings: Settings): Promise<Foundation> {
  return openFoundation(settings, systemClock, undefined, OPERATOR_MS);
}

/** The sessions, interactions and codes: Redis where the settings name one, else this process. */
export async function openEphemeral(
  settings: Settings,
  observe: Observe = () => {},
): Promise<{ readonly store: EphemeralStore; ping(): Promise<void>; close(): Promise<void> }> {
  if (settings.YIHAO_REDIS_URL === undefined) {
    const store = new MemoryStore();
    return { store: observedStore(store, observe), ping: async () => {}, close: async () => store.close() };
  }
  const store = await openRedis(settings.YIHAO_REDIS_URL);
  await store.assertNoEviction();
  return { store: observedStore(store, observe), ping: () => store.ping(), close: () => store.close() };
}

/** argon2id as the settings say, one thread per core unless they say otherwise; workers share the cores. */
export function createHasher(settings: Settings): HashPool {
  return new HashPool({
    workers:
      settings.YIHAO_HASH_CONCURRENCY || Math.max(1, Math.floor(availableParallelism() / settings.YIHAO_WORKERS)),
    queue: settings.YIHAO_HASH_QUEUE,
    memoryCost: settings.YIHAO_ARGON2_MEMORY_KIB,
    timeCost: settings.YIHAO_ARGON2_TIME,
    parallelism: settings.YIHAO_ARGON2_PARALLELISM,
  });
}

/** Where requests come from, as far as the settings name somebody who knows. */
export function createPlaces({ YIHAO_PLACE_HEADER: header, YIHAO_TRUSTED_PROXIES: proxies }: Settings): PlaceFinder {
  return header ? placeFromHeader(header, proxies) : NOWHERE;
}
