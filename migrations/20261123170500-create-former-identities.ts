import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, date, dropTables, id, key, maybe, type TablePlan } from './columns.js';

const tables: readonly TablePlan[] = [
  {
    // Led by a digest of the number, by which alone the same person can come back to it.
    name: 'former_identities',
    columns: { digest: key, identity_id: key, closed_at: date, claimed_by: maybe(id), claimed_at: maybe(date) },
  },
];

/** Whose number a closed identity had held. */
export class CreateFormerIdentities implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, tables);
  }
}
