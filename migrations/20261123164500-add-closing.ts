import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, addIndex, date, dropColumns, dropIndex, index, maybe } from './columns.js';

const TABLE = 'identities';
const COLUMNS = { closes_at: maybe(date) };
const DUE = index('identities_closing', ['closes_at']);

/** When an account closes whose holder asked for it. */
export class AddClosing implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, TABLE, COLUMNS);
    await addIndex(runner, TABLE, DUE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, TABLE, DUE.name!);
    await dropColumns(runner, TABLE, Object.keys(COLUMNS));
  }
}
