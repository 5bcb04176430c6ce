import assert from 'node:assert/strict';
import { authenticatorNode, type TestClock, testClock } from '../../../../test/support/identities/authenticators.js';
import { eachStorePair, type Stores, type TestStores } from '../../../../test/support/stores.js';
import { randomId } from '../../../shared/random.js';
import { Throttle } from './throttle.js';

const FREE = { blocked: false } as const;

eachStorePair('Throttle', (make) => {
  let stores: TestStores;
  let nodes: [Stores, Stores];
  let throttles: [Throttle, Throttle];
  let clock: TestClock;

  before(async () => {
    stores = await make();
    clock = testClock();
    const second = await stores.secondNode();
    nodes = [stores, second];
    throttles = [authenticatorNode(stores, clock).throttle, authenticatorNode(second, clock).throttle];
  });
  after(() => stores.close());

  it('lets five tries pass, then pauses 1, 5, 15 and 60 minutes, each before one more try', async () => {
    const [throttle] = throttles;
    const someone = randomId();
    for (let round = 1; round <= 5; round++) assert.deepEqual(await throttle.attempt(someone, 'password'), FREE);
    for (const pause of [60, 300, 900, 3600, 3600, 3600]) {
      assert.deepEqual(await throttle.attempt(someone, 'password'), { blocked: true, secondsLeft: pause });
      clock.pass(pause - 1);
      assert.deepEqual(await throttle.attempt(someone, 'password'), { blocked: true, secondsLeft: 1 });
      assert.deepEqual(await throttle.check(someone, 'password'), { blocked: true, secondsLeft: 1 });
      clock.pass(1);
      assert.deepEqual(await throttle.check(someone, 'password'), FREE);
      assert.deepEqual(await throttle.attempt(someone, 'password'), FREE, 'never locked for good');
    }
  });

  it('gives the same pauses to those who check first and count a failure after', async () => {
    const [throttle] = throttles;
    const someone = randomId();
    for (let round = 1; round <= 4; round++) assert.deepEqual(await throttle.fail(someone, 'sms'), FREE);
    assert.deepEqual(await throttle.fail(someone, 'sms'), { blocked: true, secondsLeft: 60 });
    assert.deepEqual(await throttle.check(someone, 'sms'), { blocked: true, secondsLeft: 60 });
  });

  it('does not lengthen a pause for tries that were held back', async () => {
    const [throttle] = throttles;
    const someone = randomId();
    for (let round = 1; round <= 30; round++) await throttle.attempt(someone, 'password');
    assert.deepEqual(await throttle.attempt(someone, 'password'), { blocked: true, secondsLeft: 60 });
  });

  it('forgets after a success, and a day after the first failure', async () => {
    const [throttle] = throttles;
    const someone = randomId();
    for (let round = 1; round <= 6; round++) await throttle.attempt(someone, 'password');
    await throttle.clear(someone, 'password');
    for (let round = 1; round <= 5; round++) assert.deepEqual(await throttle.attempt(someone, 'password'), FREE);
    clock.pass(24 * 60 * 60);
    for (let round = 1; round <= 5; round++) assert.deepEqual(await throttle.attempt(someone, 'password'), FREE);
    assert.equal((await throttle.attempt(someone, 'password')).blocked, true);
  });

  it('A5 counts by account and authenticator alone, over nodes: there is no address to rotate', async () => {
    const [first, second] = throttles;
    const someone = randomId();
    const other = randomId();
    for (let round = 1; round <= 5; round++) await (round % 2 ? first : second).attempt(someone, 'password');
    assert.equal((await first.attempt(someone, 'password')).blocked, true);
    assert.equal((await second.attempt(someone, 'password')).blocked, true);
    assert.deepEqual(await second.attempt(someone, 'sms'), FREE, 'another authenticator');
    assert.deepEqual(await second.attempt(other, 'password'), FREE, 'another account');
  });

  it('A14 treats the digest of an unknown name exactly like an identity', async () => {
    const [throttle] = throttles;
    const unknown = 'y7vF3yB6w1mO0mJ9XzQ-4rN2tK8sLcEdPaHgUiVbWxY';
    const known = randomId();
    for (let round = 1; round <= 12; round++) {
      assert.deepEqual(await throttle.attempt(unknown, 'password'), await throttle.attempt(known, 'password'));
      if (round > 5) clock.pass(3600);
    }
  });

  it('A1 gives 50 parallel tries over two nodes five guesses, and one after each pause', async () => {
    const someone = randomId();
    const storm = async (): Promise<number> => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, turn) => throttles[turn % 2]!.attempt(someone, 'password')),
      );
      return answers.filter(({ blocked }) => !blocked).length;
    };
    assert.equal(await storm(), 5);
    for (let round = 1; round <= 3; round++) {
      clock.pass(3600);
      assert.ok((await storm()) <= 1, `after pause ${round}`);
    }
    clock.pass(3600);
    assert.deepEqual(await throttles[0].attempt(someone, 'password'), FREE);
  });

  it('A1 lets a right try through only where it would have come through alone, whatever comes beside it', async () => {
    const settle = (turn: number, someone: string, right: boolean) =>
      nodes[turn % 2]!.uow.run((repositories) => throttles[turn % 2]!.settle(repositories, someone, 'password', right));
    for (let round = 0; round < 10; round += 1) {
      const someone = randomId();
      const order: string[] = [];
      const guess = async (turn: number, right: boolean): Promise<void> => {
        const { blocked } = await settle(turn, someone, right);
        order.push(`${right ? 'right' : 'wrong'} ${blocked ? 'held' : 'free'}`);
      };
      // The right one is the last to come: by then the others have begun.
      const wrong = Array.from({ length: 30 }, (_, turn) => guess(turn, false));
      await Promise.all([...wrong.slice(0, 8)]);
      await Promise.all([...wrong, guess(1, true)]);
      assert.equal(order.filter((one) => one === 'wrong free').length, 5);
      assert.ok(order.includes('right held'), 'a guess beyond the fifth was answered');
    }
    const someone = randomId();
    for (let n = 0; n < 4; n += 1) assert.deepEqual(await settle(n, someone, false), FREE);
    assert.deepEqual(await settle(0, someone, true), FREE);
    assert.equal(await stores.uow.read.failureCounters.find(someone, 'password'), undefined, 'forgotten');
    for (let n = 0; n < 5; n += 1) assert.deepEqual(await settle(n, someone, false), FREE);
    assert.deepEqual(await settle(1, someone, true), { blocked: true, secondsLeft: 60 });
    assert.equal((await stores.uow.read.failureCounters.find(someone, 'password'))?.failures, 5, 'not forgotten');
    clock.pass(60);
    assert.deepEqual(await settle(1, someone, false), FREE);
    assert.deepEqual(await settle(1, someone, true), { blocked: true, secondsLeft: 300 });
    clock.pass(300);
    assert.deepEqual(await settle(1, someone, true), FREE);
  });

  it('A1 counts 50 parallel failures over two nodes exactly', async () => {
    const someone = randomId();
    await Promise.all(Array.from({ length: 50 }, (_, turn) => throttles[turn % 2]!.fail(someone, 'password')));
    assert.equal((await stores.uow.read.failureCounters.find(someone, 'password'))?.failures, 50);
  });

  it('counts before the try, so a store that is down means no try', async () => {
    const down = new Throttle({
      uow: { run: () => Promise.reject(new Error('down')), read: stores.uow.read },
      clock,
    });
    await assert.rejects(down.attempt(randomId(), 'password'));
  });
});
