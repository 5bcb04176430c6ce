import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at, gate, identity, MOMENTS, personalData, STRANGE } from './records.js';

eachStorePair('identities', (make) => {
  let stores: TestStores;
  let other: Stores;

  before(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  after(() => stores.close());

  it('gives dates back to the millisecond', async () => {
    for (const moment of MOMENTS) {
      const record = identity({ provenAt: moment });
      await stores.uow.run(({ identities }) => identities.insert(record));
      assert.deepEqual(await stores.uow.read.identities.find(record.id), record);
    }
  });

  it('updates an identity by compare-and-set on its epoch', async () => {
    const record = identity();
    await stores.uow.run(async ({ identities }) => {
      await identities.insert(record);
      assert.equal(await identities.update(record.id, 1, { state: 'locked' }), false);
      assert.equal(await identities.update(record.id, 0, { state: 'locked', tokenEpoch: 1 }), true);
      assert.equal(await identities.update(record.id, 0, { state: 'active' }), false);
      assert.equal(await identities.update(record.id, 1, {}), true, 'no change is still a match');
      assert.equal(await identities.update('nobody', 0, {}), false);
    });
    assert.deepEqual(await stores.uow.read.identities.find(record.id), { ...record, state: 'locked', tokenEpoch: 1 });
  });

  it('lets one of many parallel updates of the same epoch win', async () => {
    const record = identity();
    await stores.uow.run(({ identities }) => identities.insert(record));
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 ? stores : other).uow.run(({ identities }) => identities.update(record.id, 0, { tokenEpoch: 1 })),
      ),
    );
    assert.equal(wins.filter(Boolean).length, 1);
  });

  it('keeps sealed data as it was, and writes only over the version it knew', async () => {
    const data = personalData(randomId());
    const changed = { ...data, version: 2, dataKey: null, email: STRANGE };
    await stores.uow.run(async ({ personalData: repository }) => {
      await repository.insert(data);
      assert.deepEqual(await repository.find(data.identityId), data);
      assert.equal(await repository.update(changed, 7), false);
      assert.equal(await repository.update(changed, 1), true);
      assert.equal(await repository.update(changed, 1), false);
    });
    assert.deepEqual(await stores.uow.read.personalData.find(data.identityId), changed);
    assert.equal(await stores.uow.read.personalData.find('nobody'), undefined);
  });

  it('A2 gives a number to one of 50 parallel claims over two nodes', async () => {
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        (turn % 2 ? stores : other).uow.run(async ({ identities, numberIndex }) => {
          const record = identity();
          const entry = { keyVersion: 1, digest: 'same', identityId: record.id, claim: 'provisional' } as const;
          if (!(await numberIndex.insert(entry))) return undefined;
          await identities.insert(record);
          return record.id;
        }),
      ),
    );
    const winners = claims.filter((id) => id !== undefined);
    assert.equal(winners.length, 1);
    assert.equal((await stores.uow.read.numberIndex.find(1, 'same'))?.identityId, winners[0]);
  });

  it('tells digests apart by case and by a blank at the end', async () => {
    const entry = (digest: string) => ({ keyVersion: 5, digest, identityId: digest, claim: 'provisional' }) as const;
    await stores.uow.run(async ({ numberIndex }) => {
      assert.equal(await numberIndex.insert(entry('AbC=')), true);
      assert.equal(await numberIndex.insert(entry('abc=')), true);
    });
    assert.equal((await stores.uow.read.numberIndex.find(5, 'abc='))?.identityId, 'abc=');
    assert.equal((await stores.uow.read.numberIndex.find(5, 'AbC='))?.identityId, 'AbC=');
    assert.equal(await stores.uow.read.numberIndex.find(5, 'ABC='), undefined);
    assert.equal(await stores.uow.read.numberIndex.find(5, 'AbC= '), undefined);
    assert.equal(await stores.uow.read.numberIndex.find(6, 'AbC='), undefined);
  });

  it('changes a claim, frees a number, finds what a rotation has still to do, and drops a version in steps', async () => {
    const ids = ['z-a', 'z-b', 'z-c', 'z-d'];
    await stores.uow.run(async ({ numberIndex }) => {
      for (const id of ids) {
        await numberIndex.insert({ keyVersion: 11, digest: `11${id}`, identityId: id, claim: 'provisional' });
      }
      await numberIndex.insert({ keyVersion: 12, digest: '12z-b', identityId: 'z-b', claim: 'provisional' });
      await numberIndex.setClaim('z-b', 'proven');
    });
    const { numberIndex } = stores.uow.read;
    assert.equal((await numberIndex.find(11, '11z-b'))?.claim, 'proven');
    assert.equal((await numberIndex.find(12, '12z-b'))?.claim, 'proven');
    assert.equal((await numberIndex.find(11, '11z-a'))?.claim, 'provisional');
    const page = async (afterId: string, limit: number) =>
      (await numberIndex.page(afterId, limit)).map(({ identityId, keyVersions }) => [identityId, ...keyVersions]);
    const all = [
      ['z-a', 11],
      ['z-b', 11, 12],
      ['z-c', 11],
      ['z-d', 11],
    ];
    assert.deepEqual(await page('z', 10), all);
    assert.deepEqual(await page('z', 2), all.slice(0, 2));
    assert.deepEqual(await page('z-a', 1), all.slice(1, 2));
    assert.deepEqual(await page('z-d', 10), []);
    await stores.uow.run((repositories) => repositories.numberIndex.removeIdentity('z-b'));
    assert.equal(await numberIndex.find(11, '11z-b'), undefined);
    assert.equal(await stores.uow.run((repositories) => repositories.numberIndex.removeVersion(11, 2)), 2);
    assert.equal(await stores.uow.run((repositories) => repositories.numberIndex.removeVersion(11, 2)), 1);
    assert.equal(await stores.uow.run((repositories) => repositories.numberIndex.removeVersion(11, 2)), 0);
  });

  it('keeps index keys once per version', async () => {
    const key = { version: 1, state: 'current', wrappedKey: 'wrapped', createdAt: at(0) } as const;
    await stores.uow.run(async ({ indexKeys }) => {
      assert.equal(await indexKeys.insert(key), true);
      assert.equal(await indexKeys.insert(key), false);
      assert.equal(await indexKeys.insert({ ...key, version: 2, state: 'writing' }), true);
      await indexKeys.setState(1, 'retiring');
    });
    const states = (await stores.uow.read.indexKeys.all()).map(({ version, state }) => [version, state]);
    assert.deepEqual(states, [
      [1, 'retiring'],
      [2, 'writing'],
    ]);
    await stores.uow.run(({ indexKeys }) => indexKeys.remove(1));
    assert.deepEqual(
      (await stores.uow.read.indexKeys.all('share')).map(({ version }) => version),
      [2],
    );
  });

  it('A2 lets no rotation step commit while a registration holds the keys, and the other way round', async () => {
    const order: string[] = [];
    const [held, go] = [gate(), gate()];
    const registration = stores.uow.run(async ({ indexKeys }) => {
      await indexKeys.all('share');
      held.open();
      await go.passed;
      order.push('registered');
    });
    await held.passed;
    const key = { version: 9, state: 'writing', wrappedKey: 'w', createdAt: at(0) } as const;
    const rotation = other.uow.run(({ indexKeys }) => indexKeys.insert(key)).then(() => order.push('rotated'));
    await sleep(150);
    go.open();
    await Promise.all([registration, rotation]);
    assert.deepEqual(order, ['registered', 'rotated']);

    const [locked, done] = [gate(), gate()];
    const dropping = stores.uow.run(async ({ indexKeys }) => {
      await indexKeys.all('exclusive');
      locked.open();
      await done.passed;
      await indexKeys.remove(9);
    });
    await locked.passed;
    const seen = other.uow.run(({ indexKeys }) => indexKeys.all('share'));
    await sleep(150);
    done.open();
    await dropping;
    assert.ok(!(await seen).some(({ version }) => version === 9));
  });

  it('leads from a contact to its holders, and replaces what an identity had of that kind', async () => {
    await stores.uow.run(async ({ contactIndex }) => {
      for (const id of ['x', 'y', 'z']) await contactIndex.put({ identityId: id, kind: 'phone', digest: 'family' });
      await contactIndex.put({ identityId: 'x', kind: 'email', digest: 'family' });
      await contactIndex.put({ identityId: 'z', kind: 'phone', digest: 'own' });
    });
    const { contactIndex } = stores.uow.read;
    assert.deepEqual(await contactIndex.find('phone', 'family', 10), ['x', 'y']);
    assert.deepEqual(await contactIndex.find('phone', 'family', 1), ['x']);
    assert.deepEqual(await contactIndex.find('email', 'family', 10), ['x']);
    assert.deepEqual(await contactIndex.find('phone', 'own', 10), ['z']);
    await stores.uow.run((repositories) => repositories.contactIndex.removeIdentity('x'));
    assert.deepEqual(await contactIndex.find('phone', 'family', 10), ['y']);
    assert.deepEqual(await contactIndex.find('email', 'family', 10), []);
  });
});
