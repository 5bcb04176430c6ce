import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SyntheticCitizens } from '../../../src/connectors/registry/synthetic-citizens.js';

type Environment = Readonly<Record<string, string>>;

type Person = z.output<typeof person>;
const person = z.object({ name: z.string(), number: z.string(), phone: z.string(), password: z.string() });

/** The built service and its two portals, each a process of its own as an operator runs them, on free ports. */
export interface DemoCity {
  readonly yihao: string;
  readonly social: string;
  readonly tax: string;
  /** Registered already, each with the phone as people write it. */
  readonly citizens: readonly Person[];
  /** Registered at IAL 2, and a child who is not registered. */
  readonly guardian: Person;
  readonly child: Person;
  /** An operator's command: `yihao <noun> <verb> …`. @returns what it printed */
  operate(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

const READY_MS = 20_000;
/** The index of the first synthetic citizen beside the demo's own. */
const FIRST_MORE = 1000;

/**
 * @param environment more settings for the service, for example other stores
 * @param options.moreCitizens how many to register beside the demo's own few
 * @param options.reaches addresses on this machine that the service may send requests to, beside its portals
 */
export async function startDemoCity(
  environment: Environment = {},
  { moreCitizens = 0, reaches = [] }: { moreCitizens?: number; reaches?: readonly string[] } = {},
): Promise<DemoCity> {
  const { build } = (await import('../../../scripts/build.mjs' as string)) as { build(): Promise<boolean> };
  await build();
  const folder = await mkdtemp(join(tmpdir(), 'yihao-city-'));
  const [port, socialPort, taxPort] = await freePorts(3);
  const [yihao, social, tax] = [port, socialPort, taxPort].map((one) => `http://localhost:${one}`) as [
    string,
    string,
    string,
  ];
  const settings = {
    YIHAO_ISSUER: yihao,
    YIHAO_PORT: String(port),
    YIHAO_DATA_DIR: folder,
    YIHAO_EGRESS_PRIVATE: [social, tax, ...reaches].join(),
    YIHAO_LOG_LEVEL: 'warn',
    ...environment,
  };
  const { citizens, guardian, child, portals } = await seed(settings, { social, tax }, moreCitizens);
  const programs: ChildProcess[] = [];
  const start = (script: string, env: Record<string, string>): void => {
    const child = spawn(process.execPath, ['--enable-source-maps', script], {
      env: { ...inherited(), ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    programs.push(child);
  };
  const close = async (): Promise<void> => {
    await Promise.all(programs.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    start('dist/src/main.js', settings);
    const portal = (key: 'social-insurance' | 'tax', PORT: number | undefined): void =>
      start(`dist/examples/${key}/main.js`, { ...portals[key].environment, ISSUER: yihao, PORT: String(PORT) });
    portal('social-insurance', socialPort);
    portal('tax', taxPort);
    await Promise.all([answers(`${yihao}/.well-known/openid-configuration`), answers(social), answers(tax)]);
  } catch (error) {
    await close();
    throw error;
  }
  const operate = async (...args: readonly string[]): Promise<string> => (await command(settings, ...args)).stdout;
  return { yihao, social, tax, citizens, guardian, child, operate, close };
}

const command = (settings: Environment, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['dist/src/cli.js', ...args], { env: { ...inherited(), ...settings } });

/** What `yihao demo seed` wrote for whoever starts the demo. */
const seeded = z.object({
  citizens: z.array(person),
  guardian: person,
  child: person,
  portals: z.record(z.enum(['social-insurance', 'tax']), z.object({ environment: z.record(z.string(), z.string()) })),
});

async function seed(
  settings: Environment,
  at: { social: string; tax: string },
  moreCitizens: number,
): Promise<z.output<typeof seeded>> {
  const yihao = (...args: readonly string[]) => command(settings, ...args);
  const demo = (...args: readonly string[]) => yihao('demo', ...args);
  // The embedded default brings its schema up to date by itself.
  if (settings.YIHAO_DATABASE_URL) await yihao('migrate', 'up');
  await demo('seed', '--social-insurance', at.social, '--tax', at.tax);
  const made = seeded.parse(JSON.parse(await readFile(join(settings.YIHAO_DATA_DIR!, 'demo.json'), 'utf8')));
  if (moreCitizens === 0) return made;
  await demo('citizens', '--count', String(moreCitizens), '--first', String(FIRST_MORE));
  const people = new SyntheticCitizens();
  const { password } = made.citizens[0]!;
  const more = Array.from({ length: moreCitizens }, (_, n) => people.citizen(FIRST_MORE + n));
  const shown = more.map(({ name, number, phone }) => ({ name, number, phone: phone.slice(3), password }));
  return { ...made, citizens: [...made.citizens, ...shown] };
}

/** This process's environment without the settings of a service that may run here too. */
function inherited(): Environment {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('YIHAO_'),
    ),
  );
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function answers(url: string): Promise<void> {
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(100)) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return;
  }
  throw new Error(`${url} did not answer within ${READY_MS / 1000} s`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(limit);
}
