/**
 * The demo: Yihao on the embedded default and two departments' portals, with citizens to try them as.
 *
 *     npm run demo                        npm run demo -- --reset      (forgets ./data first)
 *
 * YIHAO_PORT, SOCIAL_INSURANCE_PORT and TAX_PORT move it to other ports; every setting of the service is respected.
 * The first time, `yihao demo seed` fills the data folder and writes demo.json into it:
 * `{ citizens: [{ name, number, phone, password }], newcomer: { … }, guardian: { … }, child: { … }, portals: { "social-insurance": { environment },
 * tax: { … } } }`, where `environment` is what the portal needs in its own (CLIENT_ID, CLIENT_SECRET_FILE or CLIENT_KEY_FILE).
 */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from './build.mjs';
import { isPortFree, SetupError } from './machine.mjs';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 8_000;
const LAST_LINES = 25;

const began = Date.now();
const port = (name, fallback) => {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1 || value > 65535) throw new SetupError(`${name} must be a port number.`);
  return value;
};

/** What runs where. */
function plan() {
  const servicePort = port('YIHAO_PORT', 3000);
  const issuer = process.env.YIHAO_ISSUER ?? `http://localhost:${servicePort}`;
  const portals = [
    { key: 'social-insurance', setting: 'SOCIAL_INSURANCE_PORT', title: '社会保险 Social insurance', fallback: 3001 },
    { key: 'tax', setting: 'TAX_PORT', title: '税务 Tax', fallback: 3002 },
  ].map(({ fallback, ...portal }) => {
    const portalPort = port(portal.setting, fallback);
    return { ...portal, port: portalPort, url: `http://localhost:${portalPort}` };
  });
  const dataFolder = resolve(process.env.YIHAO_DATA_DIR ?? 'data');
  const service = { key: 'service', setting: 'YIHAO_PORT', title: '一号 Yihao', port: servicePort, url: issuer };
  const environment = {
    ...process.env,
    // Where logout notices may go on this machine: the demo's portals, and a portal of your own that you name.
    YIHAO_EGRESS_PRIVATE: [...portals.map(({ url }) => url), process.env.YIHAO_EGRESS_PRIVATE]
      .filter(Boolean)
      .join(','),
    YIHAO_ISSUER: issuer,
    YIHAO_PORT: `${servicePort}`,
    YIHAO_DATA_DIR: dataFolder,
    NODE_COMPILE_CACHE: resolve('.cache/compiled'),
  };
  return { service, portals, dataFolder, environment };
}

async function refuseTakenPorts(programs) {
  for (const [index, { title, port: wanted, setting }] of programs.entries()) {
    const shared = programs.slice(0, index).some((other) => other.port === wanted);
    if (shared || !(await isPortFree(wanted))) {
      throw new SetupError(`Port ${wanted}, meant for ${title}, is taken; free it or name another with ${setting}.`);
    }
  }
}

/** Removes the data of earlier demos, and nothing that a demo did not make. */
function forget(folder) {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder);
  if (files.length > 0 && !files.some((file) => ['demo.json', 'yihao.sqlite', 'master.key'].includes(file))) {
    throw new SetupError(`${folder} does not look like the data of a demo; nothing was removed.`);
  }
  rmSync(folder, { recursive: true });
}

const running = new Map();
let stopping = false;

/** Starts a program of dist/ that ends with this process; its output goes to a log file beside the data. */
function startProgram(name, script, args, env, dataFolder) {
  const nodeArguments = ['--enable-source-maps', '--import', resolve('scripts/follow-parent.mjs'), script, ...args];
  const child = spawn(process.execPath, nodeArguments, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env });
  const log = createWriteStream(join(dataFolder, `${name}.log`));
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      log.write(chunk);
      lines.push(...chunk.split('\n').filter(Boolean));
      lines.splice(0, lines.length - LAST_LINES);
    });
  }
  const ended = new Promise((done) => {
    child.on('close', (code, signal) => {
      running.delete(name);
      done({ code, how: signal ?? `code ${code}`, lines });
    });
  });
  running.set(name, { child, ended });
  return ended;
}

/** Ends everything that was started, gently and then not; a second call changes nothing. */
async function stopAll() {
  stopping = true;
  const programs = [...running.values()];
  for (const { child } of programs) child.kill('SIGTERM');
  const late = setTimeout(() => {
    for (const { child } of programs) child.kill('SIGKILL');
  }, STOP_WITHIN_MS);
  await Promise.all(programs.map(({ ended }) => ended));
  clearTimeout(late);
}

/** The demo's data; made the first time. The portals' addresses are registered in it, so they cannot move later. */
async function seed({ portals, dataFolder, environment }) {
  const file = join(dataFolder, 'demo.json');
  const addresses = portals.map(({ url }) => url);
  if (existsSync(file)) {
    const demo = JSON.parse(readFileSync(file, 'utf8'));
    if (`${demo.addresses}` === `${addresses}`) return demo;
    throw new SetupError(
      `The data in ${dataFolder} belongs to portals at ${demo.addresses?.join(' and ')}; start them there, or anew with --reset.`,
    );
  }
  const command = ['demo', 'seed', ...portals.flatMap(({ key, url }) => [`--${key}`, url])];
  const { code, lines } = await startProgram('seed', 'dist/src/cli.js', command, environment, dataFolder);
  if (stopping) return undefined;
  if (code !== 0) throw new SetupError(`${lines.join('\n')}\nThe demo's data cannot be made (see above).`);
  const demo = { ...JSON.parse(readFileSync(file, 'utf8')), addresses };
  writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  return demo;
}

/** Waits until something answers HTTP there, whatever it says. */
async function answers({ key, title, port: at }) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (running.has(key) && Date.now() < deadline) {
    try {
      await fetch(`http://localhost:${at}/`, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      await sleep(40);
    }
  }
  if (running.has(key)) throw new SetupError(`${title} does not answer on port ${at}.`);
}

function print({ service, portals, dataFolder }, { citizens, newcomer, guardian, child }) {
  const near = relative(process.cwd(), dataFolder);
  const place = near.startsWith('..') ? dataFolder : near;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const [insurance, tax] = portals;
  const someone = citizens[0];
  console.log(`
Yihao is ready after ${seconds} s.

  ${[service, ...portals].map(({ url, title }) => `${url.padEnd(24)} ${title}`).join('\n  ')}
  ${`${service.url}/demo/messages`.padEnd(24)} the messages that citizens were sent (codes, notices)

Citizens of the demo (number, name, phone, password; all invented)
  ${citizens.map(({ number, name, phone, password }) => `${number}  ${name}  ${phone}  ${password}`).join('\n  ')}

Four things to try
  1. Sign in at ${insurance.url} with the number and password of ${someone.name}; read the code at
     ${service.url}/demo/messages. Then open ${tax.url}: it knows you, without a password.
  2. Register at ${service.url}/register as ${newcomer.name}, ${newcomer.number}, whom the (simulated) population
     registry knows, with any mobile number. Then register the same number once more: the page does not tell
     that it is taken, but its holder gets a message.
  3. Log out at ${tax.url}: Yihao lists what else you are signed in to, and ends all of it or only this.
  4. Register the child ${child?.name}, ${child?.number}, with ${guardian?.name}, ${guardian?.number}, as guardian;
     then sign in as the guardian (same password) and agree at ${service.url}/account/family.

Data and logs lie in ${place} and survive; "npm run demo -- --reset" starts anew. Ctrl-C ends everything.`);
}

async function main() {
  const wanted = plan();
  const { service, portals, dataFolder, environment } = wanted;
  await refuseTakenPorts([service, ...portals]);
  if (process.argv.includes('--reset')) forget(dataFolder);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  await build();
  const demo = await seed(wanted);
  if (stopping) return;

  const watch = (program, ended) =>
    ended.then(({ how, lines }) => {
      if (!stopping) throw new SetupError(`${lines.join('\n')}\n${program.title} ended by itself (${how}); see above.`);
    });
  const ends = [watch(service, startProgram('service', 'dist/src/main.js', [], environment, dataFolder))];
  const portalBase = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_')));
  for (const portal of portals) {
    const own = { ISSUER: service.url, PORT: `${portal.port}`, PORTAL_URL: portal.url };
    const env = {
      ...portalBase,
      NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE,
      ...demo.portals[portal.key].environment,
      ...own,
    };
    ends.push(watch(portal, startProgram(portal.key, `dist/examples/${portal.key}/main.js`, [], env, dataFolder)));
  }
  const ready = Promise.all([service, ...portals].map(answers)).then(() => {
    if (!stopping && running.size === ends.length) print(wanted, demo);
  });
  await Promise.all([ready, ...ends]);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (stopping) return;
    stopAll().then(() => process.exit(0));
  });
}

try {
  await main();
} catch (error) {
  await stopAll();
  console.error(error instanceof SetupError ? `\n${error.message}` : error);
  process.exit(1);
}
