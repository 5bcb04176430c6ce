import assert from 'node:assert/strict';
import type { Terminal } from '../../src/domain/records/index.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at } from './records.js';

const terminal = (change: Partial<Terminal>): Terminal => ({
  id: 'one',
  name: { zh: '一号机', en: 'Terminal 1' },
  place: '330100',
  setupDigest: 'setup',
  setupUntil: at(60_000),
  secretDigest: null,
  createdAt: at(0),
  disabledAt: null,
  ...change,
});

eachStorePair('terminals', (make) => {
  let stores: TestStores;
  let other: Stores;
  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  it('keeps terminals once per id, swaps the code for the secret once, and forgets both at the end', async () => {
    const [one, two] = [terminal({}), terminal({ id: 'two', setupDigest: null, setupUntil: null })];
    await stores.uow.run(async ({ terminals }) => {
      assert.equal(await terminals.insert(one), true);
      assert.equal(await terminals.insert(two), true);
      assert.equal(await terminals.insert({ ...one, setupDigest: 'another' }), false);
    });
    const { terminals } = other.uow.read;
    assert.deepEqual(await terminals.list(), [one, two]);
    assert.deepEqual(await terminals.findBySetup('setup'), one);
    await stores.uow.run(async (repositories) => {
      assert.equal(await repositories.terminals.setUp('setup', 'secret'), true);
      assert.equal(await repositories.terminals.setUp('setup', 'again'), false);
    });
    const ready = { ...one, setupDigest: null, setupUntil: null, secretDigest: 'secret' };
    assert.deepEqual(await terminals.findBySecret('secret'), ready);
    assert.equal(await terminals.findBySetup('setup'), undefined);
    await stores.uow.run(async (repositories) => {
      assert.equal(await repositories.terminals.disable('one', at(5)), true);
      assert.equal(await repositories.terminals.disable('one', at(6)), false);
      assert.equal(await repositories.terminals.disable('nobody', at(5)), false);
    });
    assert.equal(await terminals.findBySecret('secret'), undefined);
    assert.deepEqual(await terminals.list(), [{ ...ready, secretDigest: null, disabledAt: at(5) }, two]);
  });
});
