/** What this machine has, and how to get what it lacks. */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** A fault that one sentence explains; no stack is wanted. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** Folders of server programs that an ordinary PATH often lacks. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/opt/homebrew/bin'];

/** The path of the first of these programs that is installed. */
export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...SYSTEM_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here; the next folder.
      }
    }
  }
  return undefined;
}

/** Debian's package of Chromium without windows: a page costs half of what it costs in the whole browser. */
export const HEADLESS_CHROMIUM = 'chromium-headless-shell';

/** Chromium as named by CHROMIUM_PATH, else as installed. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  const installed = [HEADLESS_CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  if (!named) return findProgram(...installed);
  if (!existsSync(named)) throw new SetupError(`CHROMIUM_PATH names ${named}, but there is no such file.`);
  return named;
}

/** Whether Chinese can be drawn: without a CJK font every page shows boxes. */
export function hasChineseFont() {
  const list = findProgram('fc-list');
  if (list) return spawnSync(list, [':lang=zh-cn', 'family'], { encoding: 'utf8' }).stdout.trim() !== '';
  const folder = '/usr/share/fonts';
  return (
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => /CJK|wqy|SourceHanS/i.test(file))
  );
}

/** Whether missing packages can be installed here: Debian's packages, as root. */
export function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined;
}

/** Runs a program to its end without input; answers its exit code and all it said. */
export function run(program, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

const START_POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs Debian packages, without starting the services that some of them bring: the tests start their own servers
 * and touch no other. (Debian asks policy-rc.d before it starts a service; exit code 101 forbids it.)
 */
export async function installPackages(packages) {
  console.log(`Set-up: apt-get installs ${packages.join(', ')}.`);
  const ownPolicy = !existsSync(START_POLICY);
  if (ownPolicy) writeFileSync(START_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];
    await run('apt-get', [...apt, 'update'], env);
    const { code, output } = await run('apt-get', [...apt, 'install', '--no-install-recommends', ...packages], env);
    if (code !== 0) throw new SetupError(`${output}\n"apt-get install ${packages.join(' ')}" failed (see above).`);
  } finally {
    if (ownPolicy) rmSync(START_POLICY, { force: true });
  }
}

/** A TCP port of 127.0.0.1 that nobody uses at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Whether something could listen there, on this machine alone as well as on every interface. */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', undefined]) {
    const free = await new Promise((resolve) => {
      const server = createServer();
      server.on('error', () => resolve(false));
      server.listen({ port, host }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}

/**
 * Runs `command` (a shell line) when this process ends in any way, even by SIGKILL: a shell in a group of its own waits
 * for the end of the pipe that it reads. `release` lets it go without running the command.
 */
export function whenThisProcessDies(command) {
  if (process.platform === 'win32') return { release() {} };
  const shell = spawn('/bin/sh', ['-c', `trap '' INT TERM HUP; cat >/dev/null; ${command}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  shell.stdin.unref?.();
  return { release: () => shell.kill('SIGKILL') };
}
