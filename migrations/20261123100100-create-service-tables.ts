import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTables,
  date,
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

/** Departments and their applications, what they were granted, and how the house keeps its own books. */
const tables: readonly TablePlan[] = [
  {
    name: 'departments',
    columns: {
      id: key,
      name: json,
      level: word,
      region: word,
      parent_id: maybe(id),
      disabled_at: maybe(date),
      created_at: date,
    },
  },
  {
    name: 'applications',
    columns: {
      id: key,
      department_id: id,
      name: json,
      summary: json,
      home_uri: text,
      redirect_uris: json,
      post_logout_redirect_uris: json,
      backchannel_logout_uri: maybe(text),
      authentication: word,
      secret_digest: maybe(id),
      jwks: maybe(json),
      id_token_alg: word,
      pkce: word,
      claims: json,
      minimum_ial: whole,
      minimum_aal: whole,
      consent_days: whole,
      disabled_at: maybe(date),
      created_at: date,
    },
    indices: [index('applications_department', ['department_id'])],
  },
  {
    name: 'login_sessions',
    columns: { uid: key, identity_id: id, aal: whole, started_at: date, expires_at: date, ended_at: maybe(date) },
    indices: [
      index('login_sessions_identity', ['identity_id', 'started_at']),
      index('login_sessions_expiry', ['ended_at', 'expires_at']),
    ],
  },
  {
    name: 'session_applications',
    columns: {
      session_uid: key,
      application_id: key,
      identity_id: id,
      sid: id,
      grant_digest: maybe(id),
      joined_at: date,
      notified_at: maybe(date),
    },
  },
  {
    name: 'provider_grants',
    columns: {
      digest: key,
      identity_id: id,
      application_id: id,
      payload: json,
      expires_at: date,
      revoked_at: maybe(date),
    },
    indices: [
      index('provider_grants_identity', ['identity_id', 'application_id']),
      index('provider_grants_application', ['application_id']),
      index('provider_grants_expiry', ['expires_at']),
    ],
  },
  {
    name: 'refresh_tokens',
    columns: {
      digest: key,
      grant_digest: id,
      identity_id: id,
      application_id: id,
      payload: json,
      consumed_at: maybe(date),
      expires_at: date,
    },
    indices: [
      index('refresh_tokens_grant', ['grant_digest']),
      index('refresh_tokens_identity', ['identity_id', 'application_id']),
      index('refresh_tokens_expiry', ['expires_at']),
    ],
  },
  {
    name: 'signing_keys',
    columns: {
      kid: key,
      alg: word,
      state: word,
      public_jwk: json,
      sealed_private_jwk: text,
      created_at: date,
      changed_at: date,
    },
  },
  {
    name: 'outbox',
    columns: {
      id: key,
      kind: word,
      payload: text,
      attempts: whole,
      due_at: date,
      expires_at: date,
      created_at: date,
    },
    indices: [index('outbox_due', ['due_at', 'id'])],
  },
  {
    name: 'audit_events',
    columns: {
      id: key,
      at: date,
      type: word,
      identity_id: maybe(id),
      actor: id,
      application_id: maybe(id),
      detail: json,
    },
    indices: [index('audit_events_identity', ['identity_id', 'at', 'id'])],
  },
];

export class CreateServiceTables implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, tables);
  }
}
