import assert from 'node:assert/strict';
import type { Delegation } from '../../src/domain/records/index.js';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type TestStores } from '../support/stores.js';
import { at, STRANGE, session } from './records.js';

const delegation = (change: Partial<Delegation> = {}): Delegation => ({
  identityId: 'principal',
  id: randomId(),
  helperId: 'helper',
  helperName: STRANGE,
  applications: ['tax', 'social'],
  days: 30,
  slot: 0,
  invitedAt: at(0),
  startedAt: null,
  endsAt: at(1000),
  endedAt: null,
  endedBy: null,
  ...change,
});

eachStorePair('the delegations table', (make) => {
  let stores: TestStores;
  beforeEach(async () => {
    stores = await make();
  });
  afterEach(() => stores.close());
  const insert = (one: Delegation): Promise<boolean> => stores.uow.run((r) => r.delegations.insert(one));

  it('gives back what it was given, to the principal and to the helper, the latest first', async () => {
    const [first, second] = [delegation(), delegation({ slot: 1, invitedAt: at(5), helperId: null })];
    for (const one of [first, second]) assert.equal(await insert(one), true);
    const { delegations } = stores.uow.read;
    assert.deepEqual(await delegations.find('principal', first.id), first);
    assert.equal(await delegations.find('another', first.id), undefined);
    assert.deepEqual(await delegations.ofIdentity('principal'), [second, first]);
    assert.deepEqual(await delegations.ofHelper('helper'), [first]);
  });

  it('holds one live row to a place, which is free again at its end', async () => {
    const first = delegation();
    assert.equal(await insert(first), true);
    assert.equal(await insert(delegation()), false);
    assert.equal(await insert(delegation({ identityId: 'another' })), true);
    const end = () => stores.uow.run((r) => r.delegations.end('principal', first.id, at(9), 'helper'));
    const ends = await Promise.all([end(), end(), end()]);
    assert.equal(ends.filter(Boolean).length, 1);
    const ended = { ...first, slot: null, endedAt: at(9), endedBy: 'helper' };
    assert.deepEqual(await stores.uow.read.delegations.find('principal', first.id), ended);
    assert.equal(await insert(delegation()), true);
  });

  it('starts once, and not after its end', async () => {
    const [first, second] = [delegation(), delegation({ slot: 1 })];
    for (const one of [first, second]) await insert(one);
    const start = (id: string) => stores.uow.run((r) => r.delegations.start('principal', id, at(3), at(4000)));
    assert.deepEqual((await Promise.all([start(first.id), start(first.id)])).toSorted(), [false, true]);
    const { startedAt, endsAt } = (await stores.uow.read.delegations.find('principal', first.id))!;
    assert.deepEqual([startedAt, endsAt], [at(3), at(4000)]);
    await stores.uow.run((r) => r.delegations.end('principal', second.id, at(2), 'principal'));
    assert.equal(await start(second.id), false);
  });

  it('finds what is past its end, removes what ended long ago and what was of the closed', async () => {
    const [due, live, old] = [
      delegation({ endsAt: at(-5) }),
      delegation({ slot: 1 }),
      delegation({ slot: null, endedAt: at(-9000), endedBy: 'time', endsAt: at(-9000) }),
    ];
    for (const one of [due, live, old]) await insert(one);
    assert.deepEqual(await stores.uow.read.delegations.due(at(0), 10), [due]);
    assert.equal(await stores.uow.run((r) => r.delegations.removeEnded(at(-8000), 10)), 1);
    await insert(delegation({ identityId: 'helper', helperId: 'third', slot: 0 }));
    await stores.uow.run((r) => r.delegations.removeIdentity('helper'));
    assert.deepEqual(await stores.uow.read.delegations.ofIdentity('helper'), []);
    const helpers = (await stores.uow.read.delegations.ofIdentity('principal')).map(({ helperId }) => helperId);
    assert.deepEqual(helpers, [null, null]);
  });

  it('finds sessions by the identity that is in them', async () => {
    const [own, acting] = [session(), session({ actorId: 'helper' })];
    await stores.uow.run(async ({ sessions }) => {
      for (const one of [own, acting]) await sessions.begin(one);
    });
    assert.deepEqual(await stores.uow.read.sessions.ofActor('helper'), [acting]);
  });
});
