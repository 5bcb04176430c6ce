/**
 * The trees of this project that can be measured: this one, and that of another commit, which is checked out below
 * dist/bench-data/ and built there with its own lock file, its own scripts and its own seeding.
 *
 * What the benchmark asks of a tree are two programs, compiled into its dist/bench:
 * `servers/yihao-seed.js` fills the stores that the settings name as BENCH_SEEDING says and sends `Seeded`,
 * `servers/yihao-server.js` is the service on YIHAO_PORT; it answers every `Question` that it is sent.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { build as bundle } from 'esbuild';
import { SetupError } from '../scripts/machine.mjs';

const OUT = 'dist/bench';
const SEED = 'yihao-seed.js';
const SERVER = 'yihao-server.js';

/** In trees from before the seeding was a program, it is a function of `seed.js`. */
const OLDER_SEED = `import { seedYihao } from './seed.js';
process.send(await seedYihao(process.env, JSON.parse(process.env.BENCH_SEEDING)));
`;

/** What `npm start` tells Node about its heap: every server of Node's gets the same. */
export function heapFlags() {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  return scripts.start.match(/--max-\S+/g) ?? [];
}

/** This tree, whose dist/ is up to date. */
export async function ownTree() {
  await transpile('.');
  return treeIn('.', 'this');
}

/** The tree of another commit, checked out, installed and built, once for all runs. */
export async function treeOf(commit) {
  const sha = run('git', ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`]).trim();
  const folder = join('dist', 'bench-data', `tree-${sha.slice(0, 12)}`);
  if (!existsSync(folder)) {
    console.log(`Building ${sha.slice(0, 12)} with its own lock file …`);
    await make(sha, folder);
  }
  return treeIn(folder, sha.slice(0, 7));
}

async function make(sha, folder) {
  // Under another name until it is whole.
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const archive = `${draft}.tar`;
  run('git', ['archive', `--output=${archive}`, sha]);
  run('tar', ['-xf', archive, '-C', draft]);
  rmSync(archive);
  run(process.execPath, ['scripts/setup.mjs', 'build'], draft);
  await transpile(draft);
  if (existsSync(join(draft, OUT, 'seed.js'))) writeFileSync(join(draft, OUT, SEED), OLDER_SEED);
  renameSync(draft, folder);
}

function run(program, args, cwd = '.') {
  const env = { ...process.env, PATH: dirname(process.execPath) + delimiter + process.env.PATH };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new SetupError(`"${program} ${args.join(' ')}" failed.\n${stdout ?? ''}${stderr ?? ''}`);
  return stdout;
}

/** The benchmark's own files beside the service's compiled ones, so that what is measured is what runs in earnest. */
async function transpile(folder) {
  rmSync(join(folder, OUT), { recursive: true, force: true });
  await bundle({
    absWorkingDir: resolve(folder),
    entryPoints: globSync('bench/**/*.ts', { cwd: folder }),
    outdir: OUT,
    outbase: 'bench',
    format: 'esm',
    platform: 'node',
    target: 'node24',
  });
}

function treeIn(folder, name) {
  const [seed, server] = [SEED, SERVER].map((file) => {
    const places = [join(folder, OUT, 'servers', file), join(folder, OUT, file)];
    const place = places.find((one) => existsSync(one));
    if (!place) throw new SetupError(`${name} has no ${file} for the benchmark to run.`);
    return resolve(place);
  });
  return { name, folder: resolve(folder), seed, server };
}
