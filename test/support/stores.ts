import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { Repositories } from '../../src/domain/records/index.js';
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

const EMBEDDED = 'embedded (SQLite + in-process)';
const SERVERS = 'MariaDB + Redis';

/**
 * Runs the same tests once for each pair of stores. Call `make()` in `before` or `beforeEach`, and `close()` after.
 * MariaDB and Redis are those that `npm test` names in YIHAO_TEST_DATABASE_URL and YIHAO_TEST_REDIS_URL.
 */
export function eachStorePair(title: string, tests: (make: MakeStores) => void): void {
  describe(`${title} · ${EMBEDDED}`, () => tests(makeEmbedded));
  describe(`${title} · ${SERVERS}`, () => tests(makeServers));
}

/**
 * Runs tests that walk through many rooms once, on the pair that an operator has: that the other pair keeps the same
 * promises is for the contracts of the stores to show (`eachStorePair`), and `npm run test:heavy` walks it too. The
 * runner says which by YIHAO_TEST_STORES.
 */
export function oneStorePair(title: string, tests: (make: MakeStores) => void): void {
  if (isEmbeddedChosen()) describe(`${title} · ${EMBEDDED}`, () => tests(makeEmbedded));
  else describe(`${title} · ${SERVERS}`, () => tests(makeServers));
}

const isEmbeddedChosen = (): boolean => process.env.YIHAO_TEST_STORES === 'embedded';

/** The database of the same pair, as ground for a whole service. */
export const chosenDatabase = (): { readonly database?: string } =>
  isEmbeddedChosen() ? {} : { database: testServer('YIHAO_TEST_DATABASE_URL') };

const LIMITS = { poolSize: 10, acquireTimeoutMs: 2000, queryTimeoutMs: 5000 };

let template: Promise<string> | undefined;

/** As `make` of the pair does; with the file, for tests that look into it. */
export async function makeEmbedded(): Promise<TestStores & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'yihao-test-'));
  const file = join(folder, 'yihao.sqlite');
  template ??= migratedFile();
  await copyFile(await template, file);
  const open = (): Promise<DatabaseHandle> => openDatabase({ url: undefined, file, ...LIMITS });
  const ephemeral = new MemoryStore();
  const stores = await assemble(
    open,
    async () => ({ store: ephemeral, close: async () => undefined }),
    async () => {
      await ephemeral.close();
      await rm(folder, { recursive: true, force: true });
    },
  );
  return { ...stores, file };
}

/** Migrating takes longer than copying, and every test wants a fresh file. */
async function migratedFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yihao-test-template-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'template.sqlite');
  const database = await openDatabase({ url: undefined, file, ...LIMITS });
  await database.migrations.up();
  await database.close();
  return file;
}

/** As `make` of the pair does; with the schema's own address, for tests that stand something between. */
export async function makeServers(): Promise<TestStores & { readonly databaseUrl: string }> {
  const server = testServer('YIHAO_TEST_DATABASE_URL');
  const redisUrl = testServer('YIHAO_TEST_REDIS_URL');
  const name = idle.pop() ?? (await migratedDatabase(server));
  const open = (): Promise<DatabaseHandle> => openDatabase({ url: urlOf(server, name), file: '', ...LIMITS });
  const prefix = `${name}:${randomToken().slice(0, 8)}:`;
  const openEphemeral = async (): Promise<Opened> => {
    const store = await openRedis(redisUrl, prefix);
    return { store, close: () => store.close() };
  };
  const stores = await assemble(open, openEphemeral, async () => {
    await emptied(server, name);
    idle.push(name);
  });
  return { ...stores, databaseUrl: urlOf(server, name) };
}

/** Databases that no test uses now: emptying one takes a tenth of the time of making one. Dropped at the end. */
const idle: string[] = [];
const made: string[] = [];

if (typeof after === 'function') {
  after('drop the databases of tests', async () => {
    for (const name of made) {
      await onServer(testServer('YIHAO_TEST_DATABASE_URL'), (root) => root.query(`DROP DATABASE IF EXISTS ${name}`));
    }
  });
}

async function migratedDatabase(server: string): Promise<string> {
  const name = `yihao_test_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
  await onServer(server, (root) => root.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`));
  made.push(name);
  const database = await openDatabase({ url: urlOf(server, name), file: '', ...LIMITS });
  await database.migrations.up();
  await database.close();
  return name;
}

async function emptied(server: string, name: string): Promise<void> {
  await onServer(server, async (root) => {
    const [tables] = await root.query<(mysql.RowDataPacket & { name: string })[]>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name <> 'schema_migrations'",
      [name],
    );
    await root.query(tables.map((table) => `DELETE FROM ${name}.${table.name};`).join(' '));
  });
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
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

/** Runs statements as the test server's own user, who may create databases. */
export async function onServer(server: string, work: (root: mysql.Connection) => Promise<unknown>): Promise<void> {
  const root = await mysql.createConnection({ uri: server, multipleStatements: true });
  try {
    await work(root);
  } finally {
    await root.end();
  }
}
