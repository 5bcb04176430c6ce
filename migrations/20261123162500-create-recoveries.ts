import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  createTables,
  date,
  dropColumns,
  dropTables,
  id,
  index,
  json,
  key,
  maybe,
  type TablePlan,
  text,
  word,
} from './columns.js';

const AUTHENTICATOR = { usable_until: maybe(date) };

const tables: readonly TablePlan[] = [
  {
    // One waits at a time for each identity; what is over is in the audit.
    name: 'recoveries',
    columns: {
      identity_id: key,
      id,
      goal: word,
      proofs: json,
      added: maybe(id),
      replaced: json,
      phone: maybe(text),
      stop_digest: id,
      locale: word,
      begun_at: date,
      effective_at: date,
    },
    indices: [index('recoveries_stop', ['stop_digest'], true), index('recoveries_effective', ['effective_at'])],
  },
];

/** Recoveries that wait, and authenticators that one of them ends. */
export class CreateRecoveries implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'authenticators', AUTHENTICATOR);
    await createTables(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, tables);
    await dropColumns(runner, 'authenticators', Object.keys(AUTHENTICATOR));
  }
}
