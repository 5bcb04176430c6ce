import assert from 'node:assert/strict';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { record } from '../../domain/audit/index.js';
import type { AuditEvent } from '../../domain/records/index.js';
import { systemClock } from '../../shared/clock.js';
import type { EphemeralStore } from '../../shared/ephemeral.js';
import { Metrics, observedStore, pageOf, tellCommittedEvents } from './index.js';

const event = (type: string, detail: AuditEvent['detail'] = {}): AuditEvent => ({
  id: 'e',
  at: new Date(),
  type,
  identityId: 'i',
  actor: 'i',
  applicationId: 'a',
  detail,
});

async function lines(metrics: Metrics, name: string): Promise<string[]> {
  const { text } = await pageOf([await metrics.figures()]);
  return text.split('\n').filter((line) => line.startsWith(name));
}

describe('figures', () => {
  it('count logins by outcome and authenticator, and tokens by kind', async () => {
    const metrics = new Metrics();
    metrics.event(event('login.succeeded', { aal: 1, amr: ['pwd'] }));
    metrics.event(event('login.succeeded', { aal: 2, amr: ['pwd', 'otp', 'sms', 'mfa'] }));
    metrics.event(event('login.failed', { factor: 'password', paused: false }));
    metrics.event(event('login.failed', { factor: 'password', paused: true }));
    metrics.event(event('token.issued'));
    metrics.event(event('code.reused'));
    assert.deepEqual(await lines(metrics, 'yihao_logins_total'), [
      'yihao_logins_total{outcome="succeeded",authenticator="password"} 1',
      'yihao_logins_total{outcome="succeeded",authenticator="password+sms"} 1',
      'yihao_logins_total{outcome="failed",authenticator="password"} 1',
      'yihao_logins_total{outcome="paused",authenticator="password"} 1',
    ]);
    assert.deepEqual(await lines(metrics, 'yihao_tokens_total'), [
      'yihao_tokens_total{kind="access",outcome="issued"} 1',
      'yihao_tokens_total{kind="code",outcome="reused"} 1',
    ]);
  });

  it('count what is answered before the log', async () => {
    const metrics = new Metrics();
    for (const path of ['/jwks', '/jwks', '/.well-known/openid-configuration']) metrics.document(path);
    assert.deepEqual(await lines(metrics, 'yihao_documents_total'), [
      'yihao_documents_total{path="/jwks"} 2',
      'yihao_documents_total{path="/.well-known/openid-configuration"} 1',
    ]);
  });

  it('of several processes are one page: counts are added, ages are not', async () => {
    const both = [new Metrics(), new Metrics()];
    for (const [index, metrics] of both.entries()) {
      metrics.event(event('token.issued'));
      metrics.gauges.add({ name: 'age', help: 'Age.', together: 'max', read: () => [{ value: 10 + index }] });
    }
    const { text } = await pageOf(await Promise.all(both.map((metrics) => metrics.figures())));
    assert.match(text, /^yihao_tokens_total\{kind="access",outcome="issued"\} 2$/m);
    assert.match(text, /^age 11$/m);
  });

  it('leave out what cannot be read, and give the rest', async () => {
    const metrics = new Metrics();
    let broken = false;
    const read = async () => {
      if (broken) throw new Error('the store is down');
      return [{ labels: { state: 'signing' }, value: 5 }];
    };
    metrics.gauges.add({ name: 'key_age', help: 'Age.', labels: ['state'], together: 'max', read });
    assert.deepEqual(await lines(metrics, 'key_age'), ['key_age{state="signing"} 5']);
    broken = true;
    assert.deepEqual(await lines(metrics, 'key_age'), []);
    assert.equal((await lines(metrics, 'process_resident_memory_bytes')).length, 1);
    assert.equal((await lines(metrics, 'nodejs_eventloop_lag_p99_seconds')).length, 1);
  });

  it('tell how long a store took and whether it failed, never a key', async () => {
    const metrics = new Metrics();
    const broken = { get: () => Promise.reject(new Error('down')) } as unknown as EphemeralStore;
    await assert.rejects(observedStore(broken, metrics.store('sessions')).get('visit:secret'));
    const [count] = await lines(metrics, 'yihao_store_seconds_count');
    assert.equal(count, 'yihao_store_seconds_count{store="sessions",operation="get",outcome="failed"} 1');
  });
});

eachStorePair('committed events', (make) => {
  let stores: TestStores;
  before(async () => {
    stores = await make();
  });
  after(() => stores.close());

  it('are told once, after the commit, and never where the transaction failed', async () => {
    const told: string[] = [];
    const uow = tellCommittedEvents(stores.uow, ({ type }) => told.push(type));
    const write = (type: 'refresh.rotated' | 'code.reused', fail = false) =>
      uow.run(async (repositories) => {
        await record({ clock: systemClock }, repositories, type, { actor: 'system' });
        assert.ok(!told.includes(type), 'not before the commit');
        if (fail) throw new Error('changed my mind');
      });
    await write('refresh.rotated');
    await assert.rejects(write('code.reused', true));
    assert.deepEqual(told, ['refresh.rotated']);
  });
});
