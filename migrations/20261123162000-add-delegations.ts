import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumns,
  addIndex,
  createTables,
  date,
  dropColumns,
  dropIndex,
  dropTables,
  id,
  index,
  json,
  key,
  maybe,
  type TablePlan,
  text,
  whole,
  word,
} from './columns.js';

/** A department has to know what `act` means before anyone acts for another there. */
const APPLICATION = { delegation: { ...word, default: "'refused'" } };

/** Who is in a session that is another's; nobody but its owner in those that began before. */
const SESSION = { actor_id: maybe(id) };
const BY_ACTOR = index('login_sessions_actor', ['actor_id']);

const tables: readonly TablePlan[] = [
  {
    name: 'delegations',
    columns: {
      identity_id: key,
      id: key,
      helper_id: maybe(id),
      helper_name: text,
      applications: json,
      days: whole,
      slot: maybe(whole),
      invited_at: date,
      started_at: maybe(date),
      ends_at: date,
      ended_at: maybe(date),
      ended_by: maybe(word),
    },
    indices: [
      // Whoever holds no place any more has none: so many live ones, and no more, however many are begun at once.
      index('delegations_slot', ['identity_id', 'slot'], true),
      index('delegations_helper', ['helper_id']),
      index('delegations_due', ['ended_at', 'ends_at']),
    ],
  },
];

/** One citizen acts for another: who may, for whom and where, and the sessions in which they do. */
export class AddDelegations implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'applications', APPLICATION);
    await addColumns(runner, 'login_sessions', SESSION);
    await addIndex(runner, 'login_sessions', BY_ACTOR);
    await createTables(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, tables);
    await dropIndex(runner, 'login_sessions', BY_ACTOR.name!);
    await dropColumns(runner, 'login_sessions', Object.keys(SESSION));
    await dropColumns(runner, 'applications', Object.keys(APPLICATION));
  }
}
