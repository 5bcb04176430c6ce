import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { FaultProxy } from '../http/fault-proxy.js';
import { onServer, testServer } from '../stores.js';

/** A server of one test alone, to be frozen, killed and started again. */
export interface BreakableServer {
  readonly url: string;
  /** Stops it where it stands: connections stay open, nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Without a farewell, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again on what it had written down. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const READY_MS = 60_000;

const { findProgram, whenThisProcessDies } = (await import('../../../scripts/machine.mjs' as string)) as {
  findProgram(...names: string[]): string | undefined;
  whenThisProcessDies(command: string): { release(): void };
};

export function breakableRedis(): Promise<BreakableServer> {
  const program = findProgram('redis-server', 'valkey-server');
  if (!program) return proxied(testServer('YIHAO_TEST_REDIS_URL'));
  return ServerProcess.start(
    (folder, port) => ({
      program,
      args: [
        ...['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
        ...['--appendonly', 'yes', '--appendfsync', 'always'],
      ],
    }),
    (port) => `redis://127.0.0.1:${port}`,
    async (url) => {
      const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, commandTimeout: 1000 });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.ping();
      } finally {
        client.disconnect();
      }
    },
  );
}

/** A database server; its addresses name no database: a test makes its own, called `yihao_…`. */
export interface BreakableDatabase extends BreakableServer {
  /** As a user who may do everything; `url`'s may not write while the server is read-only. */
  readonly admin: string;
}

export async function breakableDatabase(): Promise<BreakableDatabase> {
  const server = await someDatabase();
  await onServer(server.url, (root) =>
    root.query(
      "CREATE USER IF NOT EXISTS 'yihao_plain'@'%' IDENTIFIED BY 'plain'; " +
        "GRANT ALL PRIVILEGES ON `yihao\\_%`.* TO 'yihao_plain'@'%'",
    ),
  );
  const plain = new URL(server.url);
  plain.username = 'yihao_plain';
  plain.password = 'plain';
  return {
    admin: server.url,
    url: plain.href,
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    kill: () => server.kill(),
    restart: () => server.restart(),
    close: () => server.close(),
  };
}

function someDatabase(): Promise<BreakableServer> {
  const program = findProgram('mariadbd', 'mysqld');
  if (!program) return proxied(testServer('YIHAO_TEST_DATABASE_URL'));
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  return ServerProcess.start(
    (folder, port) => {
      const data = join(folder, 'data');
      const installer = findProgram('mariadb-install-db', 'mysql_install_db');
      const [command, ...args] =
        installer && /mariadb/.test(program)
          ? [
              installer,
              '--no-defaults',
              `--datadir=${data}`,
              '--skip-test-db',
              '--auth-root-authentication-method=normal',
            ]
          : [program, '--no-defaults', '--initialize-insecure', `--datadir=${data}`];
      const prepared = spawnSync(command!, [...args, ...user], { encoding: 'utf8' });
      if (prepared.status !== 0) throw new Error(`the database cannot be prepared: ${prepared.stderr}`);
      return {
        program,
        args: [
          ...['--no-defaults', ...user, `--datadir=${data}`, `--socket=${join(folder, 's')}`, `--port=${port}`],
          ...['--bind-address=127.0.0.1', '--skip-name-resolve', '--innodb-buffer-pool-size=64M'],
          ...['--max-connections=200', `--pid-file=${join(folder, 'pid')}`],
          ...(/mariadb/.test(program) ? [] : ['--mysqlx=OFF', '--skip-log-bin']),
        ],
      };
    },
    (port) => `mysql://root@127.0.0.1:${port}`,
    async (url) => {
      const connection = await mysql.createConnection({ uri: url, connectTimeout: 1000 });
      connection.destroy();
    },
  );
}

/** Where the server's program is not installed here, the test's own server is reached through a line that breaks. */
async function proxied(target: string): Promise<BreakableServer> {
  const proxy = await FaultProxy.before(target);
  return {
    url: proxy.url,
    freeze: () => proxy.freeze(),
    thaw: () => void proxy.restart(),
    kill: () => proxy.stop(),
    restart: () => proxy.restart(),
    close: () => proxy.stop(),
  };
}

type Recipe = (folder: string, port: number) => { program: string; args: readonly string[] };

class ServerProcess implements BreakableServer {
  #child: ChildProcess | undefined;
  #guard: { release(): void } | undefined;

  private constructor(
    readonly url: string,
    private readonly recipe: { program: string; args: readonly string[] },
    private readonly folder: string,
    private readonly ping: (url: string) => Promise<void>,
  ) {}

  static async start(recipe: Recipe, urlOf: (port: number) => string, ping: (url: string) => Promise<void>) {
    const folder = mkdtempSync(join(tmpdir(), 'yihao-fault-'));
    const port = await freePort();
    const server = new ServerProcess(urlOf(port), recipe(folder, port), folder, ping);
    await server.restart();
    return server;
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    this.#guard?.release();
  }

  async restart(): Promise<void> {
    const { program, args } = this.recipe;
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    this.#child = child;
    this.#guard = whenThisProcessDies(`kill -KILL ${child.pid}; rm -rf '${this.folder}'`);
    for (const end = Date.now() + READY_MS; ; await sleep(50)) {
      const answers = await this.ping(this.url).then(
        () => true,
        () => false,
      );
      if (answers) return;
      if (child.exitCode !== null || Date.now() > end) throw new Error(`${program} does not answer`);
    }
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
