import assert from 'node:assert/strict';
import { enrolmentOf, identityNode, testKeys } from '../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { SyntheticCitizens } from '../../connectors/registry/synthetic-citizens.js';
import { systemClock } from '../../shared/clock.js';
import { type BulkProgress, BulkRegistration } from './index.js';

eachStorePair('bulk registration', (make) => {
  let stores: TestStores;
  beforeEach(async () => {
    stores = await make();
  });
  afterEach(() => stores.close());

  const citizens = new SyntheticCitizens('tests');
  const bulk = (options: { batch?: number; lanes?: number } = {}) => {
    const { uow } = stores;
    return new BulkRegistration({
      uow,
      keys: testKeys,
      clock: systemClock,
      index: identityNode(stores).index,
      ...options,
    });
  };

  it('loads people who can log in like any other, and tells its progress', async () => {
    const seen: BulkProgress[] = [];
    const people = citizens.enrolments(0, 250, '$argon2id$shared');
    // Of two lanes either may end first.
    const one = bulk({ batch: 100, lanes: 1 });
    const result = await one.register(people, 'test', (progress) => seen.push(progress));
    assert.deepEqual([result.registered, result.skipped], [250, 0]);
    assert.deepEqual(
      seen.map(({ registered }) => registered),
      [100, 200, 250],
    );
    const { identities } = identityNode(stores);
    for (const index of [0, 99, 100, 249]) {
      const found = await identities.resolveLogin(citizens.citizen(index).number);
      assert.ok(found.outcome === 'one');
      assert.equal((await identities.resolveLogin(citizens.citizen(index).phone)).outcome, 'one');
      const authenticators = await stores.uow.read.authenticators.ofIdentity(found.identity.id);
      assert.equal(authenticators.find(({ kind }) => kind === 'password')?.secret, '$argon2id$shared');
      const [event] = await stores.uow.read.audit.ofIdentity(found.identity.id, 1);
      assert.equal(event?.actor, 'operator:test');
    }
    assert.equal((await stores.uow.read.outbox.backlog(new Date())).due, 0, 'nobody gets a message');
  });

  it('skips whose number is taken, so that it can be run again', async () => {
    await identityNode(stores).identities.register(enrolmentOf(3));
    const first = await bulk().register(citizens.enrolments(0, 10, 'hash'), 'test');
    assert.deepEqual([first.registered, first.skipped], [9, 1]);
    const second = await bulk().register(citizens.enrolments(0, 12, 'hash'), 'test');
    assert.deepEqual([second.registered, second.skipped], [2, 10]);
  });

  it('A2 registers each person once though two loads and several lanes write the same people', async () => {
    const load = () => bulk({ batch: 10, lanes: 3 }).register(citizens.enrolments(0, 100, 'hash'), 'test');
    const [one, two] = await Promise.all([load(), load()]);
    assert.equal(one.registered + two.registered, 100);
    assert.equal(one.skipped + two.skipped, 100);
  });
});
