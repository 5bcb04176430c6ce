import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/storage/index.js';

/** What the second process runs: an operator's command beside the running service. */
const OPERATOR = `
  import { openDatabase } from './src/storage/index.ts';
  const database = await openDatabase({ url: undefined, file: process.argv[1], poolSize: 1, acquireTimeoutMs: 1, queryTimeoutMs: 1 });
  await database.migrations.up();
  for (let turn = 0; turn < 50; turn += 1) {
    await database.uow.run(({ failureCounters }) => failureCounters.add('both', 'p', new Date(), 600, () => 0));
  }
  await database.close();
`;

describe('two processes on one SQLite file', () => {
  it('migrate once, lose no write, and never stop the service’s event loop', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yihao-test-'));
    const file = join(folder, 'yihao.sqlite');
    const database = await openDatabase({ url: undefined, file, poolSize: 1, acquireTimeoutMs: 1, queryTimeoutMs: 1 });
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    try {
      const operator = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', OPERATOR, file], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const ended = once(operator, 'exit');
      await database.migrations.up();
      let mine = 0;
      while (operator.exitCode === null && operator.signalCode === null) {
        await database.uow.run(({ failureCounters }) => failureCounters.add('both', 'p', new Date(), 600, () => 0));
        mine += 1;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      assert.deepEqual(await ended, [0, null]);
      assert.equal((await database.uow.read.failureCounters.find('both', 'p'))?.failures, mine + 50);
      assert.ok(longest < 1000, `the event loop stood still for ${Math.round(longest)} ms`);
    } finally {
      clearInterval(watch);
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a new SQLite file', () => {
  it('A15 is readable by its owner only, its side files too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yihao-test-'));
    const file = join(folder, 'deep', 'yihao.sqlite');
    const database = await openDatabase({ url: undefined, file, poolSize: 1, acquireTimeoutMs: 1, queryTimeoutMs: 1 });
    await database.migrations.up();
    for (const name of [file, `${file}-wal`, `${file}-shm`]) assert.equal((await stat(name)).mode & 0o777, 0o600, name);
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('that cannot be opened is named in one sentence', async () => {
    const settings = {
      url: undefined,
      file: '/dev/null/yihao.sqlite',
      poolSize: 1,
      acquireTimeoutMs: 1,
      queryTimeoutMs: 1,
    };
    await assert.rejects(
      openDatabase(settings),
      /^Error: The database file \/dev\/null\/yihao\.sqlite cannot be opened: .+\.$/,
    );
  });
});
