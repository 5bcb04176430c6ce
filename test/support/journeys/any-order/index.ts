import assert from 'node:assert/strict';
import { hash } from 'argon2';
import fc from 'fast-check';
import { MovedTime } from '../../moved-time.js';
import { type GroundOptions, syntheticCitizen } from '../../service/service.js';
import { startWholeService, type WholeService } from '../../service/whole-service.js';
import { FIELDS } from './forms.js';
import { LEADING, MUST_HAPPEN } from './leading.js';
import { Scene, type Step, step } from './steps.js';

type Stores = Pick<GroundOptions, 'database' | 'redis'>;

async function withService(
  stores: Stores,
  work: (service: WholeService, time: MovedTime, passwordHash: string) => Promise<void>,
) {
  const time = new MovedTime();
  try {
    const service = await startWholeService(stores);
    try {
      const passwordHash = await hash(syntheticCitizen(0).password, { memoryCost: 7168, timeCost: 1, parallelism: 1 });
      await work(service, time, passwordHash);
    } finally {
      await service.close();
    }
  } finally {
    time.restore();
  }
}

/** Sends every form once, by somebody who has nothing but an interaction of their own. */
export function sendsEveryForm(stores: Stores): Promise<void> {
  return withService(stores, async (service, time, passwordHash) => {
    const posts = [...new Set(service.routes.filter(({ method }) => method === 'POST').map(({ path }) => path))];
    assert.deepEqual(
      posts.filter((path) => !FIELDS[path]),
      [],
      'forms without an example in test/support/journeys/any-order/forms.ts',
    );
    const scene = await Scene.open(service, time, 0, passwordHash);
    await scene.take({ do: 'open', by: 0, page: '/sign-in', of: 0 });
    for (const right of [false, true]) {
      const as = right ? 0 : 1;
      for (let form = 0; form < posts.length; form += 1)
        await scene.take({ do: 'send', by: 0, form, as, right, pick: form, of: as });
    }
  });
}

/** Has two browsers do random things as three people for so many milliseconds, and judges each of them. */
export function assertAnyOrder(stores: Stores, ms: number): Promise<void> {
  return withService(stores, async (service, time, passwordHash) => {
    let index = 0;
    const play = async (steps: readonly Step[]): Promise<ReadonlySet<string>> => {
      index += 1;
      const scene = await Scene.open(service, time, index, passwordHash);
      for (const one of steps) await scene.take(one);
      return scene.watch.seen;
    };
    const seen = new Set<string>();
    for (const steps of LEADING) for (const type of await play(steps)) seen.add(type);
    assert.deepEqual(
      MUST_HAPPEN.filter((type) => !seen.has(type)),
      [],
      'never happened',
    );
    const walks = fc.array(step, { minLength: 4, maxLength: 18 });
    await fc.assert(
      fc.asyncProperty(walks, async (steps) => void (await play(steps))),
      { numRuns: 1e6, interruptAfterTimeLimit: ms, markInterruptAsFailure: false },
    );
  });
}
