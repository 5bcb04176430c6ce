/**
 * Measures Yihao beside a bare oidc-provider, and on demand beside another build of itself and beside Keycloak, and
 * prints the tables of docs/performance.md, where the options are explained:
 *
 *     npm run bench -- [--against=COMMIT] [--peer=keycloak] [--only=FLOW,…] [--share=0.2 | --quick] [--profile=FLOW]
 *                      [--stores=servers,embedded] [--scale=IDENTITIES]
 *
 * The server under test has one core for itself; the load, the stores and this process share another.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../scripts/build.mjs';
import { findProgram, SetupError, whenThisProcessDies } from '../scripts/machine.mjs';
import { provideServer, stopServers } from '../scripts/test-servers.mjs';
import { provideKeycloak } from './keycloak.mjs';
import { heapFlags, ownTree, treeOf } from './tree.mjs';

const options = process.argv.slice(2);

function option(name) {
  return options.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
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
  mkdirSync(join('dist', 'bench-data'), { recursive: true });
  for (const old of globSync('dist/bench-data/embedded*')) rmSync(old, { recursive: true });
  const own = await ownTree();
  const commit = option('against');
  const against = commit === undefined ? undefined : await treeOf(commit);
  const keycloak = option('peer') === 'keycloak' ? provideKeycloak() : undefined;
  const cores = divideCores();
  const [database, redis] = await Promise.all([
    provideServer('database', { docker: false }),
    provideServer('redis', { docker: false }),
  ]);
  const { main } = await import(pathToFileURL(resolve('dist/bench/main.js')).href);
  const folder = resolve('dist/bench-data');
  await main({
    database,
    redis,
    cores,
    folder,
    trees: { own, against },
    keycloak,
    whenThisProcessDies,
    nodeFlags: heapFlags(),
    options,
  });
  process.exit(0);
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
