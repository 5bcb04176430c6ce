import { type Foundation, openFoundation } from '../../container/index.js';
import { IndexKeys } from '../../domain/identities/index.js';
import { KeyRing } from '../../provider/keys/key-ring.js';
import type { Settings } from '../../settings/index.js';
import { openRedis } from '../../storage/index.js';
import { CLOCK_SECONDS, clockDifference } from '../../web/management/health.js';
import { atLeast, bad, type Finding, good, look } from './findings.js';

const DAY_MS = 24 * 3600_000;
/** Days after which a key should be replaced. */
const SIGNING_KEY_DAYS = 180;
const INDEX_KEY_DAYS = 730;
/** Seconds a message may wait before something is wrong. */
const OUTBOX_SECONDS = 120;

const LEAST = { mysql: [8, 4], mariadb: [10, 11] } as const;

/** The database: reach, version, collation, schema, clock, keys, and what waits in it. */
export async function* examineDatabase(settings: Settings): AsyncGenerator<Finding> {
  let foundation: Foundation;
  try {
    foundation = await openFoundation(settings);
  } catch (error) {
    const remedy = 'Check that the server runs, that YIHAO_DATABASE_URL is right, and that no firewall stands between.';
    yield bad('database', (error as Error).message, remedy);
    return;
  }
  try {
    yield await versionOf(foundation);
    yield* collationOf(foundation);
    const pending = (await foundation.database.migrations.status()).filter(({ appliedAt }) => !appliedAt);
    if (pending.length > 0) {
      yield bad('schema', `${pending.length} steps behind this version.`, 'Run "yihao migrate up".');
      return;
    }
    yield good('schema', 'Up to date.');
    yield await clockOf(foundation);
    yield* keysOf(foundation);
    yield await outboxOf(foundation);
  } catch (error) {
    const remedy = 'Look at its log; it answered at first and then no more.';
    yield bad('database', `It failed while it was being examined (${(error as Error).message}).`, remedy);
  } finally {
    await foundation.close();
  }
}

async function versionOf({ database }: Foundation): Promise<Finding> {
  const version = await database.version();
  if (database.kind === 'sqlite')
    return look('database', `${version}, a file for one process.`, 'Set YIHAO_DATABASE_URL for more than a try-out.');
  const least = LEAST[database.kind];
  const shown = database.kind === 'mysql' ? `MySQL ${version}` : version;
  if (atLeast(version, least)) return good('database', `${shown}.`);
  return bad(
    'database',
    `${shown} is too old.`,
    `Use MySQL ${LEAST.mysql.join('.')} or MariaDB ${LEAST.mariadb.join('.')}, or newer.`,
  );
}

async function* collationOf({ database }: Foundation): AsyncGenerator<Finding> {
  if (database.kind === 'sqlite') return;
  const odd = await database.oddCollations();
  if (odd.length === 0) {
    yield good('collation', 'utf8mb4_bin everywhere.');
    return;
  }
  const named = odd.slice(0, 5).join(', ');
  yield bad(
    'collation',
    `${odd.length} columns do not compare byte by byte, so 'AbC=' and 'abc=' are one: ${named}${odd.length > 5 ? ', …' : ''}.`,
    'ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, with all nodes stopped.',
  );
}

async function clockOf({ clock, database }: Foundation): Promise<Finding> {
  const seconds = await clockDifference(clock, () => database.now());
  if (Math.abs(seconds) <= CLOCK_SECONDS) return good('clock', `Within ${CLOCK_SECONDS} s of the database's.`);
  return bad(
    'clock',
    `${Math.abs(seconds).toFixed(1)} s ${seconds > 0 ? 'ahead of' : 'behind'} the database's.`,
    'Let this machine and the database follow a time server (chrony, systemd-timesyncd). Nodes refuse requests until then.',
  );
}

async function* keysOf({ clock, database, keys }: Foundation): AsyncGenerator<Finding> {
  const now = clock.now().getTime();
  const days = (at: Date): number => Math.floor((now - at.getTime()) / DAY_MS);
  try {
    await new KeyRing({ uow: database.uow, keys, clock }).load();
    await new IndexKeys({ uow: database.uow, keys, clock }).load(database.uow.read.indexKeys);
  } catch {
    const remedy = 'Set the master key that this database was begun with. Without it its personal data cannot be read.';
    yield bad('keys', 'The master key does not open the keys in the database.', remedy);
    return;
  }
  const signing = (await database.uow.read.signingKeys.all()).filter(({ state }) => state === 'signing');
  if (signing.length === 0) yield good('keys', 'No signing keys yet; the first start makes them.');
  for (const { alg, changedAt } of signing) {
    const age = `The ${alg} key has signed for ${days(changedAt)} days.`;
    if (days(changedAt) <= SIGNING_KEY_DAYS) yield good('keys', age);
    else yield look('keys', age, `Run "yihao keys rotate" every ${SIGNING_KEY_DAYS} days; no restart is needed.`);
  }
  for (const { version, createdAt, state } of await database.uow.read.indexKeys.all()) {
    const age = `Key ${version} of the number index (${state}) is ${days(createdAt)} days old.`;
    if (state !== 'current') yield look('keys', age, 'A rotation was broken off: run "yihao keys rotate-index" again.');
    else if (days(createdAt) <= INDEX_KEY_DAYS) yield good('keys', age);
    else yield look('keys', age, 'Run "yihao keys rotate-index" in a quiet hour; the service goes on meanwhile.');
  }
}

async function outboxOf({ clock, database }: Foundation): Promise<Finding> {
  const { due, oldest } = await database.uow.read.outbox.backlog(clock.now());
  const seconds = oldest ? Math.round((clock.now().getTime() - oldest.getTime()) / 1000) : 0;
  if (seconds <= OUTBOX_SECONDS) return good('outbox', `${due} messages and logout notices wait.`);
  return look(
    'outbox',
    `${due} messages and logout notices wait, the oldest for ${seconds} s.`,
    'Check that a node runs and reaches the gateways; its log says "outbox.trouble" with the reason.',
  );
}

/** Redis: reach, version, and that it never drops what lives. */
export async function* examineRedis({ YIHAO_REDIS_URL: url }: Settings): AsyncGenerator<Finding> {
  if (url === undefined) {
    yield look(
      'redis',
      'Sessions live in the process and end with it.',
      'Set YIHAO_REDIS_URL for more than a try-out.',
    );
    return;
  }
  let redis: Awaited<ReturnType<typeof openRedis>>;
  try {
    redis = await openRedis(url);
  } catch (error) {
    yield bad('redis', (error as Error).message, 'Check that the server runs and that YIHAO_REDIS_URL is right.');
    return;
  }
  try {
    const version = await redis.version();
    if (atLeast(version, [7, 0])) yield good('redis', `${version}.`);
    else yield bad('redis', `${version} is too old.`, 'Use Redis 7 or 8, or Valkey.');
    const policy = await redis.policy();
    if (policy === 'noeviction') yield good('redis', 'It refuses writes when it is full, and drops nothing.');
    else if (policy === undefined)
      yield look(
        'redis',
        'It keeps its maxmemory-policy to itself.',
        'Make sure with its provider that it is noeviction.',
      );
    else
      yield bad(
        'redis',
        `When it is full it drops what lives (${policy}).`,
        'Set maxmemory-policy noeviction in redis.conf.',
      );
  } catch {
    yield bad('redis', 'It stopped answering while it was being examined.', 'Look at its log.');
  } finally {
    await redis.close();
  }
}
