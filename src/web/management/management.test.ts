import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { clockDifference, clockPart, Health, type Part, storePart } from './health.js';
import { createManagementServer } from './management-server.js';

const well: Part = { name: 'database', check: async () => undefined };
const clockAt = (moments: number[]) => ({ now: () => new Date(moments.length > 1 ? moments.shift()! : moments[0]!) });

describe('readiness', () => {
  it('names every part and what is wrong with it', async () => {
    const broken = storePart('sessions', () => Promise.reject(new Error('redis://:secret@host')));
    const { ready, parts } = await new Health([well, broken]).check();
    assert.equal(ready, false);
    assert.deepEqual(parts, { database: { ready: true }, sessions: { ready: false, why: 'It does not answer.' } });
  });

  it('asks the parts once for all who ask at the same moment', async () => {
    let asked = 0;
    const counted = storePart('database', async () => {
      asked += 1;
    });
    const health = new Health([counted]);
    await Promise.all([health.check(), health.check(), health.check()]);
    assert.equal(asked, 1);
  });

  it('is over once the process is told to stop, also for whoever asked just before', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const health = new Health([{ name: 'database', check: () => promise }]);
    const early = health.check();
    health.drain();
    resolve(undefined);
    for (const { ready, parts } of [await early, await health.check()]) {
      assert.equal(ready, false);
      assert.match(parts.process?.why ?? '', /told to stop/);
    }
  });
});

describe('F9 the clock', () => {
  const now = 1_800_000_000_000;
  for (const [seconds, fits] of [
    [0, true],
    [4, true],
    [-4, true],
    [10, false],
    [-10, false],
    [300, false],
    [-300, false],
  ] as const) {
    it(`${seconds} s off: ${fits ? 'ready' : 'not ready, in words'}`, async () => {
      const why = await clockPart(clockAt([now + seconds * 1000]), async () => new Date(now)).check();
      assert.equal(why === undefined, fits);
      if (!fits) assert.match(why!, seconds > 0 ? /ahead of/ : /behind/);
    });
  }

  it('does not take a slow answer for a wrong clock', async () => {
    // Eight seconds on the way: the database's moment may have been anywhere in them.
    assert.equal(await clockDifference(clockAt([now, now + 8000]), async () => new Date(now + 8000)), 0);
  });
});

describe('management port', () => {
  let url: string;
  let ready = true;
  const server = createManagementServer({
    readiness: async () => ({ ready, parts: {} }),
    metrics: async () => ({ type: 'text/plain; version=0.0.4', text: 'yihao_up 1\n' }),
  });
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const get = async (path: string, method = 'GET') => {
    const { status, headers, text } = await request(url)[method.toLowerCase() as 'get'](path);
    // An answer to HEAD has none.
    return { status, type: headers['content-type'] ?? null, text: text ?? '' };
  };

  it('is alive even while it is not ready', async () => {
    ready = false;
    assert.equal((await get('/readyz')).status, 503);
    assert.equal((await get('/healthz')).status, 200);
    ready = true;
    assert.equal((await get('/readyz?verbose')).status, 200);
  });

  it('gives its figures, whatever host it is called by, and nothing else', async () => {
    assert.deepEqual(await get('/metrics'), { status: 200, type: 'text/plain; version=0.0.4', text: 'yihao_up 1\n' });
    assert.equal((await get('/authorize')).status, 404);
    assert.equal((await get('/metrics', 'POST')).status, 405);
    assert.equal((await get('/readyz', 'HEAD')).text, '');
  });
});
