import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTables,
  date,
  dropTables,
  id,
  index,
  key,
  keyWhole,
  keyWord,
  maybe,
  type TablePlan,
  text,
  whole,
} from './columns.js';

const tables: readonly TablePlan[] = [
  {
    // One to an identity: a second preparation at the same time is refused by the key.
    name: 'data_exports',
    columns: {
      identity_id: key,
      id,
      steps: whole,
      asked_at: date,
      ready_at: maybe(date),
      json_fetched_at: maybe(date),
      page_fetched_at: maybe(date),
      expires_at: date,
    },
    indices: [index('data_exports_expiry', ['expires_at'])],
  },
  { name: 'data_export_parts', columns: { identity_id: key, source: keyWord, number: keyWhole, content: text } },
];

/** A citizen's copy of everything that is held about them, sealed, in pieces that fit a column. */
export class CreateDataExports implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, tables);
  }
}
