/**
 * The database and Redis that the tests run on: those named in the environment, else own ones from installed programs
 * on free ports in a temporary folder, else own ones in Docker. A server that is already running is never touched.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram, freePort, run, SetupError, whenThisProcessDies } from './machine.mjs';

const READY_WITHIN_MS = 60_000;

/** How each server is found, and which Debian packages bring it. */
export const SERVERS = {
  database: {
    setting: 'YIHAO_TEST_DATABASE_URL',
    programs: ['mariadbd', 'mysqld'],
    // Without the packages that run it as a service of the machine; the client's core brings a tool that set-up calls.
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    title: 'MariaDB (or MySQL)',
    start: startDatabase,
    startInDocker: startDatabaseInDocker,
    version: databaseVersion,
  },
  redis: {
    setting: 'YIHAO_TEST_REDIS_URL',
    programs: ['redis-server', 'valkey-server'],
    packages: ['redis-server'],
    title: 'Redis (or Valkey)',
    start: startRedis,
    startInDocker: startRedisInDocker,
    version: redisVersion,
  },
};

/** Everything started here, so that all of it can be ended. */
const started = [];

/** Ends every server started here and removes their folders. The data is thrown away, so nothing needs time. */
export function stopServers() {
  for (const stop of started.splice(0).reverse()) stop();
}

/** Starts (or takes from the environment) one server; answers its URL, its real version and where it came from. */
export async function provideServer(kind, { docker }) {
  const { setting, programs, start, startInDocker, version } = SERVERS[kind];
  const named = process.env[setting];
  if (named) return { url: named, version: await answered(kind, () => version(named)), origin: `named by ${setting}` };
  const program = findProgram(...programs);
  if (!program && !docker) throw new SetupError(`${SERVERS[kind].title} is missing.`);
  const server = program ? await start(program) : await startInDocker();
  const running = await answered(kind, () => version(server.url), server.failure);
  return { url: server.url, version: running, origin: program ? `started from ${program}` : 'started in Docker' };
}

/** Asks until the server answers, it died, or the time is over. */
async function answered(kind, ask, failure = () => undefined) {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const died = failure();
      if (died || Date.now() > deadline) {
        throw new SetupError(`The ${kind} for the tests does not answer: ${died ?? error.message}`);
      }
      await sleep(100);
    }
  }
}

function temporaryFolder(name) {
  return mkdtempSync(join(tmpdir(), `yihao-test-${name}-`));
}

/** Starts a server program that ends with this process, whatever ends this process. */
function startProgram(program, args, folder) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  const collect = (chunk) => {
    output = (output + chunk).slice(-4000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let failure;
  child.on('error', (error) => {
    failure = error.message;
  });
  child.on('exit', (code) => {
    failure = `it ended with code ${code}.\n${output}`;
  });
  const guard = whenThisProcessDies(`kill -KILL ${child.pid}; rm -rf '${folder}'`);
  started.push(() => {
    child.kill('SIGKILL');
    guard.release();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return () => failure;
}

/** A database under `folder`; only its file system is its own: character set and isolation stay the server's defaults. */
async function startDatabase(program) {
  const folder = temporaryFolder('database');
  const data = join(folder, 'data');
  const account = process.getuid?.() === 0 ? ['--user=root'] : [];
  const installer = findProgram('mariadb-install-db', 'mysql_install_db');
  const isMariadb = /mariadb/i.test((await run(program, ['--no-defaults', '--version'])).output);
  // Servers that start at the same time remove each other's temporary tables where they share a folder for them.
  const temporary = join(folder, 'tmp');
  for (const made of [data, temporary]) mkdirSync(made);
  const places = [`--datadir=${data}`, `--tmpdir=${temporary}`];
  const prepared =
    isMariadb && installer
      ? await run(installer, ['--no-defaults', ...places, '--skip-test-db', ...account])
      : await run(program, ['--no-defaults', '--initialize-insecure', ...places, ...account]);
  if (prepared.code !== 0) throw new SetupError(`${prepared.output}\nThe database for the tests cannot be prepared.`);

  const password = randomBytes(12).toString('hex');
  const initFile = join(folder, 'init.sql');
  writeFileSync(
    initFile,
    `CREATE USER 'yihao'@'127.0.0.1' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO 'yihao'@'127.0.0.1' WITH GRANT OPTION;\n`,
  );
  const port = await freePort();
  const args = [
    '--no-defaults',
    ...account,
    ...places,
    `--socket=${join(folder, 'server.sock')}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    `--init-file=${initFile}`,
    '--max-connections=600',
    '--innodb-buffer-pool-size=256M',
    // Thrown away in the end: no need to wait for the disk at each commit.
    '--innodb-flush-log-at-trx-commit=0',
    ...(isMariadb ? [] : ['--mysqlx=OFF', '--skip-log-bin']),
  ];
  return { url: `mysql://yihao:${password}@127.0.0.1:${port}`, failure: startProgram(program, args, folder) };
}

async function startRedis(program) {
  const folder = temporaryFolder('redis');
  const port = await freePort();
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  return { url: `redis://127.0.0.1:${port}`, failure: startProgram(program, args, folder) };
}

/** Whether a Docker engine answers (a client alone is no use). */
export async function dockerAnswers() {
  const docker = findProgram('docker');
  return docker !== undefined && (await run(docker, ['info', '--format', '{{.ServerVersion}}'])).code === 0;
}

async function startContainer(image, innerPort, options) {
  const name = `yihao-test-${randomBytes(6).toString('hex')}`;
  const published = ['--publish', `127.0.0.1::${innerPort}`];
  const result = await run('docker', ['run', '--detach', '--rm', '--name', name, ...published, ...options, image]);
  if (result.code !== 0) throw new SetupError(`${result.output}\n"docker run ${image}" failed (see above).`);
  const remove = `docker rm --force --volumes ${name}`;
  const guard = whenThisProcessDies(remove);
  started.push(() => {
    // In a shell of its own: this process may be about to end.
    spawn('/bin/sh', ['-c', remove], { detached: true, stdio: 'ignore' }).unref();
    guard.release();
  });
  const port = (await run('docker', ['port', name, `${innerPort}`])).output.match(/:(\d+)\s*$/m)?.[1];
  return port;
}

async function startDatabaseInDocker() {
  const password = randomBytes(12).toString('hex');
  const port = await startContainer('mariadb:10.11', 3306, ['--env', `MARIADB_ROOT_PASSWORD=${password}`]);
  return { url: `mysql://root:${password}@127.0.0.1:${port}` };
}

async function startRedisInDocker() {
  return { url: `redis://127.0.0.1:${await startContainer('redis:7', 6379, [])}` };
}

async function databaseVersion(url) {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({ uri: url, connectTimeout: 2000 });
  try {
    const [[row]] = await connection.query('SELECT VERSION() AS version, @@version_comment AS comment');
    const name = /mariadb/i.test(`${row.version} ${row.comment}`) ? 'MariaDB' : 'MySQL';
    return `${name} ${row.version}`;
  } finally {
    connection.destroy();
  }
}

async function redisVersion(url) {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: 2000, commandTimeout: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const info = await client.info('server');
    const valkey = info.match(/^valkey_version:(\S+)/m)?.[1];
    return valkey ? `Valkey ${valkey}` : `Redis ${info.match(/^redis_version:(\S+)/m)?.[1]}`;
  } finally {
    client.disconnect();
  }
}
