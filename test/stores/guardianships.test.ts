import assert from 'node:assert/strict';
import type { Guardianship } from '../../src/domain/records/index.js';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at, identity, STRANGE } from './records.js';

const guardianship = (change: Partial<Guardianship> = {}): Guardianship => ({
  identityId: randomId(),
  slot: 1,
  id: randomId(),
  state: 'asked',
  named: STRANGE,
  askedDigest: 'digest',
  guardianId: null,
  askedAt: at(0),
  changedAt: at(0),
  reviewAt: at(1000),
  ...change,
});

eachStorePair('guardianships', (make) => {
  let stores: TestStores;
  let other: Stores;

  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  it('keep two of a child and no third, over two nodes at once', async () => {
    const identityId = randomId();
    const written = await Promise.all(
      [stores, other, stores, other].map((node, n) =>
        node.uow.run(({ guardianships }) => guardianships.insert(guardianship({ identityId, slot: 1 + (n % 2) }))),
      ),
    );
    assert.equal(written.filter(Boolean).length, 2);
    const slots = (await stores.uow.read.guardianships.ofWard(identityId)).map(({ slot }) => slot);
    assert.deepEqual(slots, [1, 2]);
  });

  it('are found by child, by guardian, by the number that was asked and by the day of review', async () => {
    const first = guardianship({ askedAt: at(2), reviewAt: at(5) });
    const second = guardianship({ askedAt: at(1), reviewAt: at(9) });
    const mine = guardianship({ state: 'confirmed', askedDigest: null, guardianId: 'guardian', reviewAt: null });
    await stores.uow.run(async ({ guardianships }) => {
      for (const one of [first, second, mine]) assert.equal(await guardianships.insert(one), true);
    });
    const { guardianships } = other.uow.read;
    assert.deepEqual(await guardianships.ofWard(mine.identityId), [mine]);
    assert.deepEqual(await guardianships.ofGuardian('guardian'), [mine]);
    assert.deepEqual(await guardianships.asked('digest', 10), [second, first]);
    assert.deepEqual(await guardianships.asked('digest', 1), [second]);
    assert.deepEqual(await guardianships.due(at(4), 10), []);
    assert.deepEqual(await guardianships.due(at(5), 10), [first]);
    assert.deepEqual(await guardianships.due(at(9), 10), [first, second]);

    const ended: Guardianship = { ...first, state: 'ended', askedDigest: null, reviewAt: null };
    await stores.uow.run(async (all) => {
      assert.deepEqual(await all.guardianships.hold(first.identityId), [first]);
      await all.guardianships.update(ended);
      await all.guardianships.removeWard(second.identityId);
    });
    assert.deepEqual(await guardianships.ofWard(first.identityId), [ended]);
    assert.deepEqual(await guardianships.asked('digest', 10), []);
  });

  it('hold what two change at once: the second sees what the first did', async () => {
    const asked = guardianship();
    await stores.uow.run(({ guardianships }) => guardianships.insert(asked));
    const states = await Promise.all(
      [stores, other, stores, other].map((node) =>
        node.uow.run(async ({ guardianships }) => {
          const [held] = await guardianships.hold(asked.identityId);
          if (held?.state !== 'asked') return 'late';
          await guardianships.update({ ...held, state: 'refused' });
          return 'first';
        }),
      ),
    );
    assert.equal(states.filter((state) => state === 'first').length, 1);
  });

  it('mark who is a child, whatever else changes at the same time', async () => {
    const record = identity();
    await stores.uow.run(({ identities }) => identities.insert(record));
    await stores.uow.run(({ identities }) => identities.update(record.id, 0, { tokenEpoch: 1 }));
    await other.uow.run(({ identities }) => identities.markChild(record.id, 1));
    assert.deepEqual(await stores.uow.read.identities.find(record.id), { ...record, tokenEpoch: 1, child: 1 });
  });
});
