import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines } from './deadlines.js';

describe('Deadlines', () => {
  const late = () => new Error('late');

  it('ends each wait once, in its own time and in order, and none that was ended before', async () => {
    const deadlines = new Deadlines(60);
    const ended: { name: string; after: number }[] = [];
    const wait = (name: string) => {
      const begun = performance.now();
      return deadlines.begin(() => ended.push({ name, after: performance.now() - begun }));
    };
    wait('first');
    const answered = wait('answered');
    await sleep(30);
    wait('second');
    deadlines.end(answered);
    while (ended.length < 2) await sleep(10);
    assert.deepEqual(
      ended.map(({ name }) => name),
      ['first', 'second'],
    );
    for (const { name, after } of ended) assert.ok(after >= 59, `${name} after ${after} ms`);
  });

  it('begins anew after nobody waited', async () => {
    const deadlines = new Deadlines(30);
    for (let round = 0; round < 3; round += 1) {
      deadlines.end(deadlines.begin(() => assert.fail('was answered')));
      await sleep(60);
      await assert.rejects(deadlines.bound(sleep(500), late), /late/);
    }
  });

  it('passes on an answer or a fault that comes in time, and ignores one that comes after', async () => {
    const deadlines = new Deadlines(40);
    assert.equal(await deadlines.bound(sleep(5, 'answer'), late), 'answer');
    await assert.rejects(deadlines.bound(Promise.reject(new Error('fault')), late), /fault/);
    await assert.rejects(
      deadlines.bound(
        sleep(100).then(() => Promise.reject(new Error('fault'))),
        late,
      ),
      /late/,
    );
    await sleep(80);
  });

  it('begins a wait inside the end of another', async () => {
    const deadlines = new Deadlines(20);
    const second = await new Promise<number>((resolve) => {
      deadlines.begin(() => {
        const begun = performance.now();
        deadlines.begin(() => resolve(performance.now() - begun));
      });
      // What keeps the process alive where the timer does not, as a socket would.
      setTimeout(() => {}, 500);
    });
    assert.ok(second >= 19, `after ${second} ms`);
  });
});
