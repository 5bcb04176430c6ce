import assert from 'node:assert/strict';
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { hashSync } from '@node-rs/argon2';
import { AppError } from '../../shared/errors.js';
import { HashPool, type HashPoolOptions } from './hash-pool.js';

const LIGHT = { memoryCost: 1024, timeCost: 1, parallelism: 1, workers: 2, queue: 8 };
const HEAVY = { ...LIGHT, memoryCost: 65_536, timeCost: 4 };
const isBusy = (error: unknown) => error instanceof AppError && error.status === 503 && error.entry.retryAfter === 5;

describe('HashPool', () => {
  const pools: HashPool[] = [];
  const open = (options: HashPoolOptions) => {
    const pool = new HashPool(options);
    pools.push(pool);
    return pool;
  };
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.close()));
  });

  it('makes argon2id strings with the parameters of the settings, and verifies them', async () => {
    const pool = open(LIGHT);
    const hash = await pool.hash('一个很长的密码 with spaces');
    assert.match(hash, /^\$argon2id\$v=19\$m=1024,t=1,p=1\$/);
    assert.deepEqual(await pool.verify(hash, '一个很长的密码 with spaces'), { matches: true, rehash: false });
    assert.deepEqual(await pool.verify(hash, '一个很长的密码 with space'), { matches: false, rehash: false });
    assert.notEqual(await pool.hash('same'), await pool.hash('same'));
  });

  it('takes a composed and a decomposed spelling, and any kind of space, for the same password', async () => {
    const pool = open(LIGHT);
    const hash = await pool.hash('Café\u00a0Zoë2024');
    assert.equal((await pool.verify(hash, 'Cafe\u0301 Zoe\u03082024')).matches, true);
    assert.equal((await pool.verify(hash, 'café Zoë2024')).matches, false, 'case counts');
  });

  it('asks for a new hash when the stored one is weaker than the settings, and only on a match', async () => {
    const pool = open({ ...LIGHT, memoryCost: 2048, timeCost: 2 });
    const older = [
      { memoryCost: 1024, timeCost: 2, parallelism: 1, algorithm: 2 },
      { memoryCost: 2048, timeCost: 1, parallelism: 1, algorithm: 2 },
      { memoryCost: 2048, timeCost: 2, parallelism: 1, algorithm: 1 },
    ].map((options) => hashSync('correct horse', options));
    for (const hash of older) {
      assert.deepEqual(await pool.verify(hash, 'correct horse'), { matches: true, rehash: true });
      assert.deepEqual(await pool.verify(hash, 'wrong horse'), { matches: false, rehash: false });
    }
    const stronger = hashSync('correct horse', { memoryCost: 4096, timeCost: 3, parallelism: 1 });
    assert.deepEqual(await pool.verify(stronger, 'correct horse'), { matches: true, rehash: false });
  });

  it('does the same work where there is no hash to compare with', async () => {
    const pool = open({ ...LIGHT, memoryCost: 19_456, timeCost: 2, workers: 1 });
    const hash = await pool.hash('correct horse');
    const time = async (stored: string | null) => {
      const begin = performance.now();
      assert.deepEqual(await pool.verify(stored, 'wrong horse'), { matches: false, rehash: false });
      return performance.now() - begin;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 15; round++) {
      known.push(await time(hash));
      unknown.push(await time(null));
    }
    const ratio = median(unknown) / median(known);
    // Wide, for a busy machine: without the work it would be a hundredth.
    assert.ok(ratio > 0.3 && ratio < 3, `an unknown number takes ${ratio.toFixed(2)} times as long`);
  });

  it('fails closed on a stored hash that is none', async () => {
    const pool = open(LIGHT);
    await assert.rejects(pool.verify('not a hash', 'x'), (error: AppError) => error.status === 500);
    assert.equal((await pool.verify(await pool.hash('x'), 'x')).matches, true, 'and goes on working');
  });

  it('refuses at once when the queue is full: 503 with Retry-After, no collapse', async () => {
    const pool = open({ ...HEAVY, queue: 3, maximumWaitMs: 60_000 });
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => pool.hash('password')));
    const refused = results.filter((result) => result.status === 'rejected');
    assert.equal(results.length - refused.length, 5, 'two at work and three waiting');
    for (const result of refused) assert.ok(isBusy(result.reason));
    assert.match(await pool.hash('password'), /^\$argon2id/);
  });

  it('refuses whoever would wait longer than allowed, by what hashes have taken so far', async () => {
    const pool = open({ ...HEAVY, workers: 1, queue: 1000, maximumWaitMs: 500 });
    await pool.hash('to measure');
    const begin = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => pool.hash('password')));
    assert.ok(performance.now() - begin < 5_000);
    const refused = results.filter((result) => result.status === 'rejected');
    assert.ok(refused.length > 150 && refused.length < 200, `${refused.length} of 200 were refused`);
    for (const result of refused) assert.ok(isBusy(result.reason));
  });

  it('refuses what waited too long', async () => {
    const pool = open({ ...HEAVY, workers: 1, maximumWaitMs: 1 });
    const results = await Promise.allSettled([pool.hash('a'), pool.hash('b')]);
    assert.deepEqual(
      results.map((result) => result.status),
      ['fulfilled', 'rejected'],
    );
  });

  it('replaces a worker that never answers, fails its job and serves the next', async () => {
    const stuck = open({ ...LIGHT, memoryCost: 262_144, timeCost: 20, workers: 1, jobMs: 50 });
    await assert.rejects(stuck.hash('too heavy'), isBusy);
    const light = hashSync('x', { memoryCost: 64, timeCost: 1, parallelism: 1 });
    const patient = open({ ...LIGHT, workers: 1, jobMs: 2_000 });
    assert.equal((await patient.verify(light, 'x')).matches, true);
    await assert.rejects(stuck.hash('still too heavy'), isBusy, 'the successor was started, and failed on its own');
  });

  it('survives a worker that cannot even start', async () => {
    const pool = open({ ...LIGHT, timeCost: 0 });
    await assert.rejects(pool.hash('x'), isBusy);
    await assert.rejects(pool.verify(null, 'x'), isBusy);
  });

  it('leaves libuv its threads: signing does not wait behind hashing', async () => {
    const pool = open({ ...HEAVY, workers: 1, queue: 100, maximumWaitMs: 60_000 });
    const hashing = Promise.allSettled(Array.from({ length: 12 }, () => pool.hash('password')));
    const begin = performance.now();
    await promisify(pbkdf2)('a job of libuv', 'salt', 1, 32, 'sha256');
    const waited = performance.now() - begin;
    const stillHashing = await Promise.race([hashing.then(() => false), Promise.resolve(true)]);
    assert.ok(stillHashing);
    assert.ok(waited < 150, `${waited} ms`);
    await pool.close();
    await hashing;
  });

  it('refuses after close, and whoever was waiting', async () => {
    const pool = open({ ...HEAVY, workers: 1 });
    const waiting = [pool.hash('a'), pool.hash('b'), pool.hash('c')];
    const results = Promise.allSettled(waiting);
    await pool.close();
    for (const result of await results) assert.equal(result.status, 'rejected');
    await assert.rejects(pool.hash('d'), isBusy);
  });
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
