import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { EVENTS, type EventName, type EventType, KINDS, sentenceOf, typesShown } from '../../src/domain/audit/index.js';
import { callSchema } from '../../src/domain/departments/departments.schema.js';
import { uriFault } from '../../src/domain/departments/uri-rules.js';
import { MESSAGES } from '../../src/domain/notifications/notifications.messages.js';
import type { AuditEvent } from '../../src/domain/records/index.js';
import { textFaults } from '../support/texts.js';

const TYPES = Object.keys(EVENTS) as EventName[];
const entryOf = (type: EventName): EventType => EVENTS[type] as unknown as EventType;
const textsOf = (type: EventName) => {
  const { history } = entryOf(type);
  if (!('kind' in history)) return [];
  return 'of' in history.says ? Object.values(history.says.of) : [history.says];
};
const PERSONAL = [
  '王嘉强',
  '110101199003072316',
  '11010119900307231X',
  'HKG123456789012',
  '13800138000',
  '+8613800138000',
];
/** What an operator may have named with digits alone; an interface's address and a scope are told by their form. */
const NAMED_BY_OPERATORS = new Set(['terminalId']);

describe('the catalogue of events', () => {
  it('says of each type what the citizen is told, or why nothing', () => {
    for (const type of TYPES) {
      const { history } = entryOf(type);
      if ('none' in history) assert.ok(history.none.length > 10, type);
      else assert.ok(KINDS.includes(history.kind) && textsOf(type).length > 0, type);
      const faults = textsOf(type).flatMap((text) => textFaults(text, type));
      assert.deepEqual(faults, []);
    }
    assert.ok(TYPES.length > 60);
    assert.deepEqual(new Set(KINDS.flatMap((kind) => typesShown(kind))), new Set(typesShown()));
  });

  it('leaves nothing in a sentence that no page fills', () => {
    const filled = new Set(['application', 'claims', 'person', 'method', 'change']);
    for (const type of TYPES)
      for (const { zh } of textsOf(type))
        for (const [, place] of zh.matchAll(/\{(\w+)\}/g)) assert.ok(filled.has(place!), `${type}: {${place}}`);
  });

  it('has no type that nobody writes', () => {
    const sources = globSync('src/**/*.{ts,tsx}', { exclude: ['**/*.test.*', 'src/domain/audit/**'] });
    const written = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
    const endings = new Set([...written.matchAll(/`([a-z_]+)\.\$\{\w+\}`/g)].map(([, noun]) => noun!));
    const idle = TYPES.filter((type) => !written.includes(`'${type}'`) && !endings.has(type.split('.')[0]!));
    assert.deepEqual(idle, []);
  });

  it('keeps out of a detail whatever is not named, and names, numbers and addresses of people', () => {
    for (const type of TYPES) {
      const { detail } = entryOf(type);
      const unnamed = detail.safeParse({ somethingElse: 'x' });
      assert.ok(
        unnamed.error?.issues.some(({ code }) => code === 'unrecognized_keys'),
        type,
      );
      for (const [name, schema] of Object.entries(detail.shape))
        for (const value of [...PERSONAL, 'a.person@example.org', 13_800_138_000])
          for (const given of [value, [value]]) {
            if (NAMED_BY_OPERATORS.has(name) && typeof value === 'string' && /^\d+$/.test(value)) continue;
            const { success } = (schema as typeof detail).safeParse(given);
            assert.equal(success, false, `${type}.${name} takes ${String(value)}`);
          }
    }
  });

  it('takes ids, and the names of applications and scopes, where they belong', () => {
    const detail = { by: 'authorization_code refresh_token', scope: 'openid citizen_id https://api.example/read' };
    assert.ok(EVENTS['token.issued'].detail.safeParse({ ...detail, resource: 'https://api.example/v1' }).success);
    const person = '01934567-8901-7123-8123-123456789012';
    assert.ok(EVENTS['session.started'].detail.safeParse({ aal: 2, person }).success);
  });

  it('takes every address and scope that can be registered, whatever digits are in it', () => {
    const addresses = [
      'https://api.example/20240101/',
      'https://api.example/13800138000',
      'https://api.example/@tax',
      'https://api.example/v1?of=110101199003072316&to=a@b',
      "https://api-20240101.example:8443/a,b;c=(d)'!$&+~%E7%8E%8B",
      'https://api.example/?x/@tax',
      'http://localhost:3001/20240101',
      'http://[::1]:8080/@',
      `https://api.example/${'1'.repeat(480)}`,
    ];
    for (const resource of addresses) {
      assert.equal(uriFault(resource), undefined, resource);
      const added = { departmentId: 'tax', authentication: 'private_key_jwt', claims: [], resource, calls: [resource] };
      assert.ok(EVENTS['application.added'].detail.safeParse(added).success, resource);
      assert.ok(EVENTS['application.forbidden'].detail.safeParse({ resource }).success, resource);
    }
    const resource = addresses[0]!;
    const longest = Array.from({ length: 50 }, (_, at) => `report.${String(20_240_101 + at).padStart(53, '0')}`);
    for (const scopes of [['report.20240101'], ['tax:13800138000', 'a_b-c.20240101:read'], longest]) {
      assert.ok(callSchema.safeParse({ resource, scopes }).success);
      assert.ok(EVENTS['application.allowed'].detail.safeParse({ resource, scopes }).success, scopes[0]);
      const token = { by: 'client_credentials', scope: scopes.join(' '), resource };
      assert.ok(EVENTS['token.issued'].detail.safeParse(token).success, scopes[0]);
    }
    for (const scope of ['openid 13800138000', '110101199003072316', 'a@b.example'])
      assert.equal(EVENTS['token.issued'].detail.safeParse({ by: '', scope }).success, false, scope);
    for (const address of ['https://13800138000@api.example/', 'https://a:b@api.example/', 'ftp://api.example/'])
      assert.equal(EVENTS['application.forbidden'].detail.safeParse({ resource: address }).success, false, address);
  });

  it('names messages that there are, and each only where it is sent', () => {
    for (const type of TYPES) {
      const { notice } = entryOf(type);
      const names = notice === null ? [] : 'always' in notice ? [notice.always] : notice.sometimes;
      for (const name of names) assert.ok(name in MESSAGES, `${type}: ${name}`);
    }
  });
});

describe('the sentence of an event', () => {
  const row = (type: string, detail: AuditEvent['detail'] = {}): AuditEvent => ({
    ...{ id: 'e', at: new Date(), identityId: 'citizen', actor: 'citizen', applicationId: null },
    ...{ type, detail },
  });

  it('is there for a row of any version: with less in it, with what this one does not know, of another type', () => {
    for (const type of typesShown()) {
      assert.ok(sentenceOf(row(type)), type);
      const strange = row(type, { reason: 'unheard_of', what: 'unheard_of', as: 'x', why: 'x', side: 'x', by: 'x' });
      assert.ok(sentenceOf(strange), type);
    }
    assert.equal(sentenceOf(row('session.ended', { reason: 'unheard_of' }))?.en, 'Signed out');
    assert.equal(sentenceOf(row('guardian.ended', { as: 'ward' }))?.en, 'A guardian’s consent ended');
    assert.equal(sentenceOf(row('of.tomorrow')), undefined);
    assert.equal(sentenceOf(row('constructor')), undefined);
    assert.equal(sentenceOf(row('grant.given')), undefined);
  });
});
