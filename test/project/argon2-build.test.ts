import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

describe('scripts/argon2.mjs', () => {
  let folder: string;
  let built: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-argon2-'));
    built = join(folder, 'node_modules/argon2/build');
    for (const file of ['scripts/argon2.mjs', 'scripts/machine.mjs', 'node_modules/argon2'])
      cpSync(file, join(folder, file), { recursive: true, dereference: true });
    rmSync(built, { recursive: true, force: true });
    symlinkSync(resolve('node_modules/node-gyp'), join(folder, 'node_modules/node-gyp'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As set-up calls it, with a Node whose headers are there or not, and a build that fails at once. */
  function ensure(node = process.execPath): { output: string; status: number | null } {
    const source = `import { ensureArgon2 } from './scripts/argon2.mjs'; ensureArgon2(${JSON.stringify(node)});`;
    const env = { ...process.env, MAKE: 'false' };
    const options = { cwd: folder, env, encoding: 'utf8' } as const;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', source], options);
    return { output: stdout + stderr, status };
  }

  /** A binary that another machine left here, for a CPU that this one may not be. */
  function leaveOld(): void {
    mkdirSync(join(built, 'Release'), { recursive: true });
    writeFileSync(join(built, 'Release', 'argon2.node'), 'old');
    writeFileSync(join(built, 'built-for'), 'another CPU');
  }

  it('uses what came with the package where something is missing to build with, without a word', () => {
    leaveOld();
    const other = join(folder, 'elsewhere', 'bin', 'node');
    assert.deepEqual(ensure(other), { output: '', status: 0 });
    assert.ok(!existsSync(built), 'and not what was built for another CPU');
  });

  it('uses what came with the package where the build fails, says so once, and leaves nothing behind', () => {
    const headers = join(dirname(dirname(process.execPath)), 'include/node/node_api.h');
    const tools = ['python3', 'make', 'g++'].every((tool) => spawnSync(tool, ['--version']).status === 0);
    if (!existsSync(headers) || !tools) return;
    leaveOld();
    const { output, status } = ensure();
    assert.equal(status, 0);
    assert.match(output, /argon2 is built with -O3 -march=native\.\n.*that failed \(.+failed\.log\)/);
    assert.ok(!existsSync(built));
    assert.deepEqual(
      readdirSync(join(folder, 'node_modules/argon2')).filter((name) => name.startsWith('.build')),
      [],
    );
    assert.deepEqual(ensure(), { output: '', status: 0 }, 'nor tries again at every start');
  });

  it('does nothing before there are packages', () => {
    rmSync(join(folder, 'node_modules'), { recursive: true });
    assert.deepEqual(ensure(), { output: '', status: 0 });
  });
});
