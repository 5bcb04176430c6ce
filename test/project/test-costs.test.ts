import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

interface Cost {
  readonly own: number;
  readonly below: number;
  readonly wall: number;
}
type Costs = Readonly<Record<string, Cost>>;
interface Budgets {
  readonly others: number;
  readonly files: Readonly<Record<string, number>>;
}
const { overBudget, readBudgets, slowest } = (await import('../../scripts/test-costs.mjs' as string)) as {
  overBudget(costs: Costs, budgets: Budgets): string[];
  readBudgets(): Budgets;
  slowest(costs: Costs, budgets: Budgets): string[];
};

/** Works until this process has used that much more CPU time. */
const BURN = `const burn = (seconds) => {
  const until = process.cpuUsage().user + seconds * 1e6;
  while (process.cpuUsage().user < until);
};`;
const FILES = {
  'idle.mjs': `describe('idle', () => it('waits', (done) => setTimeout(done, 50)));`,
  'own.mjs': `${BURN} describe('own', () => it('works', () => burn(0.5)));`,
  'ended.mjs': `import { spawnSync } from 'node:child_process';
    describe('ended', () => it('has work done', () => void spawnSync(process.execPath, ['-e', ${JSON.stringify(`${BURN} burn(0.5);`)}])));`,
  'living.mjs': `import { spawn } from 'node:child_process';
    describe('living', () => {
      let child;
      after(() => child.kill());
      it('has work done', (done) => {
        child = spawn(process.execPath, ['-e', ${JSON.stringify(`${BURN} burn(0.5); console.log(1); setInterval(() => {}, 1000);`)}]);
        child.stdout.once('data', () => done());
      });
    });`,
};

describe('what test files take', () => {
  it('is measured: their own CPU time, and that of processes they start, ended or living', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yihao-test-costs-'));
    try {
      for (const [name, content] of Object.entries(FILES)) await writeFile(join(folder, name), content);
      const paths = Object.keys(FILES).map((name) => join(folder, name));
      const report = join(folder, 'report.json');
      const mocha = [
        'node_modules/mocha/bin/mocha.js',
        '--no-config',
        '--timeout',
        '60000',
        '--reporter',
        'scripts/mocha-reporter.cjs',
      ];
      const env = { ...process.env, TEST_REPORT_FILE: report };
      await promisify(execFile)(process.execPath, [...mocha, ...paths], { env });
      const { passes, files } = JSON.parse(await readFile(report, 'utf8')) as { passes: number; files: Costs };
      assert.equal(passes, 4);
      const [idle, own, ended, living] = paths.map((path) => files[relative(process.cwd(), path)]!) as [
        Cost,
        Cost,
        Cost,
        Cost,
      ];
      assert.ok(own.own >= 0.5 && own.below < 0.5, 'own work');
      assert.ok(ended.below >= 0.45 && ended.own < 0.5, 'work of a process that has ended');
      assert.ok(living.below >= 0.45 && living.own < 0.5, 'work of a process that lives');
      assert.ok(idle.own + idle.below < 0.5 && idle.wall >= 0.05, 'nothing but time');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }).timeout(60_000);

  const cost = (own: number, below: number): Cost => ({ own, below, wall: 100 });

  it('may be twice the budget, a file’s own or everyone’s, and no more', () => {
    const budgets = { others: 1, files: { 'package.json': 10 } };
    assert.deepEqual(overBudget({ 'package.json': cost(10, 10), 'other.ts': cost(2, 0) }, budgets), []);
    assert.deepEqual(overBudget({ 'package.json': cost(10, 10.1), 'other.ts': cost(1, 1.1) }, budgets), [
      'package.json took 20.1 s of CPU time, its budget is 10 s',
      'other.ts took 2.1 s of CPU time, its budget is 1 s',
    ]);
  });

  it('has no budget for a file that is gone', () => {
    assert.deepEqual(overBudget({}, { others: 1, files: { 'gone.test.ts': 1 } }), [
      'test/budgets.json names gone.test.ts, which is not there',
    ]);
    assert.deepEqual(overBudget({}, readBudgets()), []);
  });

  it('is told of the ten that took most', () => {
    const costs = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}.ts`, cost(n, n)]));
    const [head, ...lines] = slowest(costs, { others: 3, files: {} });
    assert.match(head!, /CPU +budget +own +below +wall/);
    assert.deepEqual(
      lines.map((line) => line.trim().split(/\s+/).at(-1)),
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => `${n}.ts`),
    );
    assert.match(lines[0]!, /^ +22\.0 +3\.0 +11\.0 +11\.0 +100\.0 +11\.ts$/);
  });
});
