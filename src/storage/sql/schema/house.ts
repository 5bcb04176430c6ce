import type { AuditEvent, OutboxEntry, SigningKey } from '../../../domain/records/index.js';
import { date, define, id, json, key, maybe, text, whole, word } from './columns.js';

export const signingKeys = define<SigningKey>('signing_keys', {
  kid: key,
  alg: word,
  state: word,
  publicJwk: json,
  sealedPrivateJwk: text,
  createdAt: date,
  changedAt: date,
});

export const outbox = define<OutboxEntry>('outbox', {
  id: key,
  kind: word,
  payload: text,
  attempts: whole,
  dueAt: date,
  expiresAt: date,
  createdAt: date,
});

export const auditEvents = define<AuditEvent>('audit_events', {
  id: key,
  at: date,
  type: word,
  identityId: maybe(id),
  actor: id,
  applicationId: maybe(id),
  detail: json,
});
