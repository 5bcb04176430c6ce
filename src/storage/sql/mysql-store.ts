import mysql from 'mysql2';
import { DataSource } from 'typeorm';
import { Deadlines } from '../../shared/deadlines.js';
import { type Fault, mysqlFault, StatementError, storeError, TimeoutError, unavailable } from './faults.js';
import { entities } from './schema/index.js';
import type { Row, Value } from './session.js';
import type { Connection, Transaction } from './transaction.js';

export interface MysqlSettings {
  /** mysql://user:password@host:port/database */
  readonly url: string;
  readonly poolSize: number;
  /** How long a caller waits for a connection. */
  readonly acquireTimeoutMs: number;
  /** How long a caller waits for one statement. */
  readonly queryTimeoutMs: number;
}

/** More callers than this in line for a connection are turned away at once. */
const LONGEST_LINE = 1000;

/**
 * Said once on every new connection. READ COMMITTED, because nothing here relies on gap locks; strict, so that a value
 * is refused rather than cut; a lock wait of 1 s (the least MySQL offers), after which the work runs again.
 */
const GREETING = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO', " +
    "innodb_lock_wait_timeout = 1, time_zone = '+00:00'",
];

/** TypeORM over mysql2, and the pool that both it and units of work take their connections from. */
export interface MysqlSource {
  readonly source: DataSource;
  /** There once the source is initialised. */
  pool(): mysql.Pool;
}

/** A TypeORM data source over mysql2 whose pool greets every connection. Not yet connected. */
export function mysqlDataSource(settings: MysqlSettings): MysqlSource {
  let made: mysql.Pool | undefined;
  const driver = {
    createPool(options: mysql.PoolOptions): mysql.Pool {
      const pool = mysql.createPool(options);
      made = pool;
      pool.on('connection', (connection) => {
        // The pool listens for one error and lets go of the connection; a second one must not end the process.
        connection.on('error', () => {});
        // Commands queue up per connection, so these run before whatever the caller asks. One that fails leaves a
        // connection with the wrong isolation, which must not be used.
        for (const sql of GREETING) connection.query(sql, (error) => error && connection.destroy());
      });
      return pool;
    },
  };
  const source = new DataSource({
    type: 'mysql',
    driver,
    ...addressOf(settings.url),
    entities: [...entities],
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    connectTimeout: settings.acquireTimeoutMs,
    poolSize: settings.poolSize,
    bigNumberStrings: false,
    extra: { waitForConnections: true, queueLimit: LONGEST_LINE, maxPreparedStatements: 300, jsonStrings: true },
  });
  return {
    source,
    pool() {
      if (!made) throw new TypeError('the data source is not initialised');
      return made;
    },
  };
}

/** TypeORM's own reading of a URL splits an IPv6 host at its colons. */
function addressOf(
  text: string,
): Pick<mysql.PoolOptions, 'host' | 'port' | 'password' | 'database'> & { username: string } {
  const url = new URL(text);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

/** Lends mysql2's connections out, each wait bounded. */
export class MysqlConnections {
  readonly #acquiring: Deadlines;
  readonly #answering: Deadlines;

  readonly #pool: mysql.Pool;

  constructor(pool: mysql.Pool, settings: MysqlSettings) {
    this.#pool = pool;

    this.#acquiring = new Deadlines(settings.acquireTimeoutMs);
    this.#answering = new Deadlines(settings.queryTimeoutMs);
  }

  /** @throws AppError(STORE_UNAVAILABLE) when none comes free in time */
  async use<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = new MysqlConnection(await this.#acquire(), this.#answering);
    try {
      return await use(connection);
    } finally {
      connection.release(!connection.broken);
    }
  }

  async begin(statements?: 'one'): Promise<Transaction> {
    const connection = new MysqlConnection(await this.#acquire(), this.#answering);
    if (statements === 'one') return new SingleStatement(connection);
    try {
      await connection.control('START TRANSACTION');
      return connection;
    } catch (error) {
      connection.release(false);
      throw storeError(mysqlFault(error), error, 'START TRANSACTION');
    }
  }

  #acquire(): Promise<mysql.PoolConnection> {
    return new Promise((resolve, reject) => {
      let late = false;
      const wait = this.#acquiring.begin(() => {
        late = true;
        reject(unavailable(new TimeoutError('no connection came free')));
      });
      this.#pool.getConnection((error, connection) => {
        this.#acquiring.end(wait);
        if (late) return error ? undefined : connection.release();
        if (!error) return resolve(connection);
        const fault = mysqlFault(error);
        reject(fault === 'lost' ? new StatementError(fault, code(error), 'connect') : unavailable(error));
      });
    });
  }
}

function code(error: unknown): string {
  return (error as { code?: string }).code ?? 'unknown';
}

class MysqlConnection implements Transaction {
  /** A statement got no answer: the connection is thrown away when it is given back. */
  broken = false;
  #done = false;
  readonly faultOf = mysqlFault;

  readonly #connection: mysql.PoolConnection;
  readonly #answering: Deadlines;

  constructor(connection: mysql.PoolConnection, answering: Deadlines) {
    this.#connection = connection;
    this.#answering = answering;
  }

  async rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    return (await this.#execute(sql, values)) as readonly Row[];
  }

  async run(sql: string, values: readonly Value[]): Promise<number> {
    return ((await this.#execute(sql, values)) as mysql.ResultSetHeader).affectedRows;
  }

  /** BEGIN, COMMIT and their like, which gain nothing from being prepared. */
  control(sql: string): Promise<unknown> {
    return this.#answered((done) => this.#connection.query(sql, done));
  }

  async commit(): Promise<void> {
    await this.control('COMMIT');
  }

  async rollback(): Promise<void> {
    if (this.broken) return;
    await this.control('ROLLBACK').catch(() => {
      this.broken = true;
    });
  }

  release(usable: boolean): void {
    if (this.#done) return;
    this.#done = true;
    if (usable && !this.broken) this.#connection.release();
    else this.#connection.destroy();
  }

  #execute(sql: string, values: readonly Value[]): Promise<unknown> {
    return this.#answered((done) => this.#connection.execute(sql, values as Value[], done));
  }

  /** mysql2's own time-out covers neither the preparing of a statement nor a silent server, so this one does. */
  #answered(send: (done: (error: unknown, result: unknown) => void) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const wait = this.#answering.begin(() => {
        this.broken = true;
        reject(new TimeoutError('the database did not answer in time'));
      });
      send((error, result) => {
        this.#answering.end(wait);
        if (!error) return resolve(result);
        if (mysqlFault(error) === 'lost') this.broken = true;
        reject(error);
      });
    });
  }
}

/** One statement that commits by itself, in the shape of a transaction. */
class SingleStatement implements Transaction {
  readonly #connection: MysqlConnection;

  constructor(connection: MysqlConnection) {
    this.#connection = connection;
  }

  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    return this.#connection.rows(sql, values);
  }

  run(sql: string, values: readonly Value[]): Promise<number> {
    return this.#connection.run(sql, values);
  }

  /** A statement that got no answer may have happened, as a COMMIT may: it is never blindly tried again. */
  faultOf(error: unknown): Fault {
    const fault = mysqlFault(error);
    return fault === 'lost' ? 'unavailable' : fault;
  }

  async commit(): Promise<void> {}
  async rollback(): Promise<void> {}

  release(usable: boolean): void {
    this.#connection.release(usable);
  }
}
