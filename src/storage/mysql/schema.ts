import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { AuditEvent } from '../../domain/audit/index.js';
import type {
  Authenticator,
  AuthenticatorIndexEntry,
  FailureCounter,
  KnownDevice,
  OneTimeCode,
} from '../../domain/authenticators/index.js';
import type { Consent, ConsentReceipt } from '../../domain/consents/index.js';
import type { Application, Department, Subject } from '../../domain/departments/index.js';
import type {
  ContactIndexEntry,
  Identity,
  IndexKey,
  NumberIndexEntry,
  SealedPersonalData,
} from '../../domain/identities/index.js';
import type { OutboxEntry } from '../../domain/notifications/index.js';
import type {
  GrantRecord,
  RefreshTokenRecord,
  SessionApplication,
  SessionRecord,
} from '../../domain/sessions/index.js';
import type { SigningKey } from '../../domain/signing-keys/index.js';

/** A used one-time thing; the domain sees only whether spending it succeeded. */
export interface SpentRow {
  readonly kind: string;
  readonly digest: string;
  readonly expiresAt: Date;
}

type Column = Omit<EntitySchemaColumnOptions, 'name'>;

const key: Column = { type: 'varchar', length: 128, primary: true };
const id: Column = { type: 'varchar', length: 128 };
const word: Column = { type: 'varchar', length: 64 };
const address: Column = { type: 'varchar', length: 500 };
const text: Column = { type: 'text' };
const whole: Column = { type: 'int' };
const json: Column = { type: 'json' };
const date: Column = { type: 'datetime', precision: 3 };

const maybe = (column: Column): Column => ({ ...column, nullable: true });

/** Names every column after its property, in snake case, so that a record type and its table cannot drift apart. */
function define<T extends object>(tableName: string, columns: Record<keyof T & string, Column>): EntitySchema<T> {
  const named = Object.entries<Column>(columns).map(([property, column]) => {
    const name = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [property, { ...column, name }];
  });
  return new EntitySchema<T>({ name: tableName, tableName, columns: Object.fromEntries(named) });
}

export const identities = define<Identity>('identities', {
  id: key,
  state: word,
  ial: whole,
  provenAt: date,
  tokenEpoch: whole,
  createdAt: date,
});

export const personalData = define<SealedPersonalData>('personal_data', {
  identityId: key,
  version: whole,
  dataKey: maybe(text),
  name: maybe(text),
  number: maybe(text),
  birthdate: maybe(text),
  gender: maybe(text),
  residence: maybe(text),
  phone: maybe(text),
  email: maybe(text),
});

export const numberIndex = define<NumberIndexEntry>('identity_number_index', {
  keyVersion: { ...whole, primary: true },
  digest: key,
  identityId: id,
  claim: word,
});

export const indexKeys = define<IndexKey>('index_keys', {
  version: { ...whole, primary: true },
  state: word,
  wrappedKey: text,
  createdAt: date,
});

export const contactIndex = define<ContactIndexEntry>('contact_index', {
  identityId: key,
  kind: { ...word, primary: true },
  digest: id,
});

export const authenticators = define<Authenticator>('authenticators', {
  identityId: key,
  id: key,
  kind: word,
  secret: maybe(text),
  label: maybe(text),
  data: maybe(json),
  usableFrom: maybe(date),
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

export const spent = define<SpentRow>('spent', {
  kind: { ...word, primary: true },
  digest: key,
  expiresAt: date,
});

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

export const departments = define<Department>('departments', {
  id: key,
  name: json,
  level: word,
  region: word,
  parentId: maybe(id),
  disabledAt: maybe(date),
  createdAt: date,
});

export const applications = define<Application>('applications', {
  id: key,
  departmentId: id,
  name: json,
  summary: json,
  homeUri: text,
  redirectUris: json,
  postLogoutRedirectUris: json,
  backchannelLogoutUri: maybe(text),
  authentication: word,
  secretDigest: maybe(id),
  jwks: maybe(json),
  idTokenAlg: word,
  pkce: word,
  pushedRequests: word,
  assertionAudience: word,
  claims: json,
  minimumIal: whole,
  minimumAal: whole,
  consentDays: whole,
  api: maybe(json),
  resource: maybe(address),
  calls: json,
  disabledAt: maybe(date),
  createdAt: date,
});

export const subjects = define<Subject>('subjects', {
  identityId: key,
  departmentId: key,
  subject: id,
});

export const consents = define<Consent>('consents', {
  identityId: key,
  applicationId: key,
  id,
  items: json,
  givenAt: date,
  expiresAt: date,
  withdrawnAt: maybe(date),
  provenAt: date,
  version: whole,
});

export const consentReceipts = define<ConsentReceipt>('consent_receipts', {
  identityId: key,
  applicationId: key,
  version: { ...whole, primary: true },
  id,
  consentId: id,
  action: word,
  at: date,
  shown: json,
});

export const sessions = define<SessionRecord>('login_sessions', {
  uid: key,
  identityId: id,
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

/** Everything the data source knows. */
export const entities: readonly EntitySchema[] = [
  identities,
  personalData,
  numberIndex,
  indexKeys,
  contactIndex,
  authenticators,
  authenticatorIndex,
  failureCounters,
  spent,
  oneTimeCodes,
  knownDevices,
  departments,
  applications,
  subjects,
  consents,
  consentReceipts,
  sessions,
  sessionApplications,
  grants,
  refreshTokens,
  signingKeys,
  outbox,
  auditEvents,
] as readonly EntitySchema[];
