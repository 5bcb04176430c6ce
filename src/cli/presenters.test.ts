import assert from 'node:assert/strict';
import type { Application, Correction, Department, Terminal } from '../domain/records/index.js';
import {
  presentApplication,
  presentCorrection,
  presentDepartment,
  presentTerminal,
  presentWaitingCorrection,
} from './presenters.js';

/** A record as it might be one day: with a field, at every depth, that nobody has decided about. */
const grown = <T>(record: T): T => {
  if (Array.isArray(record)) return record.map(grown) as T;
  if (typeof record !== 'object' || record === null || record instanceof Date) return record;
  const inner = Object.entries(record).map(([name, value]) => [name, WORDS.has(name) ? value : grown(value)]);
  return { ...Object.fromEntries(inner), addedLater: 'not to be seen' } as T;
};
/** Values that leave whole: words in both languages, a legal basis, public keys. */
const WORDS = new Set(['name', 'summary', 'purpose', 'basis', 'jwks']);

const AT = new Date('2026-12-01T00:00:00Z');
const name = { zh: '测试', en: 'Test' };
const department: Department = {
  ...{ id: 'tax', name, level: 'national', region: '000000', parentId: null, disabledAt: null, createdAt: AT },
};
const application: Application = {
  ...{ id: 'tax-web', departmentId: 'tax', name, summary: name, homeUri: 'https://tax.example/' },
  ...{ redirectUris: ['https://tax.example/back'], postLogoutRedirectUris: [], backchannelLogoutUri: null },
  ...{ authentication: 'client_secret_basic', secretDigest: 'digest-of-secret', jwks: { keys: [] } },
  ...{ idTokenAlg: 'ES256', pkce: 'required', pushedRequests: 'optional', assertionAudience: 'issuer' },
  claims: [{ claim: 'resident_of', purpose: name, basis: { kind: 'consent' }, optional: true, regions: ['110000'] }],
  ...{ minimumIal: 1, minimumAal: 1, consentDays: 90, delegation: 'refused' },
  api: { uri: 'https://tax.example/api', token: 'jwt', alg: 'ES256', scopes: ['income.read'] },
  ...{ resource: 'https://tax.example/api', calls: [{ resource: 'https://other.example', scopes: ['a'] }] },
  ...{ disabledAt: null, createdAt: AT },
};
const terminal: Terminal = {
  ...{ id: 'hall-1', name, place: '330100', setupDigest: 'digest-of-code', setupUntil: AT },
  ...{ secretDigest: 'digest-of-secret', createdAt: AT, disabledAt: null },
};
const correction: Correction = {
  ...{ id: 'c1', identityId: 'i1', field: 'name', openField: 'name', request: 'as typed', answer: null },
  ...{ outcome: null, askedAt: AT, answeredAt: null },
};

describe('what leaves by --json', () => {
  const { secretDigest: _application, ...ofApplication } = application;
  const { secretDigest: _terminal, setupDigest: _setup, ...ofTerminal } = terminal;
  const { openField: _open, ...ofCorrection } = correction;
  const { id, identityId, field, askedAt } = correction;
  const cases: readonly [string, object, object][] = [
    ['a department', presentDepartment(grown(department)), department],
    ['an application', presentApplication(grown(application)), { ...ofApplication, hasSecret: true }],
    ['a terminal', presentTerminal(grown(terminal)), { ...ofTerminal, setUp: true }],
    ['a correction', presentCorrection(grown(correction)), ofCorrection],
    ['a correction in a list', presentWaitingCorrection(grown(correction)), { id, identityId, field, askedAt }],
  ];
  for (const [what, shown, expected] of cases) {
    it(`${what}: the fields that were chosen, and none that a record got later`, () => {
      assert.deepEqual(shown, expected);
      assert.doesNotMatch(JSON.stringify(shown), /digest-of|not to be seen/);
    });
  }

  it('an application without a secret and an interface', () => {
    const { hasSecret, api } = presentApplication({ ...application, secretDigest: null, api: null });
    assert.deepEqual({ hasSecret, api }, { hasSecret: false, api: null });
  });
});
