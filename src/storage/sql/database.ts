import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import type { Repositories } from '../../domain/records/index.js';
import { systemClock } from '../../shared/clock.js';
import { type Observe, observed } from '../../shared/observer.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { sqliteFault } from './faults.js';
import { MigrationRunner, type Migrations } from './migration-runner.js';
import { MysqlConnections, mysqlDataSource } from './mysql-store.js';
import { repositoriesOver } from './repositories/index.js';
import type { Dialect } from './session.js';
import { SqliteConnections, type SqliteSource, sqliteDataSource } from './sqlite-store.js';
import { toDate } from './table.js';
import { type Connection, inTransaction, ReadSession, type Transaction } from './transaction.js';

export interface DatabaseSettings {
  /** mysql://user:password@host:port/database, or undefined for the embedded SQLite file. */
  readonly url: string | undefined;
  /** Where the SQLite file is; its folder is made. */
  readonly file: string;
  /** Connections per process. */
  readonly poolSize: number;
  /** How long a caller waits for a connection, in milliseconds. */
  readonly acquireTimeoutMs: number;
  /** How long a caller waits for one statement, in milliseconds. */
  readonly queryTimeoutMs: number;
  /** Told of every `read` and `transaction`, its waits for a connection and its retries included. */
  readonly observe?: Observe | undefined;
}

export interface DatabaseHandle {
  readonly kind: Dialect;
  readonly uow: UnitOfWork<Repositories>;
  readonly migrations: Migrations;
  /** As the server says it, for example `10.11.6-MariaDB`, or `SQLite 3.50.4`. */
  version(): Promise<string>;
  /** The database's own clock. */
  now(): Promise<Date>;
  /** `table.column` of every text that is not compared byte by byte; none on SQLite, which always does. */
  oddCollations(): Promise<readonly string[]>;
  /** @throws AppError(STORE_UNAVAILABLE) */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How long work may be run again after deadlocks, in milliseconds; the caller's page promises an answer in 2 s. */
const RETRY_BUDGET_MS = 1500;

interface Connections {
  use<T>(use: (connection: Connection) => Promise<T>): Promise<T>;
  begin(statements?: 'one'): Promise<Transaction>;
}

/**
 * Opens the durable store: MySQL or MariaDB where a URL is given, else a SQLite file. The schema is left as it is.
 * @throws Error with one sentence for the operator where it cannot be opened
 */
export async function openDatabase(settings: DatabaseSettings): Promise<DatabaseHandle> {
  return settings.url === undefined ? openSqlite(settings) : openMysql({ ...settings, url: settings.url });
}

async function openMysql(settings: DatabaseSettings & { readonly url: string }): Promise<DatabaseHandle> {
  const { source, pool } = mysqlDataSource(settings);
  try {
    await source.initialize();
  } catch (error) {
    const { host, pathname } = new URL(settings.url);
    const reason = (error as { code?: string }).code ?? (error as Error).message;
    throw new Error(`The database at ${host}${pathname} cannot be opened: ${reason}.`);
  }
  const connections = new MysqlConnections(pool(), settings);
  const version = await connections.use(async (connection) => {
    const [row] = await connection.rows('SELECT VERSION() AS version', []);
    return String(row?.version);
  });
  return handle({
    kind: /mariadb/i.test(version) ? 'mariadb' : 'mysql',
    source,
    connections,
    observe: settings.observe,
    migrations: new MigrationRunner(source, migrations, systemClock),
    version,
    nowSql: 'SELECT UTC_TIMESTAMP(3) AS moment',
    close: () => endWithin(settings.queryTimeoutMs, source.destroy()),
  });
}

/** A server that does not answer must not keep us from going. */
async function endWithin(ms: number, ending: Promise<void>): Promise<void> {
  const limit = new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());
  await Promise.race([ending.catch(() => undefined), limit]);
}

async function openSqlite({ file, observe }: DatabaseSettings): Promise<DatabaseHandle> {
  await ownersOnly(file);
  const writing = await opened(() => sqliteDataSource(file, 'write'), file);
  const reading = await opened(() => sqliteDataSource(file, 'read'), file);
  const connections = new SqliteConnections(file, writing.database(), reading.database());
  const [row] = await connections.use((reader) => reader.rows('SELECT sqlite_version() AS version', []));
  const runner = new MigrationRunner(writing.source, migrations, systemClock);
  return handle({
    kind: 'sqlite',
    source: reading.source,
    connections,
    observe,
    migrations: {
      status: () => connections.alone(() => runner.status()),
      up: () => connections.alone(() => runner.up()),
      down: () => connections.alone(() => runner.down()),
      assertCurrent: () => connections.alone(() => runner.assertCurrent()),
    },
    version: `SQLite ${row?.version}`,
    nowSql: "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS moment",
    close: async () => {
      await reading.source.destroy();
      await writing.source.destroy();
    },
  });
}

/** SQLite gives its side files the rights of the main one, so a new file is made for its owner's eyes only. */
async function ownersOnly(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await (await open(file, 'a', 0o600)).close();
  } catch (error) {
    throw notOpened(file, error);
  }
}

/** Two processes that make the same new file at once meet in the switch to WAL: the later one asks again. */
async function opened(source: () => SqliteSource, file: string): Promise<SqliteSource> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const made = source();
      await made.source.initialize();
      return made;
    } catch (error) {
      if (sqliteFault(error) !== 'conflict' || attempt > 100) throw notOpened(file, error);
      await sleep(20);
    }
  }
}

function notOpened(file: string, error: unknown): Error {
  return new Error(`The database file ${file} cannot be opened: ${(error as Error).message}.`);
}

const ODD_COLLATIONS =
  "SELECT CONCAT(table_name, '.', column_name) AS place FROM information_schema.columns " +
  "WHERE table_schema = DATABASE() AND collation_name IS NOT NULL AND collation_name <> 'utf8mb4_bin' ORDER BY 1";

interface Parts {
  readonly kind: Dialect;
  readonly source: DataSource;
  readonly connections: Connections;
  readonly migrations: Migrations;
  readonly version: string;
  readonly nowSql: string;
  readonly close: () => Promise<void>;
  readonly observe: Observe | undefined;
}

function handle({
  kind,
  source,
  connections,
  migrations,
  version,
  nowSql,
  close,
  observe = () => {},
}: Parts): DatabaseHandle {
  const reading = new ReadSession(kind, (use) => observed(observe, 'read', () => connections.use(use)));
  return {
    kind,
    migrations,
    uow: {
      read: repositoriesOver(reading, source),
      run: (work, options) =>
        observed(observe, 'transaction', () =>
          inTransaction(
            kind,
            () => connections.begin(options?.statements),
            (session) => work(repositoriesOver(session, source)),
            RETRY_BUDGET_MS,
            options?.statements === 'one' ? 1 : Number.POSITIVE_INFINITY,
          ),
        ),
    },
    version: async () => version,
    now: async () => {
      const [row] = await reading.rows(nowSql, []);
      return toDate(row?.moment);
    },
    oddCollations: async () => {
      if (kind === 'sqlite') return [];
      const rows = await reading.rows(ODD_COLLATIONS, []);
      return rows.map((row) => String(row.place));
    },
    ping: async () => {
      await reading.rows('SELECT 1 AS pong', []);
    },
    close,
  };
}
