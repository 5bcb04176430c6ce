import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';
import { DuplicateKeyError, type Row, type RowsOf, type Session, type Value } from './session.js';

interface Column {
  readonly property: string;
  readonly name: string;
  readonly kind: 'plain' | 'date' | 'json';
}

/**
 * Statements over one table, made from its EntitySchema: records in, records out, the same text on every dialect.
 * It stands where TypeORM's entity manager would, because a query builder per call costs more than the query.
 */
export class Table<T extends object> implements RowsOf {
  readonly name: string;
  readonly #columns: readonly Column[];
  readonly #byProperty: ReadonlyMap<string, Column>;
  readonly #selection: string;
  readonly #insertion: string;
  readonly #insertions: string[] = [];

  constructor(readonly schema: EntitySchema<T>) {
    const { tableName, columns } = schema.options;
    this.name = tableName ?? schema.options.name;
    this.#columns = Object.entries<EntitySchemaColumnOptions | undefined>(columns).map(([property, options]) => {
      const type = options?.type;
      return {
        property,
        name: options?.name ?? property,
        kind: type === 'datetime' ? 'date' : type === 'json' ? 'json' : 'plain',
      };
    });
    this.#byProperty = new Map(this.#columns.map((column) => [column.property, column]));
    const names = this.#columns.map((column) => column.name).join(', ');
    this.#selection = `SELECT ${names} FROM ${this.name}`;
    this.#insertion = `INSERT INTO ${this.name} (${names}) VALUES (${this.#columns.map(() => '?').join(', ')})`;
  }

  /**
   * The row with this key. Compared once more in JavaScript, because MySQL's `utf8mb4_bin` ignores trailing blanks
   * (PAD SPACE) and SQLite does not: 'demo ' never finds 'demo'.
   */
  async find(session: Session, key: Partial<T>): Promise<T | undefined> {
    const columns = this.#named(key);
    const values = columns.map((column) => encode(key[column.property as keyof T], column));
    const names = columns.map(({ name }) => name);
    const row = await session.find(this.#selection, names, values);
    return row && names.every((name, n) => row[name] === values[n]) ? this.#record(row) : undefined;
  }

  async list(session: Session, where: Partial<T>, suffix = ''): Promise<readonly T[]> {
    const { sql, values } = this.#condition(where);
    const rows = await session.rows(`${this.#selection}${sql && ` WHERE ${sql}`}${suffix}`, values);
    return rows.map((row) => this.#record(row));
  }

  /** @param clause what follows the table's name, with `?` for each of `values` */
  async select(session: Session, clause: string, values: readonly unknown[]): Promise<readonly T[]> {
    const rows = await session.rows(
      `${this.#selection} ${clause}`,
      values.map((value) => encode(value)),
    );
    return rows.map((row) => this.#record(row));
  }

  /** In one statement. @throws DuplicateKeyError */
  async insert(session: Session, ...records: readonly T[]): Promise<void> {
    await session.run(
      this.insertionOf(records.length),
      records.flatMap((record) => this.#columns.map((column) => encode(record[column.property as keyof T], column))),
    );
  }

  /** Inserts before the transaction commits, together with others; see `Session.keep`. */
  insertLast(session: Session, record: T): Promise<void> {
    return session.keep(
      this,
      this.#columns.map((column) => encode(record[column.property as keyof T], column)),
    );
  }

  insertionOf(rows: number): string {
    this.#insertions[rows] ??= this.#insertion + `, (${this.#columns.map(() => '?').join(', ')})`.repeat(rows - 1);
    return this.#insertions[rows];
  }

  /** @returns false where a unique key has one of them already; none is written then */
  async insertNew(session: Session, ...records: readonly T[]): Promise<boolean> {
    try {
      await this.insert(session, ...records);
      return true;
    } catch (error) {
      if (error instanceof DuplicateKeyError) return false;
      throw error;
    }
  }

  /**
   * Inserts, or locks the row that is there and changes nothing.
   * @param keyProperty a column of the primary key: something harmless to set to itself
   */
  async insertOrKeep(session: Session, record: T, keyProperty: keyof T & string): Promise<void> {
    const name = this.#byProperty.get(keyProperty)?.name;
    const keep = session.dialect === 'sqlite' ? 'ON CONFLICT DO NOTHING' : `ON DUPLICATE KEY UPDATE ${name} = ${name}`;
    const values = this.#columns.map((column) => encode(record[column.property as keyof T], column));
    await session.run(`${this.#insertion} ${keep}`, values);
  }

  /** @returns how many rows met the condition */
  async update(session: Session, change: Partial<T>, where: Partial<T>): Promise<number> {
    const columns = this.#named(change);
    const { sql, values } = this.#condition(where);
    const set = columns.map((column) => `${column.name} = ?`).join(', ');
    return session.run(`UPDATE ${this.name} SET ${set} WHERE ${sql}`, [
      ...columns.map((column) => encode(change[column.property as keyof T], column)),
      ...values,
    ]);
  }

  /**
   * Updates the row that meets `where`, or inserts `record`; a row that exists but does not meet `where` stays as it is.
   * @returns false for such a row
   */
  async put(session: Session, record: T, change: Partial<T>, where: Partial<T>): Promise<boolean> {
    if ((await this.update(session, change, where)) > 0) return true;
    if (await this.insertNew(session, record)) return true;
    // Someone inserted it between the two statements, or it does not meet the condition.
    return (await this.update(session, change, where)) > 0;
  }

  async remove(session: Session, where: Partial<T>): Promise<number> {
    const { sql, values } = this.#condition(where);
    return session.run(`DELETE FROM ${this.name} WHERE ${sql}`, values);
  }

  /** Removes at most `limit` rows, so that a sweep never holds many locks. */
  async removeSome(session: Session, condition: string, values: readonly unknown[], limit: number): Promise<number> {
    const bounded =
      session.dialect === 'sqlite'
        ? `rowid IN (SELECT rowid FROM ${this.name} WHERE ${condition}${limitTo(limit)})`
        : `${condition}${limitTo(limit)}`;
    return session.run(
      `DELETE FROM ${this.name} WHERE ${bounded}`,
      values.map((value) => encode(value)),
    );
  }

  /** The columns of the table known as `alias` in a statement over several; `recordUnder` reads them. */
  columnsUnder(alias: string): string {
    return this.#columns.map(({ name }) => `${alias}.${name} AS ${alias}_${name}`).join(', ');
  }

  recordUnder(alias: string, row: Row): T {
    return this.#record(row, `${alias}_`);
  }

  #condition(where: Partial<T>): { sql: string; values: Value[] } {
    const columns = this.#named(where);
    const values: Value[] = [];
    const parts = columns.map((column) => {
      const value = encode(where[column.property as keyof T], column);
      if (value === null) return `${column.name} IS NULL`;
      values.push(value);
      return `${column.name} = ?`;
    });
    return { sql: parts.join(' AND '), values };
  }

  #named(record: Partial<T>): readonly Column[] {
    return Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([property]) => {
        const column = this.#byProperty.get(property);
        if (!column) throw new TypeError(`${this.name} has no ${property}`);
        return column;
      });
  }

  #record(row: Row, prefix = ''): T {
    const record: Record<string, unknown> = {};
    for (const column of this.#columns) record[column.property] = decode(row[prefix + column.name], column);
    return record as T;
  }
}

/** A limit is written into the text: MySQL takes no floating-point parameter there, which is how numbers are sent. */
export function limitTo(limit: number): string {
  if (!Number.isSafeInteger(limit) || limit < 0) throw new RangeError(`not a limit: ${limit}`);
  return ` LIMIT ${limit}`;
}

/** UTC with milliseconds, the same text on every dialect; it sorts by time. */
export function dateText(date: Date): string {
  const text = date.toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}`;
}

/** What MySQL's driver gives as a Date and SQLite's as the text that `dateText` wrote. */
export function toDate(value: unknown): Date {
  return value instanceof Date ? value : new Date(`${String(value).replace(' ', 'T')}Z`);
}

/** As the drivers take it: dates as `dateText`, nothing as null. */
export function encode(value: unknown, column?: Column): Value {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return dateText(value);
  if (column?.kind === 'json') return JSON.stringify(value);
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`no column holds a ${typeof value}`);
}

function decode(value: unknown, column: Column): unknown {
  if (value === null || value === undefined) return null;
  if (column.kind === 'date') return toDate(value);
  if (column.kind === 'json') return typeof value === 'string' ? JSON.parse(value) : value;
  return value;
}
