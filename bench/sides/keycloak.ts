import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clients, createClients, PASSWORD } from '../load/clients.js';
import type { Server } from './server-process.js';
import { type Person, type Service, Side } from './side.js';
import { freePort, type Machine } from './start.js';
import { createDatabase } from './stores.js';
import { childrenOf, type Usage, usageOf } from './usage.js';

/** Each password is hashed in its own way when the realm is read. */
const PEOPLE = 100;
const READY_WITHIN_MS = 600_000;
const REALM = '/realms/bench/protocol/openid-connect';
const SERVICE: Service = {
  authorize: `${REALM}/auth`,
  token: `${REALM}/token`,
  userinfo: `${REALM}/userinfo`,
  introspect: `${REALM}/token/introspect`,
  jwks: `${REALM}/certs`,
  fill: (action, person) =>
    person && action.includes('/login-actions/authenticate')
      ? { username: person.login, password: PASSWORD }
      : undefined,
};
/** A JVM compiles what runs often; its operations take several times ours. */
const EFFORT = { operations: 0.2, sessions: 0.1, warmUpMs: 60_000 };

/** Starts Keycloak as its own production build on the database, with a realm that does the same flows. */
export async function startKeycloak(machine: Machine): Promise<Side> {
  const { home, javaHome } = machine.keycloak!;
  const clients = createClients();
  for (const client of [clients.web, clients.plain]) client.secret = randomBytes(32).toString('base64url');
  // Its refresh tokens need no such scope; those that outlive the session cost it more.
  clients.mobile = { ...clients.mobile, scope: 'openid', asks: {} };
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    index,
    login: `citizen-${index}`,
    device: undefined,
  }));
  writeRealm(home, clients, people);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const database = new URL(await createDatabase(machine.database.url, 'keycloak_bench', 'utf8mb4_general_ci'));
  const environment = {
    JAVA_HOME: javaHome,
    // Without a cluster it need not look for other nodes; its sessions are in the database all the same.
    KC_CACHE: 'local',
    KC_DB_URL: `jdbc:mariadb://${database.host}${database.pathname}`,
    KC_DB_USERNAME: database.username,
    KC_DB_PASSWORD: database.password,
    KC_HOSTNAME: origin,
    KC_HTTP_ENABLED: 'true',
    KC_HTTP_HOST: '127.0.0.1',
    KC_HTTP_PORT: String(port),
  };
  const command = ['sh', join(home, 'bin', 'kc.sh'), 'start', '--optimized', '--import-realm'];
  const { cores, whenThisProcessDies } = machine;
  const [first, ...args] = cores ? ['taskset', '-c', cores.server, ...command] : command;
  const child = spawn(first!, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  }
  const guard = whenThisProcessDies(`kill -KILL -${child.pid}`);
  if (!(await isReady(child, `${origin}${SERVICE.jwks}`))) throw new Error(`Keycloak did not start:\n${said}`);
  return new Side({
    name: 'Keycloak',
    server: new KeycloakServer(child, guard.release),
    clients,
    people,
    service: SERVICE,
    origin,
    effort: EFFORT,
  });
}

class KeycloakServer implements Server {
  readonly #shell: ChildProcess;
  /** The server itself; its start script waits for it. */
  readonly #java: number;
  readonly #stopped: () => void;

  constructor(shell: ChildProcess, stopped: () => void) {
    this.#shell = shell;
    this.#stopped = stopped;
    this.#java = childrenOf(shell.pid!)[0]!;
  }

  usage(): Usage {
    return usageOf(this.#java);
  }

  /** It always hashes. */
  async hashing(): Promise<void> {}

  /** Node's profiler is of no use here. */
  async profile(): Promise<void> {}

  async stop(): Promise<void> {
    const ended = once(this.#shell, 'exit');
    process.kill(-this.#shell.pid!, 'SIGKILL');
    await ended;
    this.#stopped();
  }
}

async function isReady(child: ChildProcess, address: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(250);
  }
  return false;
}

/**
 * The realm is read when the server starts. Signatures are ours (ES256), as in every server here; how passwords are
 * hashed is left to it.
 */
function writeRealm(home: string, clients: Clients, people: readonly Person[]): void {
  // Who lacks one of these is asked for it at the first login.
  const profile = { firstName: 'Bench', lastName: 'Citizen', emailVerified: true };
  const realm = {
    realm: 'bench',
    enabled: true,
    sslRequired: 'none',
    defaultSignatureAlgorithm: 'ES256',
    accessTokenLifespan: 600,
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    clients: Object.values(clients).map(({ id, redirectUri, secret }) => ({
      clientId: id,
      redirectUris: [redirectUri],
      publicClient: secret === undefined,
      serviceAccountsEnabled: secret !== undefined,
      ...(secret !== undefined && { secret }),
      attributes: { 'pkce.code.challenge.method': 'S256' },
      protocolMappers: [audience(id)],
    })),
    users: people.map(({ login }) => ({
      username: login,
      email: `${login}@bench.example`,
      enabled: true,
      ...profile,
      credentials: [{ type: 'password', value: PASSWORD }],
    })),
  };
  const folder = join(home, 'data', 'import');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bench-realm.json'), JSON.stringify(realm));
}

/** Only who is in a token's audience may introspect it, and a client is not by itself in that of its own tokens. */
const audience = (clientId: string) => ({
  name: 'own audience',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.client.audience': clientId, 'access.token.claim': 'true' },
});
