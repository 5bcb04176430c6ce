import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilNextStep } from './even-steps.js';

describe('even steps of time', () => {
  it('A14 never end before the step does, whatever fraction of it the work took', async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const begun = performance.now();
      await sleep(turn / 3);
      await untilNextStep(begun, 20);
      const taken = performance.now() - begun;
      assert.ok(taken >= 20, `${taken} ms`);
    }
  });

  it('go on to the next one where the work took longer than one', async () => {
    const begun = performance.now() - 30;
    await untilNextStep(begun, 20);
    assert.ok(performance.now() - begun >= 40);
  });
});
