import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, STORE_UNAVAILABLE } from './errors.js';
import { Together } from './together.js';

describe('questions that are asked together', () => {
  const doubling = (most?: number) => {
    const sent: (readonly number[])[] = [];
    const together = new Together<number, number>(async (questions) => {
      sent.push(questions);
      if (questions.includes(13)) throw new RangeError('13 is refused');
      if (questions.includes(99)) throw new AppError(STORE_UNAVAILABLE);
      return questions.map((n) => n * 2);
    }, most);
    return { sent, ask: (n: number) => together.ask(n) };
  };

  /** A store that answers when it is let, with what it held when it was asked. */
  const slow = () => {
    const flights: { readonly questions: readonly string[]; readonly land: () => void }[] = [];
    const store = { value: 'before' };
    const together = new Together<string, string>(async (questions) => {
      const seen = store.value;
      await new Promise<void>((land) => flights.push({ questions, land }));
      return questions.map(() => seen);
    });
    return { flights, store, ask: (key: string) => together.ask(key) };
  };

  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

  it('in one turn go together, at most so many in one go, and each gets its own answer', async () => {
    const { sent, ask } = doubling(3);
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(ask)), [2, 4, 6, 8, 10]);
    assert.deepEqual(sent, [
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('while others are under way are asked anew: no answer is older than its question', async () => {
    const { flights, store, ask } = slow();
    const early = ask('key');
    await turn();
    store.value = 'after';
    const late = ask('key');
    await turn();
    assert.equal(flights.length, 1);
    flights[0]!.land();
    assert.equal(await early, 'before');
    await turn();
    flights[1]!.land();
    assert.equal(await late, 'after');
  });

  it('while others hang go without them', async () => {
    const { flights, ask } = slow();
    const hanging = ask('hangs');
    await turn();
    const others = [ask('one'), ask('two')];
    await sleep(50);
    assert.deepEqual(flights[1]?.questions, ['one', 'two']);
    for (const { land } of flights) land();
    await Promise.all([hanging, ...others]);
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
