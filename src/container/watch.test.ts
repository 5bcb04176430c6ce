import assert from 'node:assert/strict';
import { testKeys } from '../../test/support/identities/identities.js';
import { makeEmbedded, type TestStores } from '../../test/support/stores.js';
import { Metrics } from '../connectors/telemetry/index.js';
import { loadSettings } from '../settings/index.js';
import { systemClock } from '../shared/clock.js';
import { addGauges, createHealth } from './watch.js';

describe('a scrape', () => {
  let stores: TestStores;
  before(async () => {
    stores = await makeEmbedded();
  });
  after(() => stores.close());

  it('asks once for what waits to be delivered, and gives its number and its age', async () => {
    const { database } = stores;
    const { read } = database.uow;
    let asked = 0;
    const backlog = (now: Date) => {
      asked += 1;
      return read.outbox.backlog(now);
    };
    const uow = { ...database.uow, read: { ...read, outbox: { ...read.outbox, backlog } } as typeof read };
    const foundation = {
      settings: loadSettings({}),
      clock: systemClock,
      keys: testKeys,
      database: { ...database, uow },
      close: async () => undefined,
    };
    const metrics = new Metrics();
    const hasher = { load: { busy: 0, waiting: 0, refused: 0 } };
    const health = createHealth(foundation, { ping: async () => undefined });
    addGauges({ metrics, foundation, hasher, health });
    const past = new Date(Date.now() - 5_000);
    const entry = { id: 'one', kind: 'logout' as const, payload: '', attempts: 0, expiresAt: new Date(), dueAt: past };
    await database.uow.run(({ outbox }) => outbox.add({ ...entry, createdAt: past }));
    const figures = await metrics.registry.metrics();
    assert.match(figures, /^yihao_outbox_due 1$/m);
    assert.match(figures, /^yihao_outbox_lag_seconds 5\.\d+$/m);
    assert.equal(asked, 1);
  });
});
