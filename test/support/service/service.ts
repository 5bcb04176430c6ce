import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SyntheticCitizens } from '../../../src/connectors/registry/synthetic-citizens.js';
import { createDomain, createHasher, openFoundation } from '../../../src/container/index.js';
import { CitizenNumber } from '../../../src/domain/identities/index.js';
import { loadSettings } from '../../../src/settings/index.js';
import { onServer } from '../stores.js';
import { breakableRedis, freePort } from './breakable-server.js';

export type Environment = Readonly<Record<string, string>>;

/** The portal of these tests stands where nobody listens: browsers stop there. */
export const PORTAL_ORIGIN = 'http://localhost:9';

const PASSWORD = 'one-number-one-login';

export interface ServiceCitizen {
  readonly name: string;
  readonly number: string;
  /** As people write it. */
  readonly phone: string;
  readonly password: string;
}

const people = new SyntheticCitizens();

/** A citizen whom the simulated registry knows. */
export function syntheticCitizen(index: number): ServiceCitizen {
  const { name, number, phone } = people.citizen(index);
  return { name, number, phone: phone.slice(3), password: PASSWORD };
}

/** A schema, a portal called `portal` and registered citizens, for services to run on. */
export interface Ground {
  /** For every service on it. */
  readonly environment: Environment;
  readonly citizens: readonly ServiceCitizen[];
  close(): Promise<void>;
}

export interface GroundOptions {
  /** A server's address without a database's name; the embedded default where it is left out. */
  readonly database?: string;
  /** One of its own where it is left out: services on one Redis with different master keys cannot read each other. */
  readonly redis?: string;
  readonly citizens: number;
}

export async function layGround({ database: server, redis, citizens: count }: GroundOptions): Promise<Ground> {
  const { build } = (await import('../../../scripts/build.mjs' as string)) as { build(): Promise<boolean> };
  await build();
  const folder = await mkdtemp(join(tmpdir(), 'yihao-service-'));
  const name = `yihao_fault_${randomBytes(5).toString('hex')}`;
  const database = server ? new URL(server) : undefined;
  const ownRedis = server && !redis ? await breakableRedis() : undefined;
  if (server && database) {
    await onServer(server, (root) => root.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`));
    database.pathname = `/${name}`;
  }
  const environment = {
    YIHAO_DATA_DIR: folder,
    YIHAO_ARGON2_MEMORY_KIB: '7168',
    YIHAO_ARGON2_TIME: '1',
    YIHAO_HASH_QUEUE: '1000',
    ...(database && {
      YIHAO_DATABASE_URL: database.href,
      YIHAO_REDIS_URL: redis ?? ownRedis!.url,
      YIHAO_MASTER_KEY: randomBytes(32).toString('base64'),
      YIHAO_REGISTRY: 'simulated',
    }),
  };
  const citizens = await furnish(environment, count);
  return {
    environment,
    citizens,
    async close() {
      await rm(folder, { recursive: true, force: true });
      await ownRedis?.close();
      if (server) await onServer(server, (root) => root.query(`DROP DATABASE IF EXISTS ${name}`));
    },
  };
}

async function furnish(environment: Environment, count: number): Promise<readonly ServiceCitizen[]> {
  const settings = loadSettings(environment);
  const foundation = await openFoundation(settings);
  const hasher = createHasher(settings);
  try {
    await foundation.database.migrations.up();
    const domain = createDomain(foundation);
    await domain.identities.ready();
    const name = { zh: '测试局', en: 'Test office' };
    await domain.departments.add({ id: 'office', name, level: 'national', region: '000000' }, 'operator:test');
    const consent = { purpose: { zh: '测试', en: 'For tests' }, basis: { kind: 'consent' as const } };
    const added = await domain.applications.add(
      {
        id: 'portal',
        departmentId: 'office',
        name,
        summary: name,
        homeUri: `${PORTAL_ORIGIN}/`,
        redirectUris: [`${PORTAL_ORIGIN}/callback`],
        authentication: 'none',
        claims: [
          { claim: 'name', ...consent },
          { claim: 'phone_number', ...consent },
        ],
      },
      'operator:test',
    );
    if (added.outcome !== 'added') throw new Error(JSON.stringify(added));
    const passwordHash = await hasher.hash(PASSWORD);
    const citizens = Array.from({ length: count }, (_, index) => syntheticCitizen(index));
    const enrolments = citizens.map(({ name: person, number, phone }) => {
      const parsed = CitizenNumber.parse(number);
      if (!parsed.ok) throw new Error('a synthetic citizen without a valid number');
      const registry = { outcome: 'matched' as const };
      return { name: person, number: parsed.number, phone: `+86${phone}`, passwordHash, registry };
    });
    await domain.bulkRegistration.register(enrolments, 'test');
    return citizens;
  } finally {
    await hasher.close();
    await foundation.close();
  }
}

/** The built service as a process of its own. */
export interface TestService {
  readonly url: string;
  readonly management: string;
  readonly process: ChildProcess;
  /** All it has written: the log and what an operator is told. */
  output(): string;
  /** The state of `/readyz`, and what is not ready. */
  ready(): Promise<{ status: number; down: string[] }>;
  /** Resolves with the exit code; `code` is null where it was killed. */
  readonly ended: Promise<{ code: number | null; ms: number }>;
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
}

const READY_MS = 30_000;

/** @param nodeOptions for example a module to load first */
export async function startService(
  environment: Environment,
  nodeOptions: readonly string[] = [],
): Promise<TestService> {
  const port = environment.YIHAO_PORT ?? String(await freePort());
  const url = `http://localhost:${port}`;
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_'));
  const child = spawn(process.execPath, ['--enable-source-maps', ...nodeOptions, 'dist/src/main.js'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...(Object.fromEntries(own) as Environment),
      YIHAO_ISSUER: url,
      YIHAO_PORT: port,
      YIHAO_MANAGEMENT_PORT: '0',
      YIHAO_DRAIN_SECONDS: '0',
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const begun = Date.now();
  const ended = exited.then(([code]) => ({ code, ms: Date.now() - begun }));
  let management: string | undefined;
  for (const end = Date.now() + READY_MS; !management; await sleep(50)) {
    management = /^Health and figures are at (\S+)$/m.exec(output)?.[1];
    if (child.exitCode !== null || Date.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`the service did not start:\n${output}`);
    }
  }
  const at = management;
  return {
    url,
    management: at,
    process: child,
    output: () => output,
    ended,
    async ready() {
      const response = await fetch(`${at}/readyz`, { signal: AbortSignal.timeout(10_000) });
      const { parts } = (await response.json()) as { parts: Record<string, { ready: boolean }> };
      return { status: response.status, down: Object.keys(parts).filter((name) => !parts[name]!.ready) };
    },
    async stop(signal = 'SIGTERM') {
      const told = Date.now();
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = await exited;
      return { code, ms: Date.now() - told };
    },
  };
}

/** Asks again and again until it is so, or fails with the last answer after `ms`. @returns how long it took */
export async function becomes<T>(ms: number, ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const answer = await ask();
    const took = performance.now() - begun;
    if (isSo(answer)) return took;
    if (took > ms) throw new Error(`not so after ${ms} ms: ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}
