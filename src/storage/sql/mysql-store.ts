import mysql from 'mysql2';
import { DataSource } from 'typeorm';
import { Deadlines } from '../../shared/deadlines.js';
import { type Fault, mysqlFault, StatementError, TimeoutError, unavailable } from './faults.js';
import { entities } from './schema/index.js';
import type { Row, Statement, Value } from './session.js';
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
    // For what goes together with START TRANSACTION and COMMIT. A prepared statement is one statement all the same.
    multipleStatements: true,
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
  private readonly acquiring: Deadlines;
  private readonly answering: Deadlines;

  constructor(
    private readonly pool: mysql.Pool,
    settings: MysqlSettings,
  ) {
    this.acquiring = new Deadlines(settings.acquireTimeoutMs);
    this.answering = new Deadlines(settings.queryTimeoutMs);
  }

  /** @throws AppError(STORE_UNAVAILABLE) when none comes free in time */
  async use<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = new MysqlConnection(await this.acquire(), this.answering);
    try {
      return await use(connection);
    } finally {
      connection.release(!connection.broken);
    }
  }

  async begin(statements?: 'one'): Promise<Transaction> {
    const connection = new MysqlConnection(await this.acquire(), this.answering);
    return statements === 'one' ? new SingleStatement(connection) : new MysqlTransaction(connection);
  }

  private acquire(): Promise<mysql.PoolConnection> {
    return new Promise((resolve, reject) => {
      let late = false;
      const wait = this.acquiring.begin(() => {
        late = true;
        reject(unavailable(new TimeoutError('no connection came free')));
      });
      this.pool.getConnection((error, connection) => {
        this.acquiring.end(wait);
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

class MysqlConnection implements Connection {
  /** A statement got no answer: the connection is thrown away when it is given back. */
  broken = false;
  private done = false;
  readonly faultOf = mysqlFault;

  constructor(
    private readonly connection: mysql.PoolConnection,
    private readonly answering: Deadlines,
  ) {}

  async rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    return (await this.execute(sql, values)) as readonly Row[];
  }

  async run(sql: string, values: readonly Value[]): Promise<number> {
    return ((await this.execute(sql, values)) as mysql.ResultSetHeader).affectedRows;
  }

  /**
   * Several in one go and as text, since only single statements can be prepared. The server ends with the first that
   * fails.
   * @returns their answers, in order
   */
  async together(statements: readonly Statement[]): Promise<readonly unknown[]> {
    const sql = statements.map((one) => one.sql).join('; ');
    const values = statements.flatMap((one) => one.values);
    const answer = await this.answered((done) => this.connection.query(sql, values, done));
    return statements.length === 1 ? [answer] : (answer as readonly unknown[]);
  }

  release(usable: boolean): void {
    if (this.done) return;
    this.done = true;
    if (usable && !this.broken) this.connection.release();
    else this.connection.destroy();
  }

  private execute(sql: string, values: readonly Value[]): Promise<unknown> {
    return this.answered((done) => this.connection.execute(sql, values as Value[], done));
  }

  /** mysql2's own time-out covers neither the preparing of a statement nor a silent server, so this one does. */
  private answered(send: (done: (error: unknown, result: unknown) => void) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const wait = this.answering.begin(() => {
        this.broken = true;
        reject(new TimeoutError('the database did not answer in time'));
      });
      send((error, result) => {
        this.answering.end(wait);
        if (!error) return resolve(result);
        if (mysqlFault(error) === 'lost') this.broken = true;
        reject(error);
      });
    });
  }
}

const START: Statement = { sql: 'START TRANSACTION', values: [] };
const COMMIT: Statement = { sql: 'COMMIT', values: [] };

interface Asked {
  readonly statement: Statement;
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A transaction in as few round trips as it can be: it begins with its first statement, reads of one moment go together,
 * and what is left goes with COMMIT.
 */
class MysqlTransaction implements Transaction {
  begun = false;
  private asked: Asked[] = [];
  readonly faultOf = mysqlFault;

  constructor(private readonly connection: MysqlConnection) {}

  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    return new Promise((resolve, reject) => {
      const waiting = this.asked.push({ statement: { sql, values }, resolve, reject });
      if (waiting === 1) queueMicrotask(() => void this.ask());
    });
  }

  async run(sql: string, values: readonly Value[]): Promise<number> {
    void this.ask();
    if (this.begun) return this.connection.run(sql, values);
    const [answer] = await this.send([{ sql, values }]);
    return (answer as mysql.ResultSetHeader).affectedRows;
  }

  async runAll(statements: readonly Statement[]): Promise<void> {
    void this.ask();
    if (statements.length > 0) await this.send(statements);
  }

  async commit(last: readonly Statement[]): Promise<void> {
    await this.runAll(this.begun || last.length > 0 ? [...last, COMMIT] : []);
  }

  async rollback(): Promise<void> {
    if (this.connection.broken || !this.begun) return;
    await this.connection.together([{ sql: 'ROLLBACK', values: [] }]).catch(() => {
      this.connection.broken = true;
    });
  }

  release(usable: boolean): void {
    this.connection.release(usable);
  }

  private async ask(): Promise<void> {
    const asked = this.asked;
    this.asked = [];
    const [first] = asked;
    if (!first) return;
    try {
      if (this.begun && asked.length === 1) {
        first.resolve(await this.connection.rows(first.statement.sql, first.statement.values));
        return;
      }
      const answers = await this.send(asked.map(({ statement }) => statement));
      for (const [n, { resolve }] of asked.entries()) resolve(answers[n] as readonly Row[]);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  /** @returns the answers to these */
  private async send(statements: readonly Statement[]): Promise<readonly unknown[]> {
    if (this.begun) return this.connection.together(statements);
    this.begun = true;
    return (await this.connection.together([START, ...statements])).slice(1);
  }
}

/** One statement that commits by itself, in the shape of a transaction. */
class SingleStatement implements Transaction {
  readonly begun = true;
  constructor(private readonly connection: MysqlConnection) {}

  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    return this.connection.rows(sql, values);
  }

  run(sql: string, values: readonly Value[]): Promise<number> {
    return this.connection.run(sql, values);
  }

  /** A statement that got no answer may have happened, as a COMMIT may: it is never blindly tried again. */
  faultOf(error: unknown): Fault {
    const fault = mysqlFault(error);
    return fault === 'lost' ? 'unavailable' : fault;
  }

  async runAll([statement]: readonly Statement[]): Promise<void> {
    if (statement) await this.run(statement.sql, statement.values);
  }

  async commit(): Promise<void> {}
  async rollback(): Promise<void> {}

  release(usable: boolean): void {
    this.connection.release(usable);
  }
}
