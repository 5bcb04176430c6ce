import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';

/** How much was asked of the stores since they began. */
export interface StoreCounts {
  readonly redisCommands: number;
  readonly sqlStatements: number;
}

/** The servers' own counters: what was asked of them, by whomever. */
export class StoreCounters {
  readonly #redis: Redis;
  readonly #database: Awaited<ReturnType<typeof createConnection>>;

  private constructor(redis: Redis, database: Awaited<ReturnType<typeof createConnection>>) {
    this.#redis = redis;
    this.#database = database;
  }

  static async open(databaseUrl: string, redisUrl: string): Promise<StoreCounters> {
    return new StoreCounters(new Redis(redisUrl), await createConnection({ uri: databaseUrl }));
  }

  /** A script counts as itself and as the commands inside it. */
  async read(): Promise<StoreCounts> {
    const [info, [rows]] = await Promise.all([
      this.#redis.info('commandstats'),
      this.#database.query("SHOW GLOBAL STATUS LIKE 'Questions'"),
    ]);
    let redisCommands = 0;
    for (const [, name, calls] of info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)) {
      if (name !== 'info') redisCommands += Number(calls);
    }
    const [row] = rows as { Value: string }[];
    return { redisCommands, sqlStatements: Number(row?.Value) };
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
    await this.#database.end();
  }
}

/** Makes an empty database on the server and answers its URL. */
export async function createDatabase(serverUrl: string, name: string, collation = 'utf8mb4_bin'): Promise<string> {
  await administer(serverUrl, [
    `DROP DATABASE IF EXISTS ${name}`,
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE ${collation}`,
  ]);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function administer(serverUrl: string, statements: readonly string[]): Promise<void> {
  const connection = await createConnection({ uri: serverUrl });
  try {
    for (const sql of statements) await connection.query(sql);
  } finally {
    await connection.end();
  }
}

/** Memory for the indexes of a million people, as a server of that size would have; a load is read from disk otherwise. */
export async function makeRoomy({ url, version }: { readonly url: string; readonly version: string }): Promise<void> {
  const log = /mariadb/i.test(version) ? 'innodb_log_file_size' : 'innodb_redo_log_capacity';
  await administer(url, [
    `SET GLOBAL innodb_buffer_pool_size = ${2 * 2 ** 30}`,
    // A small log has every page written out again and again.
    `SET GLOBAL ${log} = ${2 ** 30}`,
  ]);
}

/** Every commit and every second of Redis reaches the disk, as in earnest; the servers that tests run on skip that. */
export async function makeDurable(serverUrl: string, redisUrl: string): Promise<void> {
  await administer(serverUrl, ['SET GLOBAL innodb_flush_log_at_trx_commit = 1']);
  const redis = new Redis(redisUrl);
  await redis.config('SET', 'appendonly', 'yes');
  redis.disconnect();
}
