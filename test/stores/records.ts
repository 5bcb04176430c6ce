import type {
  Application,
  Authenticator,
  Consent,
  ConsentReceipt,
  Department,
  GrantRecord,
  Identity,
  OneTimeCode,
  OutboxEntry,
  RefreshTokenRecord,
  SealedPersonalData,
  SessionRecord,
  SigningKey,
} from '../../src/domain/records/index.js';
import { randomId } from '../../src/shared/random.js';

/** Text that each store has to give back as it was: quotes, NUL, combining and right-to-left marks, four-byte letters. */
export const STRANGE = `张三丰 '"\`\\ %_ \u0000 é e\u0301 \u202e 𠮷 👩‍👩‍👧 ?;-- :name`;

/** Dates that lose something in a careless mapping: milliseconds, before 1970, the far end, a leap day at midnight. */
export const MOMENTS = [
  '2026-11-23T09:08:07.006Z',
  '1969-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59.999Z',
  '2024-02-29T00:00:00.000Z',
].map((text) => new Date(text));

export const at = (offsetMs: number): Date => new Date(Date.UTC(2026, 10, 23, 10, 0, 0, 1) + offsetMs);

export const identity = (change: Partial<Identity> = {}): Identity => ({
  id: randomId(),
  state: 'active',
  ial: 1,
  provenAt: at(0),
  tokenEpoch: 0,
  createdAt: at(1),
  child: null,
  closesAt: null,
  ...change,
});

export const personalData = (identityId: string): SealedPersonalData => ({
  identityId,
  version: 1,
  dataKey: 'wrapped',
  name: STRANGE,
  number: 'sealed number',
  birthdate: 'sealed date',
  gender: null,
  residence: null,
  phone: 'sealed phone',
  email: null,
});

export const authenticator = (identityId: string, change: Partial<Authenticator> = {}): Authenticator => ({
  id: randomId(),
  identityId,
  kind: 'password',
  secret: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
  label: null,
  data: null,
  usableFrom: null,
  usableUntil: null,
  createdAt: at(0),
  lastUsedAt: null,
  ...change,
});

export const oneTimeCode = (change: Partial<OneTimeCode> = {}): OneTimeCode => ({
  id: randomId(),
  purpose: 'login',
  visitDigest: 'visit',
  identityId: null,
  addressDigest: 'address',
  codeDigest: 'code',
  tries: 0,
  expiresAt: at(60_000),
  ...change,
});

export const department = (change: Partial<Department> = {}): Department => ({
  id: randomId(),
  name: { zh: '税务局', en: 'Tax' },
  level: 'national',
  region: '000000',
  parentId: null,
  disabledAt: null,
  createdAt: at(0),
  ...change,
});

export const application = (change: Partial<Application> = {}): Application => ({
  id: randomId(),
  departmentId: 'department',
  name: { zh: STRANGE, en: 'Portal' },
  summary: { zh: '办税', en: 'Taxes' },
  homeUri: 'https://tax.example/',
  redirectUris: ['https://tax.example/callback'],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  authentication: 'private_key_jwt',
  secretDigest: null,
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] },
  idTokenAlg: 'ES256',
  pkce: 'required',
  pushedRequests: 'optional',
  assertionAudience: 'issuer',
  claims: [
    { claim: 'name', purpose: { zh: '称呼', en: 'To address you' }, basis: { kind: 'consent' }, optional: true },
  ],
  minimumIal: 1,
  minimumAal: 2,
  consentDays: 365,
  delegation: 'refused',
  api: null,
  resource: null,
  calls: [],
  disabledAt: null,
  createdAt: at(0),
  ...change,
});

export const consent = (change: Partial<Consent> = {}): Consent => ({
  id: randomId(),
  identityId: randomId(),
  applicationId: 'application',
  items: [{ claim: 'name', purpose: { zh: '称呼', en: 'To address you' }, basis: { kind: 'consent' }, granted: false }],
  givenAt: at(0),
  expiresAt: at(1000),
  withdrawnAt: null,
  provenAt: at(0),
  version: 1,
  ...change,
});

export const receipt = (of: Consent): ConsentReceipt => ({
  id: randomId(),
  consentId: of.id,
  identityId: of.identityId,
  applicationId: of.applicationId,
  version: of.version,
  action: 'given',
  at: at(0),
  shown: { items: of.items, locale: 'zh-CN', nested: [1, null, { deep: true }] },
});

export const session = (change: Partial<SessionRecord> = {}): SessionRecord => ({
  uid: randomId(),
  identityId: randomId(),
  actorId: null,
  aal: 1,
  amr: ['pwd'],
  used: ['password'],
  browser: 'chrome-android',
  place: '330100',
  terminal: 0,
  startedAt: at(0),
  lastSeenAt: at(0),
  expiresAt: at(1000),
  endedAt: null,
  ...change,
});

export const grant = (change: Partial<GrantRecord> = {}): GrantRecord => ({
  digest: randomId(),
  identityId: randomId(),
  applicationId: 'application',
  payload: { openid: { scope: 'openid name' }, text: STRANGE },
  expiresAt: at(1000),
  revokedAt: null,
  ...change,
});

export const refreshToken = (change: Partial<RefreshTokenRecord> = {}): RefreshTokenRecord => ({
  digest: randomId(),
  grantDigest: 'grant',
  identityId: randomId(),
  applicationId: 'application',
  payload: { scope: 'openid', iat: 1_763_888_888 },
  consumedAt: null,
  expiresAt: at(1000),
  ...change,
});

export const signingKey = (change: Partial<SigningKey> = {}): SigningKey => ({
  kid: randomId(),
  alg: 'ES256',
  state: 'published',
  publicJwk: { kty: 'EC', kid: 'k' },
  sealedPrivateJwk: 'sealed',
  createdAt: at(0),
  changedAt: at(0),
  ...change,
});

export const outboxEntry = (change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: randomId(),
  kind: 'message',
  payload: STRANGE,
  attempts: 0,
  dueAt: at(0),
  expiresAt: at(60_000),
  createdAt: at(0),
  ...change,
});

/** A promise that is let go from outside, to make two transactions meet where the test wants it. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
