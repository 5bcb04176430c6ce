import type {
  Authenticator,
  AuthenticatorIndexEntry,
  FailureCounter,
  KnownDevice,
  OneTimeCode,
  Recovery,
} from '../../../domain/records/index.js';
import { date, define, id, json, key, maybe, text, whole, word } from './columns.js';

/** A used one-time thing; the domain sees only whether spending it succeeded. */
export interface SpentRow {
  readonly kind: string;
  readonly digest: string;
  readonly expiresAt: Date;
}

export const authenticators = define<Authenticator>('authenticators', {
  identityId: key,
  id: key,
  kind: word,
  secret: maybe(text),
  label: maybe(text),
  data: maybe(json),
  usableFrom: maybe(date),
  usableUntil: maybe(date),
  createdAt: date,
  lastUsedAt: maybe(date),
});

export const authenticatorIndex = define<AuthenticatorIndexEntry>('authenticator_index', {
  kind: { ...word, primary: true },
  digest: key,
  identityId: id,
  authenticatorId: id,
});

export const failureCounters = define<FailureCounter>('failure_counters', {
  subject: key,
  purpose: { ...word, primary: true },
  failures: whole,
  windowEndsAt: date,
  blockedUntil: maybe(date),
});

export const spent = define<SpentRow>('spent', { kind: { ...word, primary: true }, digest: key, expiresAt: date });

export const oneTimeCodes = define<OneTimeCode>('one_time_codes', {
  id: key,
  purpose: word,
  visitDigest: id,
  identityId: maybe(id),
  addressDigest: id,
  codeDigest: id,
  tries: whole,
  expiresAt: date,
});

export const knownDevices = define<KnownDevice>('known_devices', {
  identityId: key,
  deviceDigest: key,
  confirmedAt: date,
  lastSeenAt: date,
});

export const recoveries = define<Recovery>('recoveries', {
  identityId: key,
  id,
  goal: word,
  proofs: json,
  added: maybe(id),
  replaced: json,
  phone: maybe(text),
  stopDigest: id,
  locale: word,
  begunAt: date,
  effectiveAt: date,
});
