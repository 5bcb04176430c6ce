import { realpathSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'sqlite-driver';
import { DataSource } from 'typeorm';
import { sqliteFault, storeError, TimeoutError, unavailable } from './faults.js';
import { entities } from './schema/index.js';
import type { Row, Value } from './session.js';
import type { Connection, Transaction } from './transaction.js';

/**
 * How long a caller stands in line to write, in milliseconds. One writer at a time is how SQLite is, not an outage, so
 * the line is longer than a connection pool's would be.
 */
const WRITE_LINE_MS = 5000;

/** Another process holds the file: ask again after this many milliseconds, without stopping our own event loop. */
const BUSY_PAUSE_MS = 5;

/** Prepared statements of one connection: several times as many as there are fixed texts. */
const MOST_STATEMENTS = 1000;

/** TypeORM over one connection, and that connection for units of work. */
export interface SqliteSource {
  readonly source: DataSource;
  /** There once the source is initialised. */
  database(): Sqlite.Database;
}

/** A TypeORM data source over the npm alias of better-sqlite3. Not yet connected. */
export function sqliteDataSource(file: string, mode: 'write' | 'read'): SqliteSource {
  let opened: Sqlite.Database | undefined;
  const source = new DataSource({
    type: 'better-sqlite3',
    driver: Sqlite,
    database: file,
    readonly: mode === 'read',
    entities: [...entities],
    // better-sqlite3 waits inside the process: a long wait here would stop the very transaction that it waits for.
    timeout: mode === 'read' ? 1000 : 0,
    enableWAL: mode === 'write',
    prepareDatabase: (database: Sqlite.Database) => {
      if (mode === 'write') database.pragma('synchronous = FULL');
      opened = database;
    },
  });
  return {
    source,
    database() {
      if (!opened) throw new TypeError('the data source is not initialised');
      return opened;
    },
  };
}

/** One writer at a time for a file, first come first served; every node of this process that opened it shares it. */
class WriteLine {
  readonly #waiting: (() => void)[] = [];
  #busy = false;

  enter(): Promise<void> {
    if (!this.#busy) {
      this.#busy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(unavailable(new TimeoutError('the writing line did not move')));
      }, WRITE_LINE_MS);
      this.#waiting.push(turn);
    });
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy = false;
  }
}

const lines = new Map<string, WriteLine>();

function lineOf(file: string): WriteLine {
  let path = resolvePath(file);
  try {
    path = realpathSync(path);
  } catch {
    // Not created yet: the resolved path is as good.
  }
  const line = lines.get(path) ?? new WriteLine();
  lines.set(path, line);
  return line;
}

/** The two connections of one node: a writer that stands in line, and a reader that sees only what was committed. */
export class SqliteConnections {
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection;
  readonly #line: WriteLine;

  constructor(file: string, writing: Sqlite.Database, reading: Sqlite.Database) {
    this.#writer = new SqliteConnection(writing);
    this.#reader = new SqliteConnection(reading);
    this.#line = lineOf(file);
  }

  use<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    return use(this.#reader);
  }

  async begin(): Promise<Transaction> {
    await this.#line.enter();
    try {
      await this.#beginImmediate();
    } catch (error) {
      this.#line.leave();
      throw storeError(sqliteFault(error), error, 'BEGIN IMMEDIATE');
    }
    return this.#transaction();
  }

  /** For migrations, which bring their own statements: alone among the writers of this process. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    await this.#line.enter();
    try {
      return await work();
    } finally {
      this.#line.leave();
    }
  }

  async #beginImmediate(): Promise<void> {
    const deadline = performance.now() + WRITE_LINE_MS;
    for (;;) {
      try {
        this.#writer.control('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (sqliteFault(error) !== 'conflict' || performance.now() > deadline) throw error;
        await sleep(BUSY_PAUSE_MS);
      }
    }
  }

  #transaction(): Transaction {
    const writer = this.#writer;
    const line = this.#line;
    let left = false;
    return {
      rows: (sql, values) => writer.rows(sql, values),
      run: (sql, values) => writer.run(sql, values),
      faultOf: sqliteFault,
      commit: async () => writer.control('COMMIT'),
      rollback: async () => writer.rollback(),
      release: () => {
        if (left) return;
        left = true;
        writer.rollback();
        line.leave();
      },
    };
  }
}

class SqliteConnection implements Connection {
  readonly #statements = new Map<string, Sqlite.Statement<unknown[], Row>>();
  readonly faultOf = sqliteFault;

  readonly #database: Sqlite.Database;

  constructor(database: Sqlite.Database) {
    this.#database = database;
  }

  async rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    return this.#statement(sql).all(...values);
  }

  async run(sql: string, values: readonly Value[]): Promise<number> {
    return this.#statement(sql).run(...values).changes;
  }

  control(sql: string): void {
    this.#statement(sql).run();
  }

  /** Where SQLite undid the transaction by itself (disk full), there is nothing left to roll back. */
  rollback(): void {
    if (this.#database.inTransaction) this.control('ROLLBACK');
  }

  /**
   * Every statement is prepared once and kept. The texts are a fixed set but for those of searches, into which TypeORM
   * writes numbers: past so many all are let go.
   */
  #statement(sql: string): Sqlite.Statement<unknown[], Row> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
      statement = this.#database.prepare<unknown[], Row>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
