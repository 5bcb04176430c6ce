import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { malformedRequest, sendBytes } from '../http/malformed.js';
import { testServer } from '../stores.js';
import { layGround, startService, type TestService } from './service.js';
import { walkLogin } from './service-login.js';

/** At once: more than cores, so that requests meet. */
const LANES = 16;
/** What a heap may differ by from one moment to the next; a leak of 4 KB a request would be more after 2,000. */
const MEMORY_MB = 8;

const COLLECT_ON_SIGNAL = ['--expose-gc', '--import', "data:text/javascript,process.on('SIGUSR2', () => gc())"];

/** Sends so many malformed requests to a service of its own, and then sees somebody log in. */
export async function assertWithstandsMalformed(count: number): Promise<void> {
  // On Redis, so that what visits leave behind is not in the memory that is looked at.
  const ground = await layGround({ citizens: 1, database: testServer('YIHAO_TEST_DATABASE_URL') });
  const service = await startService({ ...ground.environment, YIHAO_LOG_LEVEL: 'error' }, COLLECT_ON_SIGNAL);
  try {
    // What is allocated once, for good, is allocated in the first third.
    await sendAll(service, Math.ceil(count / 3), 1);
    const before = await heapMb(service);
    await sendAll(service, Math.floor((count * 2) / 3), 2);
    const after = await heapMb(service);
    assert.ok(after - before < MEMORY_MB, `the heap grew from ${before} to ${after} MB`);

    assert.equal((await service.ready()).status, 200);
    await walkLogin(service, ground.citizens[0]!);
    assert.equal(service.process.exitCode, null);
  } finally {
    await service.stop();
    await ground.close();
  }
}

async function sendAll(service: TestService, count: number, seed: number): Promise<void> {
  const requests = fc.sample(malformedRequest(new URL(service.url).host), { numRuns: count, seed });
  const next = requests.values();
  const lane = async (): Promise<void> => {
    for (const bytes of next) {
      const status = await sendBytes(service.url, bytes);
      if (status === 0 || status >= 500)
        assert.fail(`${status} to ${JSON.stringify(bytes.toString('latin1'))}\n${service.output().slice(-1500)}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** What is still in use once the garbage has been collected. */
async function heapMb(service: TestService): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 4; look += 1) {
    service.process.kill('SIGUSR2');
    await sleep(300);
    const text = await (await fetch(`${service.management}/metrics`)).text();
    least = Math.min(least, Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1]) / 2 ** 20);
  }
  return Math.round(least);
}
