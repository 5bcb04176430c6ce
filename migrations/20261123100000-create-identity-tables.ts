import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTables,
  date,
  dropTables,
  id,
  index,
  json,
  key,
  keyWhole,
  keyWord,
  maybe,
  type TablePlan,
  text,
  whole,
  word,
} from './columns.js';

/** Who a person is, what proves it, and what they agreed to. */
const tables: readonly TablePlan[] = [
  {
    name: 'identities',
    columns: { id: key, state: word, ial: whole, proven_at: date, token_epoch: whole, created_at: date },
  },
  {
    name: 'personal_data',
    columns: {
      identity_id: key,
      version: whole,
      data_key: maybe(text),
      name: maybe(text),
      number: maybe(text),
      birthdate: maybe(text),
      gender: maybe(text),
      residence: maybe(text),
      phone: maybe(text),
      email: maybe(text),
    },
  },
  {
    // The primary key is the promise of the whole house: one number, one identity, under every version of the key.
    name: 'identity_number_index',
    columns: { key_version: keyWhole, digest: key, identity_id: id, claim: word },
    indices: [index('identity_number_index_identity', ['identity_id', 'key_version'])],
  },
  {
    name: 'index_keys',
    columns: { version: keyWhole, state: word, wrapped_key: text, created_at: date },
  },
  {
    name: 'contact_index',
    columns: { identity_id: key, kind: keyWord, digest: id },
    indices: [index('contact_index_digest', ['kind', 'digest', 'identity_id'])],
  },
  {
    name: 'authenticators',
    columns: {
      identity_id: key,
      id: key,
      kind: word,
      secret: maybe(text),
      created_at: date,
      last_used_at: maybe(date),
    },
  },
  {
    name: 'failure_counters',
    columns: { subject: key, purpose: keyWord, failures: whole, window_ends_at: date, blocked_until: maybe(date) },
    indices: [index('failure_counters_end', ['window_ends_at'])],
  },
  {
    // Spending is inserting: the primary key lets one of any number of callers win.
    name: 'spent',
    columns: { kind: keyWord, digest: key, expires_at: date },
    indices: [index('spent_expiry', ['expires_at'])],
  },
  {
    name: 'one_time_codes',
    columns: {
      id: key,
      purpose: word,
      visit_digest: id,
      identity_id: maybe(id),
      address_digest: id,
      code_digest: id,
      tries: whole,
      expires_at: date,
    },
    indices: [index('one_time_codes_expiry', ['expires_at'])],
  },
  {
    name: 'known_devices',
    columns: { identity_id: key, device_digest: key, confirmed_at: date, last_seen_at: date },
  },
  {
    name: 'subjects',
    columns: { identity_id: key, department_id: key, subject: id },
    indices: [index('subjects_subject', ['subject'], true)],
  },
  {
    name: 'consents',
    columns: {
      identity_id: key,
      application_id: key,
      id,
      items: json,
      given_at: date,
      expires_at: date,
      withdrawn_at: maybe(date),
      proven_at: date,
      version: whole,
    },
    indices: [index('consents_id', ['id'], true)],
  },
  {
    name: 'consent_receipts',
    columns: {
      identity_id: key,
      application_id: key,
      version: keyWhole,
      id,
      consent_id: id,
      action: word,
      at: date,
      shown: json,
    },
    indices: [index('consent_receipts_id', ['id'], true)],
  },
];

export class CreateIdentityTables implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, tables);
  }
}
