/** Which SQL is spoken. MySQL and MariaDB differ only where a comment says so. */
export type Dialect = 'mysql' | 'mariadb' | 'sqlite';

export type Value = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

/**
 * One connection's view of the database while it is lent out: inside one transaction, or outside of any for reading.
 * Statements use `?` for every value and no dialect's quotes, so one text serves all three.
 */
export interface Session {
  readonly dialect: Dialect;
  rows(sql: string, values: readonly Value[]): Promise<readonly Row[]>;
  /**
   * The row in which `columns`, a key, hold `values`; outside of a transaction, together with what others look for in
   * this moment.
   * @param select a SELECT without its WHERE, which gives these columns under their names
   */
  find(select: string, columns: readonly string[], values: readonly Value[]): Promise<Row | undefined>;
  /**
   * @returns how many rows the condition met (not: how many values differ)
   * @throws DuplicateKeyError where a unique key refused the row; the transaction goes on
   */
  run(sql: string, values: readonly Value[]): Promise<number>;
  /**
   * Keeps a row for the end of the transaction, where those of its table leave together just before COMMIT, or before
   * the first statement that names the table.
   */
  keep(rows: RowsOf, values: readonly Value[]): Promise<void>;
}

/** Where kept rows go. */
export interface RowsOf {
  /** The table, as statements name it. */
  readonly name: string;
  /** The statement that inserts so many. */
  insertionOf(rows: number): string;
}

/** How many are looked for in one statement: a few numbers only, because a server keeps every text that it has prepared. */
const SIZES = [1, 2, 4, 8, 16];
export const MOST_TOGETHER = SIZES.at(-1)!;

/** The next larger size of such a statement. */
export const sizeFor = (questions: number): number => SIZES.find((size) => size >= questions) ?? MOST_TOGETHER;

/** A unique key refused a row. Inside storage only: repositories turn it into the `false` their contract promises. */
export class DuplicateKeyError extends Error {
  override readonly name = 'DuplicateKeyError';

  constructor() {
    super('duplicate key');
  }
}

/**
 * The end of a SELECT that must keep its rows from others until the transaction ends. SQLite needs none: its writer
 * is alone from BEGIN IMMEDIATE on.
 */
export function lockClause(session: Session, lock: 'share' | 'exclusive'): string {
  if (session.dialect === 'sqlite') return '';
  return lock === 'share' ? ' LOCK IN SHARE MODE' : ' FOR UPDATE';
}
