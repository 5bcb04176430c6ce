import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, json, key, maybe, type TablePlan, whole, word } from './columns.js';

const tables: readonly TablePlan[] = [
  {
    name: 'preferences',
    columns: { identity_id: key, language: maybe(word), elder: maybe(whole), notices: maybe(json) },
  },
];

/** What a citizen chose for all their devices: language, size, notices. Without a row nothing was chosen. */
export class CreatePreferences implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, tables);
  }
}
