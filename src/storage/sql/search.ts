import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Session } from './session.js';
import { encode, type Table } from './table.js';

/** What a search calls the row that it is about: `it.askedAt`. */
const ALIAS = 'it';

/**
 * Reads whose statement depends on what somebody asked for: filters, an order, a page (ADR 12). TypeORM's query builder
 * writes the statement, with properties for columns; the session runs it, so that a unit of work sees its own rows.
 */
export class Search {
  readonly #session: Session;
  readonly #source: Pick<DataSource, 'createQueryBuilder'>;

  constructor(session: Session, source: Pick<DataSource, 'createQueryBuilder'>) {
    this.#session = session;
    this.#source = source;
  }

  /** @param shape adds conditions (values as parameters, never in the text), an order that ends in a key, and a limit */
  async list<T extends object>(
    table: Table<T>,
    shape: (query: SelectQueryBuilder<T>) => SelectQueryBuilder<T>,
  ): Promise<readonly T[]> {
    const query = shape(this.#source.createQueryBuilder(table.schema, ALIAS));
    const [sql, values] = query.getQueryAndParameters();
    const rows = await this.#session.rows(
      sql,
      values.map((value) => encode(value)),
    );
    return rows.map((row) => table.recordUnder(ALIAS, row));
  }
}
