import assert from 'node:assert/strict';
import type { Recovery } from '../../src/domain/records/index.js';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at, STRANGE } from './records.js';

eachStorePair('recoveries in the store', (make) => {
  let stores: TestStores;
  let other: Stores;

  before(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  after(() => stores.close());

  const recovery = (change: Partial<Recovery> = {}): Recovery => ({
    identityId: randomId(),
    id: randomId(),
    goal: 'phone',
    proofs: ['password', 'registry'],
    added: null,
    replaced: ['one', 'two'],
    phone: STRANGE,
    stopDigest: randomId(),
    locale: 'en',
    begunAt: at(0),
    effectiveAt: at(1000),
    ...change,
  });

  it('come back as they were, by identity and by their stop code', async () => {
    const kept = recovery();
    assert.equal(await stores.uow.run(({ recoveries }) => recoveries.insert(kept)), true);
    assert.deepEqual(await other.uow.read.recoveries.find(kept.identityId), kept);
    assert.deepEqual(await other.uow.read.recoveries.byStop(kept.stopDigest), kept);
    assert.equal(await other.uow.read.recoveries.byStop('nothing'), undefined);
    const second = recovery({ identityId: kept.identityId });
    assert.equal(await other.uow.run(({ recoveries }) => recoveries.insert(second)), false, 'one at a time');
  });

  it('are due in their order, and A1 removed by one of many', async () => {
    const early = recovery({ effectiveAt: at(-5000) });
    const late = recovery({ effectiveAt: at(-4000) });
    for (const one of [late, early, recovery({ effectiveAt: at(500_000) })])
      await stores.uow.run(({ recoveries }) => recoveries.insert(one));
    assert.deepEqual(await stores.uow.read.recoveries.due(at(-4000), 10), [early, late]);
    assert.deepEqual(await stores.uow.read.recoveries.due(at(-4000), 1), [early]);
    const { identityId, id } = early;
    assert.equal(await stores.uow.run(({ recoveries }) => recoveries.remove(identityId, late.id)), false);
    const nodes = Array.from({ length: 8 }, (_, turn) => (turn % 2 ? stores : other));
    const removed = await Promise.all(nodes.map(({ uow }) => uow.run((r) => r.recoveries.remove(identityId, id))));
    assert.equal(removed.filter(Boolean).length, 1);
    await stores.uow.run(({ recoveries }) => recoveries.removeIdentity(late.identityId));
    assert.deepEqual(await stores.uow.read.recoveries.due(at(-4000), 10), []);
  });
});
