import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readHtml } from '../support/http/html.js';
import { freePort } from '../support/service/breakable-server.js';
import { readCopy, readDockerfile } from '../support/service/dockerfile.js';

/** The image's steps in two clean folders, since not every machine has an engine: what they need is all they get. */
describe('docker/Dockerfile, its steps in clean folders', () => {
  const folders = {
    build: mkdtempSync(join(tmpdir(), 'yihao-image-')),
    final: mkdtempSync(join(tmpdir(), 'yihao-image-')),
  };
  const [build, final] = readDockerfile('docker/Dockerfile');
  const path = `${dirname(process.execPath)}:${process.env.PATH}`;
  after(() => {
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  });

  it('build the service', () => {
    for (const { name, text } of build!.instructions) {
      // What Debian installs is this machine's own affair: where it has a compiler, argon2 is built as in the image.
      if (name === 'RUN' && !text.startsWith('apt-get'))
        execFileSync('/bin/sh', ['-c', text], { cwd: folders.build, env: { ...process.env, PATH: path } });
      if (name !== 'COPY') continue;
      const { sources, target } = readCopy(text);
      for (const source of sources) {
        const to =
          sources.length > 1 || target.endsWith('/')
            ? join(folders.build, target, source)
            : join(folders.build, target);
        cpSync(source, to, { recursive: true, filter: (one) => !/\.test\.tsx?$/.test(one) });
      }
    }
    assert.ok(existsSync(join(folders.build, 'dist/src/main.js')));
    assert.ok(!existsSync(join(folders.build, 'node_modules/typescript')));
    assert.ok(!existsSync(join(folders.build, 'node_modules/node-gyp')));
    const tools = ['python3', 'make', 'g++'].every((tool) => spawnSync(tool, ['--version']).status === 0);
    assert.equal(existsSync(join(folders.build, 'node_modules/argon2/build/Release/argon2.node')), tools);
  });

  it('make a folder that runs, passes its health check and ends when told', async () => {
    for (const { text } of final!.instructions.filter(({ name }) => name === 'COPY')) {
      const { sources, target } = readCopy(text);
      for (const source of sources)
        cpSync(join(folders.build, source.slice('/app/'.length)), join(folders.final, target), { recursive: true });
    }
    const [, ...command] = JSON.parse(final!.instructions.find(({ name }) => name === 'CMD')!.text) as string[];
    const check = final!.instructions.find(({ name }) => name === 'HEALTHCHECK')!.text;
    const [, ...health] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    const [port, management] = [await freePort(), await freePort()];
    const env = {
      PATH: path,
      NODE_ENV: 'production',
      YIHAO_ISSUER: `http://localhost:${port}`,
      YIHAO_PORT: `${port}`,
      YIHAO_MANAGEMENT_PORT: `${management}`,
      YIHAO_DRAIN_SECONDS: '0',
      YIHAO_DATA_DIR: join(folders.final, 'data'),
    };
    const child = spawn(process.execPath, command, { cwd: folders.final, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = once(child, 'exit');
    try {
      while (!/Health and figures/.test(output)) {
        assert.equal(child.exitCode, null, output);
        await sleep(100);
      }
      execFileSync(process.execPath, health, { env });
      const page = await fetch(`http://localhost:${port}/`);
      assert.equal(page.status, 200);
      const style = readHtml(await page.text())('link[href^="/assets/yihao."][href$=".css"]').attr('href');
      assert.equal((await fetch(`http://localhost:${port}${style}`)).status, 200);
    } finally {
      child.kill('SIGTERM');
    }
    assert.deepEqual(await ended, [0, null]);
    assert.ok(readFileSync(join(folders.final, 'package.json'), 'utf8').includes('"yihao"'));
  });
});
