import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, date, dropTables, index, key, maybe, type TablePlan, text, word } from './columns.js';

const tables: readonly TablePlan[] = [
  {
    name: 'corrections',
    columns: {
      identity_id: key,
      id: key,
      field: word,
      open_field: maybe(word),
      request: text,
      answer: maybe(text),
      outcome: maybe(word),
      asked_at: date,
      answered_at: maybe(date),
    },
    indices: [
      index('corrections_id', ['id'], true),
      // One that is open for each field: where it is answered, `open_field` is null and equal to nothing.
      index('corrections_open', ['identity_id', 'open_field'], true),
      index('corrections_waiting', ['answered_at', 'asked_at']),
    ],
  },
];

/** What a citizen says is wrong, until somebody has answered. */
export class CreateCorrections implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, tables);
  }
}
