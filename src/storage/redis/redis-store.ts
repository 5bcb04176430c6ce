import { setTimeout as sleep } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import { Deadlines } from '../../shared/deadlines.js';
import type { EphemeralStore } from '../../shared/ephemeral.js';
import { AppError, STORE_UNAVAILABLE } from '../../shared/errors.js';

/** A command without an answer for this long has failed (decision 9). */
const COMMAND_TIMEOUT_MS = 500;
/** A connection is being remade at most this long after the last try. */
const LONGEST_RECONNECT_PAUSE_MS = 1000;
/** Before the one second try of a command that met a broken connection. */
const SECOND_TRY_PAUSE_MS = 100;

/** One key each, so that a cluster can run them. */
const REPLACE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[3] then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) else redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL') end
return 1`;

const COUNT = `
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = ARGV[1] * 1000
  redis.call('PEXPIRE', KEYS[1], left)
end
return { count, left }`;

const SET_FIELDS = `
if #ARGV > 1 then redis.call('HSET', KEYS[1], unpack(ARGV, 2)) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1`;

interface Scripts {
  replaceValue(key: string, expected: string, value: string, ...seconds: readonly number[]): Promise<number>;
  countInWindow(key: string, seconds: number): Promise<[number, number]>;
  putFields(key: string, seconds: number, ...namesAndValues: readonly string[]): Promise<number>;
}

export interface RedisStore extends EphemeralStore {
  ping(): Promise<void>;
  /** As the server says it, for example `Redis 7.0.15`. */
  version(): Promise<string>;
  /** The server's `maxmemory-policy`, or undefined where the server keeps it to itself (managed services do). */
  policy(): Promise<string | undefined>;
  /** @throws Error with one sentence for the operator where the server would drop live keys when it is full */
  assertNoEviction(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects to Redis.
 * @param prefix what every key begins with, so that several services can share a server
 * @throws Error with one sentence for the operator where the server does not answer
 */
export async function openRedis(url: string, prefix = 'yihao:'): Promise<RedisStore> {
  const redis = new Redis(url, { ...OPTIONS, keyPrefix: prefix });
  // Every command reports its own fault; without a listener ioredis would write to the console. The first fault says why
  // there is no connection; what `connect` throws says only that there is none.
  let fault: Error | undefined;
  redis.on('error', (error: Error) => {
    fault ??= error;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    const { message } = fault ?? (error as Error);
    throw new Error(`Redis at ${new URL(url).host} does not answer: ${message.replace(/\.$/, '')}.`);
  }
  return new ConnectedRedis(redis as Redis & Scripts);
}

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  connectTimeout: COMMAND_TIMEOUT_MS * 2,
  // A silent connection is remade instead of being waited on for ever.
  socketTimeout: COMMAND_TIMEOUT_MS * 4,
  keepAlive: 5000,
  enableOfflineQueue: false,
  // A command that was on its way when the connection broke may have been done: it fails at once, and only harmless
  // ones are sent again, by us.
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableAutoPipelining: true,
  retryStrategy: (times) => Math.min(50 * times, LONGEST_RECONNECT_PAUSE_MS),
  scripts: {
    replaceValue: { lua: REPLACE, numberOfKeys: 1 },
    countInWindow: { lua: COUNT, numberOfKeys: 1 },
    putFields: { lua: SET_FIELDS, numberOfKeys: 1 },
  },
};

class ConnectedRedis implements RedisStore {
  /**
   * ioredis counts a command's time from when it is sent, and sends it only once the pipeline before it was answered:
   * behind a silent server that alone would be a second. So every command is counted from when it was asked for.
   */
  readonly #deadlines = new Deadlines(COMMAND_TIMEOUT_MS);

  readonly #redis: Redis & Scripts;

  constructor(redis: Redis & Scripts) {
    this.#redis = redis;
  }

  get(key: string): Promise<string | undefined> {
    return this.#harmless(() => this.#redis.get(key)).then((value) => value ?? undefined);
  }

  async set(key: string, value: string, ttl: number): Promise<void> {
    const seconds = wholeSeconds(ttl);
    await this.#harmless(() => this.#redis.set(key, value, 'EX', seconds));
  }

  async add(key: string, value: string, ttl: number): Promise<boolean> {
    const seconds = wholeSeconds(ttl);
    return (await this.#once(() => this.#redis.set(key, value, 'EX', seconds, 'NX'))) === 'OK';
  }

  async replace(key: string, expected: string, value: string, ttl?: number): Promise<boolean> {
    const seconds = ttl === undefined ? [] : [wholeSeconds(ttl)];
    return (await this.#once(() => this.#redis.replaceValue(key, expected, value, ...seconds))) === 1;
  }

  async delete(key: string): Promise<void> {
    await this.#harmless(() => this.#redis.del(key));
  }

  fields(key: string): Promise<Readonly<Record<string, string>>> {
    return this.#harmless(() => this.#redis.hgetall(key));
  }

  async setFields(key: string, fields: Readonly<Record<string, string>>, ttl: number): Promise<void> {
    const seconds = wholeSeconds(ttl);
    await this.#harmless(() => this.#redis.putFields(key, seconds, ...Object.entries(fields).flat()));
  }

  async removeField(key: string, field: string): Promise<void> {
    await this.#harmless(() => this.#redis.hdel(key, field));
  }

  async count(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }> {
    const seconds = wholeSeconds(windowSeconds);
    const [count, left] = await this.#once(() => this.#redis.countInWindow(key, seconds));
    return { count, secondsLeft: Math.max(1, Math.ceil(left / 1000)) };
  }

  async ping(): Promise<void> {
    await this.#harmless(() => this.#redis.ping());
  }

  async version(): Promise<string> {
    const info = await this.#harmless(() => this.#redis.info('server'));
    const name = /^server_name:(\S+)/m.exec(info)?.[1] ?? 'Redis';
    const number = /^valkey_version:(\S+)/m.exec(info)?.[1] ?? /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'unknown';
    return `${name} ${number}`;
  }

  async policy(): Promise<string | undefined> {
    const info = await this.#harmless(() => this.#redis.info('memory'));
    return /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  }

  async assertNoEviction(): Promise<void> {
    const policy = await this.policy();
    if (policy === undefined || policy === 'noeviction') return;
    throw new Error(
      `Redis is set to drop live sessions when it is full (maxmemory-policy ${policy}): set it to noeviction.`,
    );
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }

  #once<T>(command: () => Promise<T>): Promise<T> {
    return this.#ask(command, () => undefined);
  }

  /** Tries a second time where the connection broke; a time-out is final, or the second within its bound is gone. */
  #harmless<T>(command: () => Promise<T>): Promise<T> {
    return this.#ask(command, (error) =>
      brokenConnection(error) ? sleep(SECOND_TRY_PAUSE_MS).then(() => this.#once(command)) : undefined,
    );
  }

  /** @param instead what is done where the command failed; nothing where that is the end of it */
  async #ask<T>(command: () => Promise<T>, instead: (error: unknown) => Promise<T> | undefined): Promise<T> {
    try {
      return await this.#deadlines.bound(command(), tooLate);
    } catch (error) {
      const other = instead(error);
      if (other) return other;
      throw new AppError(STORE_UNAVAILABLE, { cause: error });
    }
  }
}

const tooLate = (): Error => new Error('Redis did not answer in time');

function brokenConnection(error: unknown): boolean {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return /Connection is closed|max retries per request|enableOfflineQueue/.test(message) || /^E[A-Z]+$/.test(code);
}

function wholeSeconds(ttl: number): number {
  if (!(ttl >= 1)) throw new RangeError(`a time to live is at least 1 second, not ${ttl}`);
  return Math.ceil(ttl);
}
