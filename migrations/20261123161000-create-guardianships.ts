import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  createTables,
  date,
  dropColumns,
  dropTables,
  id,
  index,
  key,
  keyWhole,
  maybe,
  type TablePlan,
  text,
  whole,
  word,
} from './columns.js';

/** Nobody has looked yet at how old those are who were there before. */
const IDENTITY = { child: maybe(whole) };

const tables: readonly TablePlan[] = [
  {
    // Led by the child's identity. Two slots, so that the key itself keeps a third guardian out.
    name: 'guardianships',
    columns: {
      identity_id: key,
      slot: keyWhole,
      id,
      state: word,
      named: text,
      asked_digest: maybe(id),
      guardian_id: maybe(id),
      asked_at: date,
      changed_at: date,
      review_at: maybe(date),
    },
    indices: [
      index('guardianships_asked', ['asked_digest']),
      index('guardianships_guardian', ['guardian_id']),
      index('guardianships_review', ['review_at']),
    ],
  },
];

/** Guardians of those under 14, and a mark that spares everybody else the question. */
export class CreateGuardianships implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'identities', IDENTITY);
    await createTables(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, tables);
    await dropColumns(runner, 'identities', Object.keys(IDENTITY));
  }
}
