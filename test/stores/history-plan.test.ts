import assert from 'node:assert/strict';
import type { DataSource } from 'typeorm';
import type { AuditEvent, AuditLog } from '../../src/domain/records/index.js';
import { mysqlDataSource } from '../../src/storage/sql/mysql-store.js';
import { repositoriesOver } from '../../src/storage/sql/repositories/index.js';
import type { Row, Session } from '../../src/storage/sql/session.js';
import { sqliteDataSource } from '../../src/storage/sql/sqlite-store.js';
import { makeEmbedded, makeServers, type TestStores } from '../support/stores.js';
import { at } from './records.js';

const EVENTS = 6300;
/** Every so many is one of the owner's; the rest are of as many others. */
const STRIDE = 21;
const PAGE = 51;
const LONGEST_MS = 500;
const OWNER = 'the owner';

/** The events of one identity, spread among those of others. */
async function fill({ uow }: TestStores): Promise<void> {
  const events = Array.from({ length: EVENTS }, (_, n): AuditEvent => {
    const identityId = n % STRIDE === 0 ? OWNER : `other ${n}`;
    const type = n % 5 === 0 ? 'login.succeeded' : 'login.failed';
    return { id: `e${n}`, at: at(n), type, identityId, actor: 'visitor', applicationId: 'portal', detail: {} };
  });
  for (let from = 0; from < EVENTS; from += 1000)
    await uow.run(({ audit }) => audit.appendAll(events.slice(from, from + 1000)));
}

/** What the account's pages ask. */
const QUESTIONS: Readonly<Record<string, (log: AuditLog) => Promise<readonly AuditEvent[]>>> = {
  'the first page': (log) => log.before(OWNER, undefined, undefined, PAGE),
  'a page of some types': (log) => log.before(OWNER, undefined, ['login.succeeded', 'consent.given'], PAGE),
  'a later page of some types': (log) =>
    log.before(OWNER, { at: at(EVENTS / 2), id: 'e9' }, ['login.failed', 'login.succeeded'], PAGE),
  'the newest': (log) => log.ofIdentity(OWNER, PAGE),
};

/** How the database would answer. */
async function planOf(source: DataSource, explain: string, ask: (typeof QUESTIONS)[string]): Promise<readonly Row[]> {
  let plan: readonly Row[] = [];
  const rows: Session['rows'] = async (sql, values) => {
    plan = await source.query(`${explain} ${sql}`, [...values]);
    return [];
  };
  await ask(repositoriesOver({ rows } as Session, source).audit);
  return plan;
}

function eachQuestion(
  open: () => Promise<{ stores: TestStores; source: DataSource }>,
  explain: string,
  assertPlan: (plan: readonly Row[]) => void,
): void {
  let stores: TestStores;
  let source: DataSource;
  before(async () => {
    ({ stores, source } = await open());
    await fill(stores);
    await source.initialize();
  });
  after(async () => {
    await source.destroy();
    await stores.close();
  });

  for (const [name, ask] of Object.entries(QUESTIONS))
    it(`${name} is read by the identity’s own part of the index, in its order`, async () => {
      assertPlan(await planOf(source, explain, ask));
      const begun = performance.now();
      const events = await ask(stores.uow.read.audit);
      const ms = performance.now() - begun;
      assert.ok(events.length > 0 && events.every(({ identityId }) => identityId === OWNER));
      assert.ok(ms < LONGEST_MS, `${ms} ms`);
    });
}

describe('one identity’s history among many · SQLite', () => {
  const open = async () => {
    const stores = await makeEmbedded();
    return { stores, source: sqliteDataSource(stores.file, 'read').source };
  };
  eachQuestion(open, 'EXPLAIN QUERY PLAN', (plan) => {
    const details = plan.map(({ detail }) => String(detail));
    assert.equal(details.length, 1, `nothing is sorted: ${details}`);
    assert.match(details[0]!, /^SEARCH (?:audit_events|it) USING INDEX audit_events_identity \(identity_id=\?/);
  });
});

describe('one identity’s history among many · MariaDB', () => {
  const open = async () => {
    const stores = await makeServers();
    const limits = { poolSize: 1, acquireTimeoutMs: 2000, queryTimeoutMs: 5000 };
    return { stores, source: mysqlDataSource({ url: stores.databaseUrl, ...limits }).source };
  };
  eachQuestion(open, 'EXPLAIN', (plan) => {
    assert.equal(plan.length, 1);
    const [{ key, rows, Extra } = {}] = plan;
    assert.equal(key, 'audit_events_identity');
    assert.doesNotMatch(String(Extra), /filesort|temporary/);
    // An estimate: the whole index would be all events.
    assert.ok(Number(rows) < EVENTS / 2, `${rows} rows are looked at`);
  });
});
