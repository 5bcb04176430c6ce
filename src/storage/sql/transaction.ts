import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors.js';
import { Together } from '../../shared/together.js';
import { type Fault, StatementError, storeError, unavailable } from './faults.js';
import { type Dialect, MOST_TOGETHER, type Row, type RowsOf, type Session, sizeFor, type Value } from './session.js';

/** One connection as a store lends it out: one statement at a time, faults named. */
export interface Connection {
  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]>;
  run(sql: string, values: readonly Value[]): Promise<number>;
  faultOf(error: unknown): Fault;
}

/** A connection with an open transaction. */
export interface Transaction extends Connection {
  commit(): Promise<void>;
  /** Never throws: a connection that cannot roll back is thrown away, which rolls back too. */
  rollback(): Promise<void>;
  release(usable: boolean): void;
}

/** The time runs out first where it is short: many writers of one row are let through one after the other. */
const ATTEMPTS = 20;

/**
 * Kept rows in one statement: so many as long as there are, then so few at most. A server keeps every text that it has
 * prepared, so there are few texts.
 */
const [MANY_ROWS, FEW_ROWS] = [64, 8];

/** Set while a unit of work runs, to find a second one inside the first: it would wait for itself. */
const running = new AsyncLocalStorage<{ active: boolean }>();

/**
 * Runs `work` in one transaction: again after a deadlock or a lost connection, as long as `budgetMs` allows, but never
 * after a COMMIT that got no answer, since nobody knows whether it happened.
 * @throws AppError(STORE_UNAVAILABLE) when the store, not the work, was at fault
 */
export async function inTransaction<T>(
  dialect: Dialect,
  begin: () => Promise<Transaction>,
  work: (session: Session) => Promise<T>,
  budgetMs: number,
  mostStatements: number,
): Promise<T> {
  if (running.getStore()?.active) throw new TypeError('a unit of work was started inside another one');
  const mark = { active: true };
  const deadline = performance.now() + budgetMs;
  try {
    return await running.run(mark, async () => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await once(dialect, begin, work, mostStatements);
        if ('value' in outcome) return outcome.value;
        if (!outcome.again || attempt >= ATTEMPTS || performance.now() > deadline) throw unavailable(outcome.cause);
        await sleep(Math.random() * 10 * attempt);
      }
    });
  } finally {
    mark.active = false;
  }
}

type Outcome<T> = { readonly value: T } | { readonly again: boolean; readonly cause: unknown };

async function once<T>(
  dialect: Dialect,
  begin: () => Promise<Transaction>,
  work: (session: Session) => Promise<T>,
  mostStatements: number,
): Promise<Outcome<T>> {
  let transaction: Transaction;
  try {
    transaction = await begin();
  } catch (error) {
    if (error instanceof StatementError) return { again: mayRunAgain(error.fault), cause: error };
    throw error;
  }
  const session = new TransactionSession(dialect, transaction, mostStatements);
  let value: T;
  try {
    value = await work(session);
    await session.sendKept();
    session.close();
  } catch (error) {
    session.close();
    const { failure } = session;
    await transaction.rollback();
    transaction.release(failure?.fault !== 'lost' && failure?.fault !== 'unavailable');
    if (!failure || failure.fault === 'defect') throw error;
    return { again: mayRunAgain(failure.fault), cause: failure };
  }
  return session.failure ? abandon(transaction, session.failure) : commit(transaction, value);
}

/** The work swallowed a fault that had already undone its transaction: what it returned never happened. */
async function abandon(transaction: Transaction, failure: StatementError): Promise<Outcome<never>> {
  await transaction.rollback();
  transaction.release(failure.fault === 'conflict' || failure.fault === 'defect');
  if (failure.fault === 'defect') throw failure;
  return { again: mayRunAgain(failure.fault), cause: failure };
}

async function commit<T>(transaction: Transaction, value: T): Promise<Outcome<T>> {
  try {
    await transaction.commit();
    transaction.release(true);
    return { value };
  } catch (error) {
    const fault = transaction.faultOf(error);
    // A refused COMMIT (Galera's certification) is a rollback; one without an answer may have happened.
    if (fault === 'conflict') await transaction.rollback();
    transaction.release(fault === 'conflict');
    return { again: fault === 'conflict', cause: storeError(fault, error, 'COMMIT') };
  }
}

function mayRunAgain(fault: Fault): boolean {
  return fault === 'conflict' || fault === 'lost';
}

class TransactionSession implements Session {
  readonly dialect: Dialect;
  /** The fault after which the transaction can no longer commit. */
  failure: StatementError | undefined;
  #closed = false;
  #statements = 0;
  readonly #kept = new Map<RowsOf, (readonly Value[])[]>();

  readonly #connection: Connection;
  readonly #mostStatements: number;

  constructor(dialect: Dialect, connection: Connection, mostStatements: number) {
    this.#connection = connection;
    this.#mostStatements = mostStatements;

    this.dialect = dialect;
  }

  close(): void {
    this.#closed = true;
  }

  async rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    if (this.#kept.size > 0) await this.#sendNamed(sql);
    return this.#guarded(sql, () => this.#connection.rows(sql, values));
  }

  async find(select: string, columns: readonly string[], values: readonly Value[]): Promise<Row | undefined> {
    return (await this.rows(finding(select, columns, 1), values))[0];
  }

  async run(sql: string, values: readonly Value[]): Promise<number> {
    if (this.#kept.size > 0) await this.#sendNamed(sql);
    return this.#guarded(sql, () => this.#connection.run(sql, values));
  }

  async keep(rows: RowsOf, values: readonly Value[]): Promise<void> {
    this.#assertOpen();
    const kept = this.#kept.get(rows);
    if (kept) kept.push(values);
    else this.#kept.set(rows, [values]);
    if (this.#mostStatements === 1) await this.sendKept();
  }

  async sendKept(): Promise<void> {
    for (const rows of this.#kept.keys()) await this.#send(rows);
  }

  /** What a statement reads or changes must be there. */
  async #sendNamed(sql: string): Promise<void> {
    for (const rows of this.#kept.keys()) if (sql.includes(rows.name)) await this.#send(rows);
  }

  async #send(rows: RowsOf): Promise<void> {
    const kept = this.#kept.get(rows) ?? [];
    this.#kept.delete(rows);
    for (let first = 0; first < kept.length; ) {
      const together = kept.slice(first, first + (kept.length - first < MANY_ROWS ? FEW_ROWS : MANY_ROWS));
      first += together.length;
      const sql = rows.insertionOf(together.length);
      await this.#guarded(sql, () => this.#connection.run(sql, together.flat()));
    }
  }

  #assertOpen(): void {
    if (this.#closed) throw new TypeError('the unit of work is over; a call in it was not awaited');
    if (this.failure) throw this.failure;
  }

  async #guarded<T>(sql: string, statement: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    this.#statements += 1;
    if (this.#statements > this.#mostStatements) throw new TypeError('more statements than the unit of work promised');
    try {
      return await statement();
    } catch (error) {
      const shown = storeError(this.#connection.faultOf(error), error, sql);
      if (shown instanceof StatementError) this.failure ??= shown;
      throw shown;
    }
  }
}

/** The statement that finds so many rows by their keys. */
function finding(select: string, columns: readonly string[], rows: number): string {
  const key = columns.map((column) => `${column} = ?`).join(' AND ');
  return `${select} WHERE ${rows === 1 ? key : Array(rows).fill(`(${key})`).join(' OR ')}`;
}

/** A session outside any transaction. It reads only, so that both kinds of store refuse the same mistakes. */
export class ReadSession implements Session {
  readonly dialect: Dialect;
  readonly #finders = new Map<string, Together<readonly Value[], Row | undefined>>();

  readonly #lend: <T>(use: (connection: Connection) => Promise<T>) => Promise<T>;

  constructor(dialect: Dialect, lend: <T>(use: (connection: Connection) => Promise<T>) => Promise<T>) {
    this.#lend = lend;

    this.dialect = dialect;
  }

  /** A lost connection is tried once more on a new one: reading twice harms nobody. */
  async rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#lend(async (connection) => {
          try {
            return await connection.rows(sql, values);
          } catch (error) {
            throw storeError(connection.faultOf(error), error, sql);
          }
        });
      } catch (error) {
        if (error instanceof AppError || !(error instanceof StatementError) || error.fault === 'defect') throw error;
        if (attempt > 1 || !mayRunAgain(error.fault)) throw unavailable(error);
      }
    }
  }

  find(select: string, columns: readonly string[], values: readonly Value[]): Promise<Row | undefined> {
    const one = finding(select, columns, 1);
    let finder = this.#finders.get(one);
    if (!finder) {
      finder = new Together((keys) => this.#findAll(select, columns, keys), MOST_TOGETHER);
      this.#finders.set(one, finder);
    }
    return finder.ask(values);
  }

  async #findAll(
    select: string,
    columns: readonly string[],
    keys: readonly (readonly Value[])[],
  ): Promise<readonly (Row | undefined)[]> {
    const size = sizeFor(keys.length);
    const filled = [...keys, ...Array(size - keys.length).fill(keys[0])];
    const rows = await this.rows(finding(select, columns, size), filled.flat());
    return keys.map((key) => rows.find((row) => columns.every((column, n) => row[column] === key[n])));
  }

  async run(sql: string): Promise<never> {
    throw new TypeError(`writing needs uow.run: ${sql.slice(0, 60)}`);
  }

  keep(rows: RowsOf): Promise<never> {
    return this.run(rows.insertionOf(1));
  }
}
