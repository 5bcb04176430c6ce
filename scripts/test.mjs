/**
 * Everything a change must pass, with its own set-up:
 *
 *     npm test                                   all checks and tests
 *     npm test -- src/shared/seal.test.ts        these test files (or folders) only, on the same servers
 *     npm run test:heavy                         the long ones, test/heavy/**\/*.heavy.ts, and the journeys again
 *
 * YIHAO_TEST_STORES says on which stores the journeys walk: "servers" (MariaDB and Redis), or "embedded", which are the
 * heavy tier's.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { CHECKS, runCheck } from './checks.mjs';
import {
  canInstall,
  findChromium,
  findProgram,
  HEADLESS_CHROMIUM,
  hasChineseFont,
  installPackages,
  SetupError,
  whenThisProcessDies,
} from './machine.mjs';
import { budgetOf, overBudget, readBudgets, slowest } from './test-costs.mjs';
import { dockerAnswers, provideServer, SERVERS, stopServers } from './test-servers.mjs';

const TEST_FILES = ['src/**/*.test.{ts,tsx}', 'examples/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'];
/** The long ones, and again the journeys: on the pair of stores that they do not walk on in `npm test`. */
const HEAVY_FILES = ['test/heavy/**/*.heavy.{ts,tsx}', 'test/journeys/**/*.test.{ts,tsx}'];
/** These share one browser and one started city, so they run in one process. */
const BROWSER_FILES = 'test/browser/';
/** How long mocha may live on after its last test: longer means that a test left something open. */
const LINGER_MS = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'yihao-test-'));
whenThisProcessDies(`rm -rf '${folder}'`);
const running = new Set();

function cleanUp() {
  for (const mocha of running) mocha.kill('SIGKILL');
  stopServers();
  rmSync(folder, { recursive: true, force: true });
}

process.on('exit', cleanUp);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => process.exit(code));
}

/** Finds or installs what the tests run on; answers the environment for them and what it is, in words. */
async function prepareMachine() {
  const needed = Object.values(SERVERS).filter(
    ({ setting, programs }) => !process.env[setting] && !findProgram(...programs),
  );
  const packages = needed.flatMap((server) => server.packages);
  if (!findChromium()) packages.push(HEADLESS_CHROMIUM);
  if (!hasChineseFont()) packages.push('fonts-noto-cjk');
  let docker = false;
  if (packages.length > 0 && canInstall()) {
    await installPackages(packages);
  } else if (packages.length > 0) {
    docker = needed.length > 0 && (await dockerAnswers());
    const missing = packages.filter((name) => !docker || !needed.some((server) => server.packages.includes(name)));
    if (missing.length > 0) {
      throw new SetupError(
        `The tests need programs that are not here; please install them: sudo apt-get install ${missing.join(' ')} (Debian), or their like.`,
      );
    }
  }
  const chromium = findChromium();
  const [database, redis] = await Promise.all([
    provideServer('database', { docker }),
    provideServer('redis', { docker }),
  ]);
  const browser = spawnSync(chromium, ['--version'], { encoding: 'utf8' }).stdout.trim();
  return {
    env: { YIHAO_TEST_DATABASE_URL: database.url, YIHAO_TEST_REDIS_URL: redis.url, CHROMIUM_PATH: chromium },
    words: [
      `Node ${process.version}`,
      `${database.version} (${database.origin})`,
      `${redis.version} (${redis.origin})`,
      `${browser} (${chromium})`,
    ],
  };
}

/** Two checks at a time, the longest first; answers the names of those that failed. */
async function runChecks() {
  const waiting = ['types', 'unused', 'lint', 'imports'];
  const failed = [];
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      if (!(await runCheck(name))) failed.push(CHECKS[name].title);
    }
  };
  await Promise.all([worker(), worker()]);
  return failed;
}

async function buildCheck() {
  try {
    await build();
    console.log('✔ build');
    return [];
  } catch (error) {
    console.log(`✖ build\n${error.message}`);
    return ['build'];
  }
}

/** The environment without settings of a service: a test that needs one sets it itself. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_')));
}

/**
 * Two lists of files for two cores, by what they are budgeted to take: the browser's stay together, the others go where
 * there is room. Each list is run by a process of its own, in the order of its names.
 */
function inLanes(files, budgets) {
  const together = files.filter((file) => file.startsWith(BROWSER_FILES));
  const lanes = [together, []].map((own) => ({
    files: own,
    seconds: own.reduce((sum, file) => sum + budgetOf(budgets, file), 0),
  }));
  const others = files.filter((file) => !together.includes(file));
  for (const file of others.toSorted((one, other) => budgetOf(budgets, other) - budgetOf(budgets, one))) {
    const lane = lanes.reduce((least, each) => (each.seconds < least.seconds ? each : least));
    lane.files.push(file);
    lane.seconds += budgetOf(budgets, file);
  }
  return lanes.map((lane) => lane.files.toSorted()).filter((lane) => lane.length > 0);
}

/**
 * Runs mocha over these files; answers its counts, what each file took, and what was wrong beside failing tests.
 * @param quiet to hold back what it says until its end
 */
function runMocha(files, options, env, quiet) {
  const report = join(folder, `report-${running.size}.json`);
  // Not bin/mocha.js: that would start a second process, which survives the first one's end. By its real path, which it
  // compares with its own: where node_modules is a link, it would do nothing and end with code 0.
  const mochaItself = realpathSync('node_modules/mocha/lib/cli/cli.js');
  const args = ['--import', 'tsx', '--enable-source-maps', mochaItself];
  const settings = ['--reporter', './scripts/mocha-reporter.cjs', ...options];
  return new Promise((resolve) => {
    const said = quiet ? 'pipe' : 'inherit';
    const mocha = spawn(process.execPath, [...args, ...settings, ...files], {
      stdio: ['ignore', said, said],
      env: { ...cleanEnvironment(), ...env, TEST_REPORT_FILE: report },
    });
    running.add(mocha);
    const chunks = [];
    for (const stream of [mocha.stdout, mocha.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
    const guard = whenThisProcessDies(`kill -KILL ${mocha.pid}`);
    let lingers = false;
    const watch = setInterval(() => {
      if (!existsSync(report) || Date.now() - statSync(report).mtimeMs < LINGER_MS) return;
      lingers = true;
      mocha.kill('SIGKILL');
    }, 1000);
    mocha.on('close', (code, signal) => {
      clearInterval(watch);
      guard.release();
      running.delete(mocha);
      const counted = existsSync(report);
      const counts = counted
        ? JSON.parse(readFileSync(report, 'utf8'))
        : { passes: 0, failures: 0, pending: 0, files: {} };
      const faults = [];
      if (!counted) faults.push(`mocha ended before its last test (${signal ?? `code ${code}`})`);
      else if (lingers) faults.push(`a test left something open: mocha did not end within ${LINGER_MS / 1000} s`);
      else if (code !== 0 && counts.failures === 0) faults.push(`mocha ended with code ${code}`);
      if (counts.pending > 0) faults.push(`${counts.pending} tests were skipped`);
      if (counted && counts.passes + counts.failures === 0) faults.push('no test ran');
      resolve({ ...counts, faults, output: Buffer.concat(chunks) });
    });
  });
}

/** Runs each list of files in a process of its own, all at once; answers what they come to together. */
async function runLanes(lanes, options, env) {
  const results = await Promise.all(lanes.map((files, index) => runMocha(files, options, env, index > 0)));
  for (const { output } of results) process.stdout.write(output);
  const sum = (of) => results.reduce((total, result) => total + of(result), 0);
  return {
    passes: sum(({ passes }) => passes),
    failures: sum(({ failures }) => failures),
    faults: results.flatMap(({ faults }) => faults),
    costs: Object.assign({}, ...results.map(({ files }) => files)),
  };
}

/** Test files as asked for: a folder stands for all test files in it. */
function expand(paths) {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new SetupError(`There is no test file ${path}.`);
    return statSync(path).isDirectory() ? globSync(`${path}/**/*.{test,heavy}.{ts,tsx}`).sort() : [path];
  });
}

async function main() {
  const asked = process.argv.slice(2);
  const heavy = asked.includes('--heavy');
  const rest = asked.filter((argument) => argument !== '--heavy');
  const firstOption = rest.findIndex((argument) => argument.startsWith('-'));
  const paths = firstOption < 0 ? rest : rest.slice(0, firstOption);
  const options = firstOption < 0 ? [] : rest.slice(firstOption);
  const files = paths.length > 0 ? expand(paths) : globSync(heavy ? HEAVY_FILES : TEST_FILES).sort();
  const everything = rest.length === 0 && !heavy;

  const began = Date.now();
  const machine = prepareMachine();
  // A machine that cannot be made ready is worth no further check.
  machine.catch(giveUp);
  const failedBuild = await buildCheck();
  const failedChecks = everything ? await runChecks() : [];
  const { env, words } = await machine;
  env.YIHAO_TEST_STORES = process.env.YIHAO_TEST_STORES ?? (heavy ? 'embedded' : 'servers');
  const limits = heavy ? ['--timeout', '3600000'] : [];
  const budgets = readBudgets();
  const lanes = everything ? inLanes(files, budgets) : [files];
  const { passes, failures, faults, costs } = await runLanes(lanes, [...limits, ...options], env);
  // A heavy file takes as long as it takes, and a part of a file says nothing of the whole.
  if (!heavy && options.length === 0) faults.push(...overBudget(costs, budgets));

  const checks = everything ? 1 + Object.keys(CHECKS).length : 1;
  const faulty = [...failedBuild, ...failedChecks, ...faults];
  const wrong = failedBuild.length + failedChecks.length;
  console.log(`\nThe files that took the most CPU time:\n${slowest(costs, budgets).join('\n')}`);
  console.log(`\nRan on ${words.join(', ')}.`);
  console.log(`${files.length} test files and ${checks} checks in ${Math.round((Date.now() - began) / 1000)} s.`);
  for (const fault of faulty) console.log(`✖ ${fault}`);
  console.log(`${passes + checks - wrong} passed, ${failures + wrong + faults.length} failed`);
  return failures + faulty.length === 0 ? 0 : 1;
}

function giveUp(error) {
  console.error(error instanceof SetupError ? `\n${error.message}` : error);
  process.exit(1);
}

// Leaves at once when done: whatever is still open (a server's pipe) must not keep a finished run alive.
main().then((code) => process.exit(code), giveUp);
