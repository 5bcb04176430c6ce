import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors.js';
import { Together } from '../../shared/together.js';
import { type Fault, StatementError, storeError, unavailable } from './faults.js';
import {
  type Dialect,
  MOST_TOGETHER,
  type Row,
  type RowsOf,
  type Session,
  type Statement,
  sizeFor,
  type Value,
} from './session.js';

/** One connection as a store lends it out: one statement at a time, faults named. */
export interface Connection {
  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]>;
  run(sql: string, values: readonly Value[]): Promise<number>;
  faultOf(error: unknown): Fault;
}

/** A connection with an open transaction. Reads that are asked for in one moment may go to the server together. */
export interface Transaction extends Connection {
  /** Whether the store has answered anything in it, so that its connection is known to be whole. */
  readonly begun: boolean;
  /** Statements whose answers nobody needs, in one go where the store takes that. */
  runAll(statements: readonly Statement[]): Promise<void>;
  /** As `runAll`, and commits in the same go: whoever gets no answer then does not know whether it happened. */
  commit(last: readonly Statement[]): Promise<void>;
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
  let last: readonly Statement[];
  try {
    value = await work(session);
    // What is the first statement of all may meet a connection that broke while idle: without COMMIT it may run again.
    if (!transaction.begun) await session.send(session.takeKept());
    last = session.takeKept();
    session.close();
  } catch (error) {
    session.close();
    const { failure } = session;
    await transaction.rollback();
    transaction.release(failure?.fault !== 'lost' && failure?.fault !== 'unavailable');
    if (!failure || failure.fault === 'defect') throw error;
    return { again: mayRunAgain(failure.fault), cause: failure };
  }
  return session.failure ? abandon(transaction, session.failure) : commit(transaction, last, value);
}

/** The work swallowed a fault that had already undone its transaction: what it returned never happened. */
async function abandon(transaction: Transaction, failure: StatementError): Promise<Outcome<never>> {
  await transaction.rollback();
  transaction.release(failure.fault === 'conflict' || failure.fault === 'defect');
  if (failure.fault === 'defect') throw failure;
  return { again: mayRunAgain(failure.fault), cause: failure };
}

async function commit<T>(transaction: Transaction, last: readonly Statement[], value: T): Promise<Outcome<T>> {
  try {
    await transaction.commit(last);
    transaction.release(true);
    return { value };
  } catch (error) {
    const fault = transaction.faultOf(error);
    const shown = storeError(fault, error, [...last.map(({ sql }) => sql), 'COMMIT'].join('; '));
    // What was refused (a row that is there, Galera's certification) is rolled back; what got no answer may have happened.
    const refused = fault === 'conflict' || fault === 'duplicate' || fault === 'defect';
    if (refused) await transaction.rollback();
    transaction.release(refused);
    if (fault === 'duplicate' || fault === 'defect') throw shown;
    return { again: fault === 'conflict', cause: shown };
  }
}

function mayRunAgain(fault: Fault): boolean {
  return fault === 'conflict' || fault === 'lost';
}

class TransactionSession implements Session {
  readonly dialect: Dialect;
  /** The fault after which the transaction can no longer commit. */
  failure: StatementError | undefined;
  private closed = false;
  private statements = 0;
  private readonly kept = new Map<RowsOf, (readonly Value[])[]>();
  private deferred: (Statement & { readonly table: string })[] = [];

  constructor(
    dialect: Dialect,
    private readonly connection: Transaction,
    private readonly mostStatements: number,
  ) {
    this.dialect = dialect;
  }

  close(): void {
    this.closed = true;
  }

  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    return this.afterKept(sql, () => this.connection.rows(sql, values));
  }

  async find(select: string, columns: readonly string[], values: readonly Value[]): Promise<Row | undefined> {
    return (await this.rows(finding(select, columns, 1), values))[0];
  }

  run(sql: string, values: readonly Value[]): Promise<number> {
    return this.afterKept(sql, () => this.connection.run(sql, values));
  }

  async keep(rows: RowsOf, values: readonly Value[]): Promise<void> {
    this.assertOpen();
    const kept = this.kept.get(rows);
    if (kept) kept.push(values);
    else this.kept.set(rows, [values]);
    if (this.mostStatements === 1) await this.send(this.takeKept());
  }

  async later(table: string, statement: Statement): Promise<void> {
    this.assertOpen();
    this.deferred.push({ ...statement, table });
  }

  /** What is kept of these tables, or of all, as statements; it is not kept any longer. */
  takeKept(named: (table: string) => boolean = () => true): readonly Statement[] {
    if (this.kept.size + this.deferred.length === 0) return [];
    const taken: Statement[] = this.deferred.filter(({ table }) => named(table));
    this.deferred = this.deferred.filter(({ table }) => !named(table));
    for (const [rows, kept] of this.kept) {
      if (!named(rows.name)) continue;
      this.kept.delete(rows);
      for (let first = 0; first < kept.length; ) {
        const together = kept.slice(first, first + (kept.length - first < MANY_ROWS ? FEW_ROWS : MANY_ROWS));
        first += together.length;
        taken.push({ sql: rows.insertionOf(together.length), values: together.flat() });
      }
    }
    return taken;
  }

  /** What a statement reads or changes must be there. */
  private afterKept<T>(sql: string, statement: () => Promise<T>): Promise<T> {
    const named = this.takeKept((table) => sql.includes(table));
    if (named.length === 0) return this.guarded(sql, statement);
    return this.send(named).then(() => this.guarded(sql, statement));
  }

  async send(statements: readonly Statement[]): Promise<void> {
    const [first] = statements;
    if (first) await this.guarded(first.sql, () => this.connection.runAll(statements));
  }

  private assertOpen(): void {
    if (this.closed) throw new TypeError('the unit of work is over; a call in it was not awaited');
    if (this.failure) throw this.failure;
  }

  private async guarded<T>(sql: string, statement: () => Promise<T>): Promise<T> {
    this.assertOpen();
    this.statements += 1;
    if (this.statements > this.mostStatements) throw new TypeError('more statements than the unit of work promised');
    try {
      return await statement();
    } catch (error) {
      const shown = storeError(this.connection.faultOf(error), error, sql);
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
  private readonly finders = new Map<string, Together<readonly Value[], Row | undefined>>();

  constructor(
    dialect: Dialect,
    private readonly lend: <T>(use: (connection: Connection) => Promise<T>) => Promise<T>,
  ) {
    this.dialect = dialect;
  }

  /** A lost connection is tried once more on a new one: reading twice harms nobody. */
  async rows(sql: string, values: readonly Value[]): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.lend(async (connection) => {
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
    let finder = this.finders.get(one);
    if (!finder) {
      finder = new Together((keys) => this.findAll(select, columns, keys), MOST_TOGETHER);
      this.finders.set(one, finder);
    }
    return finder.ask(values);
  }

  private async findAll(
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

  later(_table: string, { sql }: Statement): Promise<never> {
    return this.run(sql);
  }
}
