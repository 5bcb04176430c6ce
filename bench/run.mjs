/**
 * Measures Yihao beside a bare oidc-provider and prints the table of docs/performance.md:
 *
 *     npm run bench                        everything, some minutes
 *     npm run bench -- --quick             small rounds: does it run, roughly how much
 *     npm run bench -- --share=0.2         rounds of a fifth of the size
 *     npm run bench -- --only=login,sso    some of the flows
 *     npm run bench -- --profile=sso       also writes a CPU profile of that flow for each server
 *     npm run bench -- --scale=100000      instead: the cost with so many identities and 10,000 applications
 *
 * The server under test has one core for itself; the load, the stores and this process share another.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { build } from '../scripts/build.mjs';
import { findProgram, SetupError } from '../scripts/machine.mjs';
import { provideServer, stopServers } from '../scripts/test-servers.mjs';

const OUT = 'dist/bench';

/** The benchmark's own files beside the service's compiled ones, so that what is measured is what runs in earnest. */
async function transpile() {
  rmSync(OUT, { recursive: true, force: true });
  const entryPoints = globSync('bench/**/*.ts');
  await bundle({ entryPoints, outdir: OUT, outbase: 'bench', format: 'esm', platform: 'node', target: 'node24' });
}

/** Gives the server a core of its own and everything else the others; undefined where that cannot be done here. */
function divideCores() {
  if (availableParallelism() < 2 || !findProgram('taskset')) return undefined;
  const cores = availableParallelism();
  const others = cores === 2 ? '1' : `1-${cores - 1}`;
  const pinned = spawnSync('taskset', ['-a', '-p', '-c', others, `${process.pid}`]);
  return pinned.status === 0 ? { server: '0', others } : undefined;
}

process.on('exit', stopServers);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

try {
  await build();
  await transpile();
  const cores = divideCores();
  const [database, redis] = await Promise.all([
    provideServer('database', { docker: false }),
    provideServer('redis', { docker: false }),
  ]);
  mkdirSync(join('dist', 'bench-data'), { recursive: true });
  const { main } = await import(pathToFileURL(resolve(OUT, 'main.js')).href);
  await main({ database, redis, cores, folder: resolve('dist/bench-data'), options: process.argv.slice(2) });
  process.exit(0);
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
