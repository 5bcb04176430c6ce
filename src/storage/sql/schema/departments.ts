import type { Application, Consent, ConsentReceipt, Department, Subject } from '../../../domain/records/index.js';
import { address, date, define, id, json, key, maybe, text, whole, word } from './columns.js';

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
  delegation: word,
  api: maybe(json),
  resource: maybe(address),
  calls: json,
  disabledAt: maybe(date),
  createdAt: date,
});

export const subjects = define<Subject>('subjects', { identityId: key, departmentId: key, subject: id });

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
