/**
 * The worker thread: hashes synchronously, so that argon2 never takes a thread of libuv's pool, which signing needs.
 * It imports nothing of ours and uses only erasable types: Node runs it as it is, compiled or not.
 */
import { randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { hashSync, parseOptions, verifySync } from '@node-rs/argon2';

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

/** `tookMs` is the work alone: a worker's first job also waits for the worker to start. */
export interface HashAnswer {
  readonly reply: HashReply;
  readonly tookMs: number;
}

/** argon2id in the numbering of @node-rs/argon2, whose const enum cannot be imported under isolated modules. */
const ARGON2ID = 2;

const parameters = workerData as HashParameters;
const options = { ...parameters, algorithm: ARGON2ID };
/** What an unknown number is compared with: nobody knows this password, not even we. */
const nobody = hashSync(randomBytes(32), options);

function answer(request: HashRequest): HashReply {
  if (request.kind === 'hash') return { kind: 'hashed', hash: hashSync(request.password, options) };
  if (request.hash === null) {
    verifySync(nobody, request.password);
    return { kind: 'verified', matches: false, rehash: false };
  }
  const matches = verifySync(request.hash, request.password);
  return { kind: 'verified', matches, rehash: matches && isWeaker(request.hash) };
}

function isWeaker(hash: string): boolean {
  const stored = parseOptions(hash);
  return (
    stored.algorithm !== ARGON2ID ||
    stored.memoryCost < parameters.memoryCost ||
    stored.timeCost < parameters.timeCost ||
    stored.outputLen < 32
  );
}

/**
 * Lets the event loop go first wherever both want a core: hashing takes what it leaves. Linux schedules each thread by
 * itself; elsewhere nothing changes.
 */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandbox without /proc: then all threads are alike.
  }
}

stepBack();

parentPort?.on('message', (request: HashRequest) => {
  const begin = performance.now();
  let reply: HashReply;
  try {
    reply = answer(request);
  } catch (error) {
    reply = { kind: 'failed', message: error instanceof Error ? error.message : 'unknown' };
  }
  parentPort?.postMessage({ reply, tookMs: performance.now() - begin } satisfies HashAnswer);
});
