import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, date, dropTables, id, index, json, key, maybe, type TablePlan, word } from './columns.js';

const tables: readonly TablePlan[] = [
  {
    name: 'terminals',
    columns: {
      id: key,
      name: json,
      place: word,
      setup_digest: maybe(id),
      setup_until: maybe(date),
      secret_digest: maybe(id),
      created_at: date,
      disabled_at: maybe(date),
    },
    indices: [index('terminals_setup', ['setup_digest'], true), index('terminals_secret', ['secret_digest'], true)],
  },
];

/** Public terminals that operators have registered. */
export class CreateTerminals implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, tables);
  }
}
