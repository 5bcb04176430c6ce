/**
 * The process that hashes. argon2 works on libuv's pool, which signing needs in the service: here it has a pool of its
 * own, of as many threads as hashes may be under way at once (UV_THREADPOOL_SIZE). It imports nothing of ours and uses
 * only erasable types: Node runs it as it is, compiled or not.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { hash as argon2, argon2id, verify } from 'argon2';

export interface HashParameters {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export type HashRequest =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string | null };

export type HashReply =
  | { readonly kind: 'hashed'; readonly hash: string }
  | { readonly kind: 'verified'; readonly matches: boolean; readonly rehash: boolean }
  /** The stored hash is not an argon2 string, or the addon failed. */
  | { readonly kind: 'failed'; readonly message: string };

/** What the process says: that it can hash, once, and then an answer to each question. */
export type HashMessage =
  | { readonly ready: true }
  /** `tookMs` is the work alone: the first jobs also wait for the process to start. */
  | { readonly id: number; readonly reply: HashReply; readonly tookMs: number };

/** Bytes. */
const SALT = 16;
const OUTPUT = 32;

const parameters = JSON.parse(process.argv[2]!) as HashParameters;
const { memoryCost: m, timeCost: t, parallelism: p } = parameters;

/** A PHC string with its parameters in the order that every implementation reads; argon2's own are m, p, t. */
async function hash(password: string): Promise<string> {
  const salt = randomBytes(SALT);
  const output = await argon2(password, { ...parameters, type: argon2id, hashLength: OUTPUT, salt, raw: true });
  return ['', 'argon2id', 'v=19', `m=${m},t=${t},p=${p}`, base64(salt), base64(output)].join('$');
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** What an unknown number is compared with: nobody knows this password, not even we. */
const nobody = hash(randomBytes(32).toString('base64'));

async function answer(request: HashRequest): Promise<HashReply> {
  if (request.kind === 'hash') return { kind: 'hashed', hash: await hash(request.password) };
  if (request.hash === null) {
    await verify(await nobody, request.password);
    return { kind: 'verified', matches: false, rehash: false };
  }
  if (!request.hash.startsWith('$argon2')) throw new Error('what is stored is not an argon2 string');
  const matches = await verify(request.hash, request.password);
  return { kind: 'verified', matches, rehash: matches && isWeaker(request.hash) };
}

/** argon2's own `needsRehash` also says yes to whatever is stronger, and looks at neither kind nor length. */
function isWeaker(stored: string): boolean {
  const [, kind, version, costs = '', , output = ''] = stored.split('$');
  const cost = (name: string): number => Number(new RegExp(`\\b${name}=(\\d+)`).exec(costs)?.[1] ?? 0);
  if (kind !== 'argon2id' || version !== 'v=19') return true;
  return cost('m') < m || cost('t') < t || Buffer.from(output, 'base64').length < OUTPUT;
}

/**
 * Lets the service go first wherever both want a core: hashing takes what it leaves. On Linux a priority is a thread's,
 * and those of the pool are there by now; elsewhere it is the process's.
 */
function stepBack(): void {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
  for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
}

/** Nobody is left to be told where the channel is gone. */
function say(message: HashMessage): void {
  process.send?.(message, undefined, undefined, () => {});
}

process.on('message', async ({ id, request }: { id: number; request: HashRequest }) => {
  const begin = performance.now();
  const reply = await answer(request).catch((error: Error): HashReply => ({ kind: 'failed', message: error.message }));
  say({ id, reply, tookMs: performance.now() - begin });
});

// It lives and dies with the service, whatever that died of; a signal to the whole group is the service's to follow.
const end = (): void => void process.kill(process.pid, 'SIGKILL');
process.on('disconnect', end);
if (!process.connected) end();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

await nobody.catch((error: Error) => {
  process.stderr.write(`Passwords cannot be hashed: ${error.message}.\n`);
  process.exit(1);
});
try {
  stepBack();
} catch {
  // A sandbox without /proc: then all threads are alike.
}
say({ ready: true });
