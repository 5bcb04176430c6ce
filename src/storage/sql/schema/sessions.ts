import type {
  GrantRecord,
  RefreshTokenRecord,
  SessionApplication,
  SessionRecord,
} from '../../../domain/records/index.js';
import { date, define, id, json, key, maybe, whole, word } from './columns.js';

export const sessions = define<SessionRecord>('login_sessions', {
  uid: key,
  identityId: id,
  actorId: maybe(id),
  aal: whole,
  amr: json,
  used: json,
  browser: maybe(word),
  place: maybe(word),
  terminal: whole,
  startedAt: date,
  lastSeenAt: maybe(date),
  expiresAt: date,
  endedAt: maybe(date),
});

export const sessionApplications = define<SessionApplication>('session_applications', {
  sessionUid: key,
  applicationId: key,
  identityId: id,
  sid: id,
  grantDigest: maybe(id),
  joinedAt: date,
  notifiedAt: maybe(date),
});

export const grants = define<GrantRecord>('provider_grants', {
  digest: key,
  identityId: id,
  applicationId: id,
  payload: json,
  expiresAt: date,
  revokedAt: maybe(date),
});

export const refreshTokens = define<RefreshTokenRecord>('refresh_tokens', {
  digest: key,
  grantDigest: id,
  identityId: id,
  applicationId: id,
  payload: json,
  consumedAt: maybe(date),
  expiresAt: date,
});
