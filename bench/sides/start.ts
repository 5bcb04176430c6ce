import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { hash } from 'argon2';
import { type Clients, createClients, PASSWORD } from '../load/clients.js';
import type { Seeded, Seeding } from '../servers/yihao-seed.js';
import { seedBare } from './bare-seed.js';
import { runProgram, ServerProcess } from './server-process.js';
import { type Person, type Service, Side } from './side.js';
import { createDatabase } from './stores.js';

/** A tree of this project that is built, with its two programs for the benchmark (see tree.mjs). */
export interface Tree {
  readonly name: string;
  readonly folder: string;
  readonly seed: string;
  readonly server: string;
}

export interface Machine {
  readonly database: { readonly url: string; readonly version: string; readonly origin: string };
  readonly redis: { readonly url: string; readonly version: string; readonly origin: string };
  readonly cores: { readonly server: string; readonly others: string } | undefined;
  /** For the embedded default's file, and for what is fetched. */
  readonly folder: string;
  readonly trees: { readonly own: Tree; readonly against: Tree | undefined };
  /** What --peer=keycloak starts (see keycloak.mjs). */
  readonly keycloak: { readonly home: string; readonly javaHome: string; readonly version: string } | undefined;
  /** Runs a shell line should this process end without a word. */
  readonly whenThisProcessDies: (command: string) => { readonly release: () => void };
  /** For every server under Node. */
  readonly nodeFlags: readonly string[];
  readonly options: readonly string[];
}

/** Whether the servers were started here, and may be told how to work. */
export const isOurs = ({ database, redis }: Machine): boolean =>
  [database, redis].every(({ origin }) => origin.startsWith('started'));

const BARE: Service = {
  authorize: '/auth',
  token: '/token',
  userinfo: '/me',
  introspect: '/token/introspection',
  jwks: '/jwks',
  fill: () => undefined,
};
const YIHAO: Service = {
  authorize: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  introspect: '/introspect',
  jwks: '/jwks',
  fill(action, person): Record<string, string> | undefined {
    if (action.endsWith('/login') && person) return { login: person.login, password: PASSWORD };
    return action.endsWith('/consent') ? {} : undefined;
  },
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
  const file = fileURLToPath(new URL('../servers/bare-server.js', import.meta.url));
  const { folder } = machine.trees.own;
  const server = await ServerProcess.start({ ...runsOn(machine), file, folder, environment });
  return new Side({ name: 'bare', server, clients, people, service: BARE, origin });
}

export type YihaoSide = Side & {
  readonly environment: Readonly<Record<string, string>>;
  readonly tree: Tree;
  readonly people: readonly Person[];
  /** Identities loaded per second. */
  readonly rate: number;
};

export interface YihaoOptions extends Seeding {
  readonly name: string;
  readonly tree: Tree;
  readonly stores: 'servers' | 'embedded';
  /** Redis' own database for this one. */
  readonly redisNumber?: number;
}

/** Starts a tree's service on new stores, which that tree fills. */
export async function startYihao(machine: Machine, options: YihaoOptions): Promise<YihaoSide> {
  const { name, tree, stores } = options;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    YIHAO_ISSUER: origin,
    YIHAO_PORT: String(port),
    // The load says where each browser is, as a proxy does: one address may not send so many forms.
    YIHAO_TRUSTED_PROXIES: '127.0.0.1/32',
    ...(stores === 'servers' ? await servers(machine, options) : embedded(machine, name)),
  };
  const { people, rate, ...seeded } = await seed(environment, options);
  const server = await startServer(machine, tree, environment);
  const clients = withSecrets(seeded.clients);
  const side = new Side({ name, server, clients, people, service: YIHAO, origin });
  return Object.assign(side, { environment, tree, people, rate });
}

function seed(environment: Record<string, string>, options: YihaoOptions): Promise<Seeded> {
  const { tree, identities, active, applications } = options;
  const seeding: Seeding = { identities, active, applications };
  return runProgram<Seeded>({
    file: tree.seed,
    folder: tree.folder,
    nodeFlags: [],
    environment: { ...environment, BENCH_SEEDING: JSON.stringify(seeding) },
    core: undefined,
  });
}

/** The clients as the load knows them, with the secrets that a tree made. */
function withSecrets(seeded: Readonly<Record<keyof Clients, { readonly secret?: string }>>): Clients {
  const clients = createClients();
  for (const [key, client] of Object.entries(clients)) {
    const { secret } = seeded[key as keyof Clients];
    if (secret !== undefined) client.secret = secret;
  }
  return clients;
}

export function startServer(
  machine: Machine,
  tree: Tree,
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  return ServerProcess.start({ ...runsOn(machine), file: tree.server, folder: tree.folder, environment });
}

function runsOn({ nodeFlags, cores }: Machine) {
  return { nodeFlags, core: cores?.server };
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

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
