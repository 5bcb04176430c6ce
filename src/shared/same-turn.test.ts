import { strict as assert } from 'node:assert';
import { AppError, STORE_UNAVAILABLE } from './errors.js';
import { SameTurn } from './same-turn.js';

describe('questions of the same turn', () => {
  const doubling = (most?: number) => {
    const sent: (readonly number[])[] = [];
    const together = new SameTurn<number, number>(async (questions) => {
      sent.push(questions);
      if (questions.includes(13)) throw new RangeError('13 is refused');
      if (questions.includes(99)) throw new AppError(STORE_UNAVAILABLE);
      return questions.map((n) => n * 2);
    }, most);
    return { sent, ask: (n: number) => together.ask(n) };
  };

  it('go together, at most so many in one go, and each gets its own answer', async () => {
    const { sent, ask } = doubling(3);
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(ask)), [2, 4, 6, 8, 10]);
    assert.deepEqual(sent, [
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('that come while others are under way are asked anew: no answer is older than its question', async () => {
    let value = 'before';
    let release = (): void => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const together = new SameTurn<string, string>(async (questions) => {
      const seen = value;
      await held;
      return questions.map(() => seen);
    });
    const early = together.ask('key');
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    value = 'after';
    const late = together.ask('key');
    setImmediate(() => setImmediate(release));
    assert.deepEqual(await Promise.all([early, late]), ['before', 'after']);
  });

  it('fail alone where one is at fault', async () => {
    const { ask } = doubling();
    const [one, bad, two] = await Promise.allSettled([1, 13, 2].map(ask));
    assert.deepEqual(
      [one, two],
      [
        { status: 'fulfilled', value: 2 },
        { status: 'fulfilled', value: 4 },
      ],
    );
    assert.ok(bad?.status === 'rejected' && bad.reason instanceof RangeError);
  });

  it('all fail, and are not sent again, where the store is down', async () => {
    const { sent, ask } = doubling();
    const all = await Promise.allSettled([1, 99, 2].map(ask));
    assert.deepEqual(
      all.map((one) => one.status === 'rejected' && one.reason instanceof AppError),
      [true, true, true],
    );
    assert.equal(sent.length, 1);
  });
});
