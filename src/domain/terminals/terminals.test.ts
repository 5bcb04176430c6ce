import assert from 'node:assert/strict';
import { testKeys } from '../../../test/support/identities/identities.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { Terminals } from './index.js';

const HALL = { id: 'hall-1', name: { zh: '一号机', en: 'Terminal 1' }, place: '330100' };
const OPERATOR = 'operator:test';

eachStorePair('public terminals', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let terminals: Terminals;
  const over = ({ uow }: Pick<TestStores, 'uow'>): Terminals => new Terminals({ uow, keys: testKeys, clock });
  beforeEach(async () => {
    stores = await make();
    clock = new MovableClock();
    terminals = over(stores);
  });
  afterEach(() => stores.close());

  async function added(input: object = HALL): Promise<string> {
    const answer = await terminals.add(input, OPERATOR);
    assert.ok(answer.outcome === 'added');
    return answer.code;
  }

  it('are registered once, and every fault is named', async () => {
    assert.match(await added(), /^\d{12}$/);
    assert.equal((await terminals.add(HALL, OPERATOR)).outcome, 'taken');
    const wrong = await terminals.add({ id: 'X', name: { zh: '', en: 'a' }, place: 'here' }, OPERATOR);
    assert.deepEqual(wrong, { outcome: 'invalid', fields: ['id', 'name.zh', 'place'] });
    const [one] = await terminals.list();
    assert.deepEqual([one?.id, one?.name, one?.place, one?.secretDigest], [HALL.id, HALL.name, HALL.place, null]);
  });

  it('may have digits alone for a name, and are set up and disabled by it', async () => {
    const code = await added({ ...HALL, id: '33010001' });
    assert.ok(await terminals.setUp(code));
    assert.equal(await terminals.disable('33010001', OPERATOR), true);
  });

  it('A1 are set up once, however many try the code on several nodes', async () => {
    const other = over(await stores.secondNode());
    const code = await added();
    const tries = Array.from({ length: 8 }, (_, n) => [terminals, other][n % 2]!.setUp(` ${code} `));
    const done = (await Promise.all(tries)).filter((one) => one !== undefined);
    assert.equal(done.length, 1);
    assert.equal((await other.recognise(done[0]!.secret))?.id, HALL.id);
    assert.equal(await terminals.setUp(code), undefined);
    assert.equal((await terminals.list())[0]?.setupDigest, null);
  });

  it('are nobody’s with a code that is wrong or a day old, or a secret that is not theirs', async () => {
    const code = await added();
    assert.equal(await terminals.setUp('000000000000'), undefined);
    clock.pass(24 * 3600 + 1);
    assert.equal(await terminals.setUp(code), undefined);
    for (const secret of [undefined, '', 'x', 'x'.repeat(43)])
      assert.equal(await terminals.recognise(secret), undefined);
  });

  it('are ordinary browsers within two seconds of their end, on every node', async () => {
    const other = over(await stores.secondNode());
    const { secret } = (await terminals.setUp(await added()))!;
    assert.ok(await other.recognise(secret));
    assert.equal(await terminals.disable(HALL.id, OPERATOR), true);
    assert.equal(await terminals.disable(HALL.id, OPERATOR), false);
    clock.pass(2);
    for (const node of [terminals, other]) assert.equal(await node.recognise(secret), undefined);
  });
});
