#!/usr/bin/env node
/**
 * Builds the package argon2 from its own sources for the CPU that it will run on: the binary that comes with it keeps to
 * what every CPU can do, and takes about twice as long for a hash. Where something needed is missing or the build fails,
 * that binary goes on being used, and `yihao doctor` says so.
 *
 *     node scripts/argon2.mjs --portable       for an image: whatever x64 CPUs since 2013 can do (x86-64-v3)
 *
 * Plain JavaScript without dependencies: set-up imports it before there are any.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './machine.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PLACE = join(root, 'node_modules', 'argon2');
const BUILT = join(PLACE, 'build', 'Release', 'argon2.node');
/** Says for what the binary beside it was built. */
const STAMP = join(PLACE, 'build', 'built-for');
/** Binaries of all CPUs that this folder has been on, and why some could not be built. */
const KEPT = join(root, '.cache', 'argon2');
const BUILD_MS = 180_000;

/** A published test vector of argon2id, version 1.3 (src/test.c of the reference implementation). */
const PROOF = `
  const { hash } = require('argon2');
  const options = { memoryCost: 256, timeCost: 2, parallelism: 1, salt: Buffer.from('somesalt'), raw: true };
  hash('password', options).then((made) => process.exit(
    made.toString('hex') === '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe' ? 0 : 1));`;

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** Model and abilities of the first CPU; two virtual machines can share a model's name and not its abilities. */
function describeCpu() {
  try {
    // The first entry is within 4 KiB; Linux writes the others only when they are read, and there can be hundreds.
    const file = openSync('/proc/cpuinfo', 'r');
    const start = Buffer.alloc(4096);
    const length = readSync(file, start);
    closeSync(file);
    const named = /^(vendor_id|cpu family|model|model name|flags|Features|CPU \w+)\s*:.*$/gm;
    const [first] = start.toString('latin1', 0, length).split('\n\n');
    return first.match(named)?.join('\n') ?? '';
  } catch {
    return cpus()[0]?.model ?? '';
  }
}

/** What the build needs and this machine lacks. */
function lacks(headers) {
  const tools = [['python3'], ['make'], ['g++', 'c++', 'clang++']];
  const missing = tools.filter((names) => !findProgram(...names)).map(([name]) => name);
  return existsSync(join(headers, 'include', 'node', 'node_api.h')) ? missing : [...missing, "Node's headers"];
}

/** @returns what the compiler said where it failed; undefined when `target` holds a binary that is proven to work */
function compile(node, headers, flags, target) {
  // Beside the package's own dependencies, which its build description asks for, and apart from others who build it.
  const folder = join(PLACE, `.build-${process.pid}`);
  const env = {
    ...process.env,
    PATH: dirname(node) + delimiter + process.env.PATH,
    CFLAGS: flags,
    CXXFLAGS: flags,
  };
  const options = { cwd: folder, env, encoding: 'utf8', timeout: BUILD_MS, maxBuffer: 64 * 1024 * 1024 };
  try {
    for (const part of ['argon2', 'argon2.cpp', 'binding.gyp', 'package.json'])
      cpSync(join(PLACE, part), join(folder, part), { recursive: true });
    const gyp = join(root, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    const built = spawnSync(node, [gyp, 'rebuild', `--nodedir=${headers}`], options);
    if (built.status !== 0) return `${built.error ?? ''}\n${built.stdout}\n${built.stderr}`;
    const proof = spawnSync(node, ['-e', PROOF], { ...options, cwd: root, env: { ...env, ARGON2_PREBUILD: folder } });
    if (proof.status !== 0) return `What was built hashes wrongly (${proof.signal ?? proof.status}).\n${proof.stderr}`;
    mkdirSync(dirname(target), { recursive: true });
    put(join(folder, 'build', 'Release', 'argon2.node'), target);
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whole or not at all, for those who start at the same moment; whoever has the old one loaded keeps it. */
function put(from, to) {
  const half = `${to}.${process.pid}`;
  cpSync(from, half);
  renameSync(half, to);
}

/**
 * Sees to it that argon2 runs as fast as this machine lets it. Some milliseconds when nothing is to be done; never fails.
 * @param node the Node that the service runs on
 * @param portable for other CPUs than this one, too
 */
export function ensureArgon2(node, { portable = false } = {}) {
  const version = read(join(PLACE, 'package.json'));
  if (version === undefined || process.platform === 'win32') return;
  const march = portable ? (process.arch === 'x64' ? '-march=x86-64-v3' : '') : '-march=native';
  const flags = `-O3 ${march}`.trim();
  const parts = [version, process.platform, process.arch, flags, portable ? '' : describeCpu()];
  const key = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
  if (read(STAMP) === key) return;

  const kept = join(KEPT, key, 'argon2.node');
  const failure = join(KEPT, key, 'failed.log');
  const headers = dirname(dirname(node));
  try {
    if (!existsSync(kept) && !existsSync(failure) && lacks(headers).length === 0) {
      console.log(`Set-up: argon2 is built with ${flags}.`);
      const complaint = compile(node, headers, flags, kept);
      if (complaint !== undefined) {
        mkdirSync(dirname(failure), { recursive: true });
        writeFileSync(failure, complaint);
        console.log(
          `Set-up: that failed (${failure}); the binary that comes with argon2 is used. Delete it to try again.`,
        );
      }
    }
    // What another CPU's machine left here might not run on this one.
    rmSync(join(PLACE, 'build'), { recursive: true, force: true });
    if (!existsSync(kept)) return;
    mkdirSync(dirname(BUILT), { recursive: true });
    put(kept, BUILT);
    writeFileSync(STAMP, key);
  } catch (error) {
    console.log(`Set-up: argon2 stays as it came (${error.message}).`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  ensureArgon2(process.execPath, { portable: process.argv.includes('--portable') });
