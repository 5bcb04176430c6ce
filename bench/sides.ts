import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hash } from '@node-rs/argon2';
import { createClients, PASSWORD } from './clients.js';
import { type Seeding, seedBare, seedYihao } from './seed.js';
import { ServerProcess } from './server-process.js';
import { type Paths, type Person, Side } from './side.js';
import { createDatabase } from './stores.js';

export interface Machine {
  readonly database: { readonly url: string; readonly version: string; readonly origin: string };
  readonly redis: { readonly url: string; readonly version: string; readonly origin: string };
  readonly cores: { readonly server: string; readonly others: string } | undefined;
  /** For the embedded default's file. */
  readonly folder: string;
  readonly options: readonly string[];
}

/** Whether the servers were started here, and may be told how to work. */
export const isOurs = ({ database, redis }: Machine): boolean =>
  [database, redis].every(({ origin }) => origin.startsWith('started'));

const BARE_PATHS: Paths = {
  authorize: '/auth',
  token: '/token',
  userinfo: '/me',
  introspect: '/token/introspection',
  jwks: '/jwks',
};
const YIHAO_PATHS: Paths = {
  authorize: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  introspect: '/introspect',
  jwks: '/jwks',
};

/** The parameters of both sides' password hashes: m = 19 MiB, t = 2, p = 1. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export async function startBare(machine: Machine, people: readonly Person[]): Promise<Side> {
  const clients = createClients();
  for (const client of [clients.web, clients.plain]) client.secret = randomBytes(32).toString('base64url');
  const redisUrl = redisDatabase(machine, 1);
  await seedBare(redisUrl, people, await hash(PASSWORD, ARGON2ID));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'bench' };
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    BENCH_ISSUER: origin,
    BENCH_PORT: String(port),
    BENCH_REDIS_URL: redisUrl,
    BENCH_CLIENTS: JSON.stringify(Object.values(clients)),
    BENCH_JWK: JSON.stringify(jwk),
  };
  const server = await ServerProcess.start({ program: 'bare-server', environment, core: machine.cores?.server });
  return new Side('bare', server, clients, people, BARE_PATHS, origin);
}

export type YihaoSide = Side & {
  readonly environment: Readonly<Record<string, string>>;
  /** Identities loaded per second. */
  readonly rate: number;
};

export interface YihaoOptions extends Seeding {
  readonly name: string;
  readonly stores: 'servers' | 'embedded';
  /** Redis' own database for this one. */
  readonly redisNumber?: number;
}

/** Starts Yihao on new, filled stores. */
export async function startYihao(machine: Machine, options: YihaoOptions): Promise<YihaoSide> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    YIHAO_ISSUER: origin,
    YIHAO_PORT: String(port),
    // The load says where each browser is, as a proxy does: one address may not send so many forms.
    YIHAO_TRUSTED_PROXIES: '127.0.0.1/32',
    ...(options.stores === 'servers' ? await servers(machine, options) : embedded(machine, options.name)),
  };
  const { clients, people, rate } = await seedYihao(environment, options);
  const server = await startServer(machine, environment);
  return Object.assign(new Side(options.name, server, clients, people, YIHAO_PATHS, origin), { rate, environment });
}

export function startServer(machine: Machine, environment: Record<string, string>): Promise<ServerProcess> {
  return ServerProcess.start({ program: 'yihao-server', environment, core: machine.cores?.server });
}

async function servers(machine: Machine, { name, redisNumber = 2 }: YihaoOptions): Promise<Record<string, string>> {
  return {
    YIHAO_DATABASE_URL: await createDatabase(machine.database.url, `yihao_bench_${name}`),
    YIHAO_REDIS_URL: redisDatabase(machine, redisNumber),
    YIHAO_MASTER_KEY: randomBytes(32).toString('base64'),
    YIHAO_REGISTRY: 'simulated',
  };
}

function embedded({ folder }: Machine, name: string): Record<string, string> {
  return { YIHAO_DATA_DIR: `${folder}/${name}-${process.pid}` };
}

function redisDatabase({ redis }: Machine, number: number): string {
  const url = new URL(redis.url);
  url.pathname = `/${number}`;
  return url.href;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
