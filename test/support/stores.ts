import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { Repositories } from '../../src/domain/repositories.js';
import type { EphemeralStore } from '../../src/shared/ephemeral.js';
import { randomToken } from '../../src/shared/random.js';
import type { UnitOfWork } from '../../src/shared/unit-of-work.js';
import { type DatabaseHandle, MemoryStore, openDatabase, openRedis } from '../../src/storage/index.js';

/** What one node of the service holds on to. */
export interface Stores {
  readonly uow: UnitOfWork<Repositories>;
  readonly ephemeral: EphemeralStore;
  /** The whole handle, for tests of the store itself. */
  readonly database: DatabaseHandle;
}

/** A fresh, empty schema and key space; `secondNode` is another node on the same two. */
export interface TestStores extends Stores {
  secondNode(): Promise<Stores>;
  close(): Promise<void>;
}

export type MakeStores = () => Promise<TestStores>;

/**
 * Runs the same tests once for each pair of stores. Call `make()` in `before` or `beforeEach`, and `close()` after.
 * MariaDB and Redis are those that `npm test` names in YIHAO_TEST_DATABASE_URL and YIHAO_TEST_REDIS_URL.
 */
export function eachStorePair(title: string, tests: (make: MakeStores) => void): void {
  describe(`${title} · embedded (SQLite + in-process)`, () => tests(makeEmbedded));
  describe(`${title} · MariaDB + Redis`, () => tests(makeServers));
}

const LIMITS = { poolSize: 10, acquireTimeoutMs: 2000, queryTimeoutMs: 5000 };

let template: Promise<string> | undefined;

export async function makeEmbedded(): Promise<TestStores> {
  const folder = await mkdtemp(join(tmpdir(), 'yihao-test-'));
  const file = join(folder, 'yihao.sqlite');
  template ??= migratedFile();
  await copyFile(await template, file);
  const open = (): Promise<DatabaseHandle> => openDatabase({ url: undefined, file, ...LIMITS });
  const ephemeral = new MemoryStore();
  return assemble(
    open,
    async () => ({ store: ephemeral, close: async () => undefined }),
    async () => {
      await ephemeral.close();
      await rm(folder, { recursive: true, force: true });
    },
  );
}

/** Migrating takes longer than copying, and every test wants a fresh file. */
async function migratedFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yihao-test-template-'));
  process.once('exit', () => void rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'template.sqlite');
  const database = await openDatabase({ url: undefined, file, ...LIMITS });
  await database.migrations.up();
  await database.close();
  return file;
}

export async function makeServers(): Promise<TestStores> {
  const server = testServer('YIHAO_TEST_DATABASE_URL');
  const redisUrl = testServer('YIHAO_TEST_REDIS_URL');
  const name = `yihao_test_${Date.now().toString(36)}_${randomToken().replace(/\W/g, '').slice(0, 8).toLowerCase()}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const first = await openDatabase({ url: url.href, file: '', ...LIMITS });
  await first.migrations.up();
  await first.close();
  const open = (): Promise<DatabaseHandle> => openDatabase({ url: url.href, file: '', ...LIMITS });
  const openEphemeral = async (): Promise<Opened> => {
    const store = await openRedis(redisUrl, `${name}:`);
    return { store, close: () => store.close() };
  };
  return assemble(open, openEphemeral, () => onServer(server, `DROP DATABASE IF EXISTS ${name}`));
}

interface Opened {
  readonly store: EphemeralStore;
  close(): Promise<void>;
}

async function assemble(
  openDurable: () => Promise<DatabaseHandle>,
  openEphemeral: () => Promise<Opened>,
  cleanUp: () => Promise<void>,
): Promise<TestStores> {
  const closers: (() => Promise<void>)[] = [];
  const node = async (): Promise<Stores> => {
    const database = await openDurable();
    const ephemeral = await openEphemeral();
    closers.push(
      () => database.close(),
      () => ephemeral.close(),
    );
    return { uow: database.uow, ephemeral: ephemeral.store, database };
  };
  const close = async (): Promise<void> => {
    for (const closer of closers) await closer();
    await cleanUp();
  };
  return { ...(await node()), secondNode: node, close };
}

/** @returns the address that the test runner put into the environment */
export function testServer(variable: 'YIHAO_TEST_DATABASE_URL' | 'YIHAO_TEST_REDIS_URL'): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run "npm test", which starts the servers that tests need.`);
  return value;
}

async function onServer(server: string, sql: string): Promise<void> {
  const connection = await mysql.createConnection(server);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
