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
  keyWord,
  maybe,
  type TablePlan,
  text,
  whole,
  word,
} from './columns.js';

/** What was added before has no name of its own and may be used at once. */
const AUTHENTICATOR = { label: maybe(text), data: maybe(json), usable_from: maybe(date) };

/** Of sessions that began before nobody knows how, where and in what. MySQL takes a default for JSON only in parentheses. */
const SESSION = {
  amr: { ...json, default: "('[]')" },
  used: { ...json, default: "('[]')" },
  browser: maybe(word),
  place: maybe(word),
  terminal: { ...whole, default: 0 },
  last_seen_at: maybe(date),
};

const tables: readonly TablePlan[] = [
  {
    // A passkey's credential id or an account elsewhere leads to one identity, or the insert fails.
    name: 'authenticator_index',
    columns: { kind: keyWord, digest: key, identity_id: id, authenticator_id: id },
    indices: [index('authenticator_index_identity', ['identity_id', 'authenticator_id'])],
  },
];

/** Authenticators of more kinds, and sessions that say how they began and where they were last used. */
export class AddAccountColumns implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'authenticators', AUTHENTICATOR);
    await addColumns(runner, 'login_sessions', SESSION);
    await createTables(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, tables);
    await dropColumns(runner, 'login_sessions', Object.keys(SESSION));
    await dropColumns(runner, 'authenticators', Object.keys(AUTHENTICATOR));
  }
}
