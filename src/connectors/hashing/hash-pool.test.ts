import assert from 'node:assert/strict';
import childProcess, { ChildProcess, spawn } from 'node:child_process';
import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hash as argon2, argon2i, argon2id, type HashOptions } from 'argon2';
import { AppError } from '../../shared/errors.js';
import { HashPool, type HashPoolOptions } from './hash-pool.js';

const LIGHT = { memoryCost: 1024, timeCost: 1, parallelism: 1, workers: 2, queue: 8 };
const HEAVY = { ...LIGHT, memoryCost: 65_536, timeCost: 4 };
const isBusy = (error: unknown) => error instanceof AppError && error.status === 503 && error.entry.retryAfter === 5;

/** Of one password; `rehash` under 2 MiB and two passes. */
const FORMER = [
  {
    rehash: false,
    hash: '$argon2id$v=19$m=19456,t=2,p=1$G9o5fXKwcoM5+u/FJ5v/pQ$eHWHl4nCL2jyqehnKE54zdgN5eNEAM1gMgC8UGnNKD8',
  },
  {
    rehash: true,
    hash: '$argon2id$v=19$m=1024,t=1,p=1$SIjH4/uvBZGFQFZHZgwChQ$SjSnBA6xiz/TrPYFlsR+f1Ko+MjcARFs6TTDRJ14htI',
  },
  {
    rehash: false,
    hash: '$argon2id$v=19$m=4096,t=3,p=2$ued2lgDNYUtMlCCmhvJ3HQ$65LVrRuCza/nZmnXFoFY52IXTtrJyFQ3c7Le8PfR2rc',
  },
  {
    rehash: true,
    hash: '$argon2i$v=19$m=2048,t=2,p=1$+kVCzNh2rnGL/zKOApQ52Q$Dnvhr0zo6kmxvE+Win6M4HftKcCVW85lzpSNMOAwHpc',
  },
  {
    rehash: true,
    hash: '$argon2d$v=19$m=2048,t=2,p=1$mThk1AZ6RNJao3h0SyC8gw$IxXHwFsyNGzcb3743zY8S+A+Vli2rShXOesowidz1Fo',
  },
  { rehash: true, hash: '$argon2id$v=19$m=2048,t=2,p=1$/u5ySEQ1vRXPCrwvexe7lQ$VnOj7pmSq6AdohgoVJoK3o+Tm5PqLbB7' },
  {
    rehash: true,
    hash: '$argon2id$v=16$m=2048,t=2,p=1$YcAhkidevr7GlB1hK1ZW1w$4ww5Bxi6MP+A6qpAhLB3Wa5P2RNKbtdeNVDUFJhH7O0',
  },
];

describe('HashPool', () => {
  const pools: HashPool[] = [];
  const open = (options: HashPoolOptions) => {
    const pool = new HashPool(options);
    pools.push(pool);
    return pool;
  };
  const { fork } = childProcess;
  const forkBy = (way: (...given: never[]) => ChildProcess) => {
    childProcess.fork = way as typeof fork;
    syncBuiltinESMExports();
  };
  afterEach(async () => {
    forkBy(fork);
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
    const older: HashOptions[] = [
      { memoryCost: 1024, timeCost: 2, parallelism: 1, type: argon2id },
      { memoryCost: 2048, timeCost: 1, parallelism: 1, type: argon2id },
      { memoryCost: 2048, timeCost: 2, parallelism: 1, type: argon2i },
      { memoryCost: 2048, timeCost: 2, parallelism: 1, type: argon2id, hashLength: 24 },
    ];
    for (const hash of await Promise.all(older.map((options) => argon2('correct horse', { ...options, raw: false })))) {
      assert.deepEqual(await pool.verify(hash, 'correct horse'), { matches: true, rehash: true });
      assert.deepEqual(await pool.verify(hash, 'wrong horse'), { matches: false, rehash: false });
    }
    const stronger = await argon2('correct horse', { memoryCost: 4096, timeCost: 3, parallelism: 1 });
    assert.deepEqual(await pool.verify(stronger, 'correct horse'), { matches: true, rehash: false });
  });

  it('verifies what @node-rs/argon2 made, by which every password was hashed before', async () => {
    const pool = open({ ...LIGHT, memoryCost: 2048, timeCost: 2 });
    for (const { hash, rehash } of FORMER) {
      assert.deepEqual(await pool.verify(hash, '一个很长的密码 with spaces'), { matches: true, rehash }, hash);
      assert.deepEqual(await pool.verify(hash, '一个很长的密码 with space'), { matches: false, rehash: false }, hash);
    }
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
    for (const none of ['not a hash', '$scrypt$ln=1,r=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g', '$argon2id$v=19$m=1024'])
      await assert.rejects(pool.verify(none, 'x'), (error: AppError) => error.status === 500, none);
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

  it('begins anew, once, what was under way in a process that ended', async () => {
    const pool = open({ ...HEAVY, timeCost: 8 });
    const hashes = Promise.all([pool.hash('a'), pool.hash('b')]);
    const first = pool.processId!;
    process.kill(first, 'SIGKILL');
    for (const hash of await hashes) assert.match(hash, /^\$argon2id/);
    assert.notEqual(pool.processId, first);

    const unlucky = assert.rejects(pool.hash('c'), isBusy);
    const second = pool.processId!;
    process.kill(second, 'SIGKILL');
    await until(() => pool.processId !== undefined && pool.processId !== second);
    process.kill(pool.processId!, 'SIGKILL');
    await unlucky;
  });

  it('hashes with the binary that came with argon2 where the one that was built does not run', async () => {
    const pool = open(LIGHT);
    process.kill(pool.processId!, 'SIGILL');
    assert.match(await pool.hash('x'), /^\$argon2id/);
    assert.equal(pool.binary, 'as it came');
    if (process.platform !== 'linux') return;
    const loaded = readFileSync(`/proc/${pool.processId}/maps`, 'utf8');
    assert.match(loaded, /argon2\/prebuilds\//);
    assert.doesNotMatch(loaded, /argon2\/build\//);
  });

  // Priorities of threads and a process's environment are read from /proc.
  if (process.platform === 'linux')
    it("lets the service go first, and hands it none of the service's secrets", async () => {
      process.env.YIHAO_MASTER_KEY_OF_THIS_TEST = 'secret';
      const pool = open({ ...LIGHT, workers: 3 });
      delete process.env.YIHAO_MASTER_KEY_OF_THIS_TEST;
      await Promise.all(['a', 'b', 'c', 'd'].map((password) => pool.hash(password)));
      const place = `/proc/${pool.processId}`;
      const threads = readdirSync(`${place}/task`);
      const nice = threads.map(
        (thread) => readFileSync(`${place}/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ')[16],
      );
      assert.ok(threads.length > 3);
      assert.deepEqual(new Set(nice), new Set(['10']));
      assert.doesNotMatch(readFileSync(`${place}/environ`, 'utf8'), /YIHAO/);
    });

  it('ends with the process that it hashes for, whatever ended that', async () => {
    const source = `import { HashPool } from ${JSON.stringify(new URL('./hash-pool.ts', import.meta.url).href)};
      const pool = new HashPool(${JSON.stringify(LIGHT)});
      await pool.hash('x');
      console.log(pool.processId);
      setInterval(() => {}, 1000);`;
    const service = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source]);
    const [answer] = (await once(service.stdout, 'data')) as [Buffer];
    const child = Number(answer.toString());
    assert.equal(hasEnded(child), false);
    service.kill('SIGKILL');
    await until(() => hasEnded(child));
  });

  it('replaces a worker that never answers, fails its job and serves the next', async () => {
    const stuck = open({ ...LIGHT, memoryCost: 262_144, timeCost: 20, workers: 1, jobMs: 50 });
    await assert.rejects(stuck.hash('too heavy'), isBusy);
    const light = await argon2('x', { memoryCost: 64, timeCost: 1, parallelism: 1 });
    const patient = open({ ...LIGHT, workers: 1, jobMs: 2_000 });
    assert.equal((await patient.verify(light, 'x')).matches, true);
    await assert.rejects(stuck.hash('still too heavy'), isBusy, 'the successor was started, and failed on its own');
  });

  it('survives a worker that cannot even start', async () => {
    const pool = open({ ...LIGHT, timeCost: 0 });
    await assert.rejects(pool.hash('x'), isBusy);
    await assert.rejects(pool.verify(null, 'x'), isBusy);
  });

  const outOf = (code: string) => Object.assign(new Error(`spawn ${code}`), { code });
  const WAYS: Record<string, () => ChildProcess> = {
    'a fork that throws': () => {
      throw outOf('ENOMEM');
    },
    // What Node returns where files or pipes run out: a child without a number, a channel or `send`.
    'a child that never was': () => {
      const child = new ChildProcess();
      process.nextTick(() => child.emit('error', outOf('EMFILE')));
      return child;
    },
  };
  for (const [name, way] of Object.entries(WAYS))
    it(`refuses what it has while its process cannot be replaced, and tries again with the next: ${name}`, async () => {
      const pool = open({ ...LIGHT, workers: 1 });
      forkBy(way);
      const isRefused = (error: unknown) => isBusy(error) && /ENOMEM|EMFILE/.test(String((error as Error).cause));
      const refused = ['a', 'b'].map((password) => assert.rejects(pool.hash(password), isRefused));
      process.kill(pool.processId!, 'SIGKILL');
      await Promise.all(refused);
      await assert.rejects(pool.hash('c'), isRefused, 'still');
      assert.deepEqual(pool.load, { busy: 0, waiting: 0, refused: 3 });
      forkBy(fork);
      assert.match(await pool.hash('d'), /^\$argon2id/);
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

/** Whether no process has this number any more; one that nobody has waited for counts as ended. */
function hasEnded(id: number): boolean {
  if (process.platform === 'linux')
    return !existsSync(`/proc/${id}/stat`) || /\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  try {
    return !process.kill(id, 0);
  } catch {
    return true;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
