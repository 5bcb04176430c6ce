import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalisePassword, type PasswordHasher } from '../../domain/authenticators/index.js';
import { AppError, BUSY, INTERNAL } from '../../shared/errors.js';
import type { HashMessage, HashParameters, HashReply, HashRequest } from './hash-process.js';

export interface HashPoolOptions extends HashParameters {
  /** Hashes at once; one thread each. The core count is best. */
  readonly workers: number;
  /** Requests that may wait; the next is refused. */
  readonly queue: number;
  /** Milliseconds a request may wait for a thread. One that would wait longer is refused at once. */
  readonly maximumWaitMs?: number;
  /** Milliseconds one hash may take before it is taken for stuck. */
  readonly jobMs?: number;
}

interface Job {
  readonly request: HashRequest;
  readonly resolve: (reply: HashReply) => void;
  readonly reject: (error: Error) => void;
  /** Runs while it waits for a thread, then anew while it is worked on. */
  timer: NodeJS.Timeout | undefined;
  /** Took too long, or was worked on before when a process ended: it fails with the process that has it now. */
  last: boolean;
}

/** Beside this file, in whichever form this file is run: compiled, or as TypeScript, which Node strips by itself. */
const PROGRAM = fileURLToPath(new URL(`./hash-process${extname(import.meta.url)}`, import.meta.url));

/**
 * argon2id in a process of its own, at low priority and with a bounded queue. When more people log in than the machine
 * can hash for, those who would wait too long hear so at once (503, Retry-After) instead of everyone waiting for ever.
 */
export class HashPool implements PasswordHasher {
  readonly #options: HashPoolOptions;
  readonly #maximumWaitMs: number;
  readonly #jobMs: number;
  readonly #running = new Map<number, Job>();
  readonly #waiting: Job[] = [];
  #process: ChildProcess | undefined;
  #jobs = 0;
  /** What a hash takes, as a moving average; 0 until the first is done. */
  #hashMs = 0;
  #closed = false;
  #refused = 0;
  /** The binary built for this machine did not run: the one that came with the package is used. */
  #asItCame = false;

  constructor(options: HashPoolOptions) {
    this.#options = options;
    this.#maximumWaitMs = options.maximumWaitMs ?? 3_000;
    this.#jobMs = options.jobMs ?? 10_000;
    this.#process = this.#start();
  }

  async hash(password: string): Promise<string> {
    const reply = await this.#submit({ kind: 'hash', password: normalisePassword(password) });
    if (reply.kind !== 'hashed') throw failure(reply);
    return reply.hash;
  }

  async verify(hash: string | null, password: string): Promise<{ matches: boolean; rehash: boolean }> {
    const reply = await this.#submit({ kind: 'verify', hash, password: normalisePassword(password) });
    if (reply.kind !== 'verified') throw failure(reply);
    return { matches: reply.matches, rehash: reply.rehash };
  }

  /** For figures: how many are hashed, how many wait, and how many were turned away since the start. */
  get load(): { readonly busy: number; readonly waiting: number; readonly refused: number } {
    return { busy: this.#running.size, waiting: this.#waiting.length, refused: this.#refused };
  }

  /** The process that hashes now. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether hashes are made by argon2 as set-up built it for this machine, or as it came. Known after the first hash. */
  get binary(): 'built' | 'as it came' {
    const built = join(dirname(createRequire(import.meta.url).resolve('argon2')), 'build', 'Release', 'argon2.node');
    return !this.#asItCame && existsSync(built) ? 'built' : 'as it came';
  }

  /** Refuses what waits and ends the process. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) refuse(job, new AppError(BUSY));
    const last = this.#process;
    if (last?.pid === undefined || last.exitCode !== null || last.signalCode !== null) return;
    last.ref();
    const ended = once(last, 'exit');
    last.kill('SIGKILL');
    await ended;
  }

  #submit(request: HashRequest): Promise<HashReply> {
    const { promise, resolve, reject } = Promise.withResolvers<HashReply>();
    const job: Job = { request, resolve, reject, timer: undefined, last: false };
    if (this.#closed || this.#isFull()) this.#turnAway(job);
    else {
      this.#wait(job);
      this.#waiting.push(job);
      this.#dispatch();
    }
    return promise;
  }

  #isFull(): boolean {
    if (this.#running.size < this.#options.workers) return false;
    if (this.#waiting.length >= this.#options.queue) return true;
    const rounds = (this.#waiting.length + 1) / this.#options.workers;
    return rounds * this.#hashMs > this.#maximumWaitMs;
  }

  #wait(job: Job): void {
    clearTimeout(job.timer);
    job.timer = setTimeout(() => {
      const at = this.#waiting.indexOf(job);
      if (at >= 0) this.#waiting.splice(at, 1);
      this.#turnAway(job);
    }, this.#maximumWaitMs);
  }

  #turnAway(job: Job, cause?: unknown): void {
    this.#refused += 1;
    refuse(job, new AppError(BUSY, { cause }));
  }

  /** Where no process can be had, nobody waits for one; the next job tries again. */
  #turnAllAway(cause: unknown): void {
    for (const job of this.#waiting.splice(0)) this.#turnAway(job, cause);
  }

  #dispatch(): void {
    while (!this.#closed && this.#waiting.length > 0 && this.#running.size < this.#options.workers) {
      this.#process ??= this.#start();
      const child = this.#process;
      // The machine is out of memory, files or processes. The error of a child that never was comes in a moment.
      if (child?.pid === undefined) return;
      const job = this.#waiting.shift()!;
      const id = this.#jobs++;
      clearTimeout(job.timer);
      // Nothing ends a hash that is under way but the end of its process.
      job.timer = setTimeout(() => {
        job.last = true;
        child.kill('SIGKILL');
      }, this.#jobMs);
      this.#running.set(id, job);
      child.ref();
      child.channel?.ref();
      // Where it has just ended, its end is told apart from this, and the job goes on from there.
      child.send({ id, request: job.request }, () => {});
    }
  }

  #fork(): ChildProcess {
    const { memoryCost, timeCost, parallelism, workers } = this.#options;
    const parameters: HashParameters = { memoryCost, timeCost, parallelism };
    return fork(PROGRAM, [JSON.stringify(parameters)], {
      // No inherited flags: it needs no loader, and a debugger's port could not be opened twice.
      execArgv: ['--max-semi-space-size=1'],
      // Nor the environment: it holds keys and passwords that hashing has no use for.
      env: {
        UV_THREADPOOL_SIZE: String(workers),
        // The memory of one hash serves the next on any thread, instead of being kept by each.
        MALLOC_ARENA_MAX: '1',
        ...(this.#asItCame && { PREBUILDS_ONLY: '1' }),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  #start(): ChildProcess | undefined {
    let child: ChildProcess;
    try {
      child = this.#fork();
    } catch (cause) {
      this.#turnAllAway(cause);
      return undefined;
    }
    let ready = false;
    child.on('message', (message: HashMessage) => {
      if ('ready' in message) ready = true;
      else this.#finish(message);
    });
    const bury = (cause: unknown): void => {
      if (this.#process !== child) return;
      this.#process = undefined;
      if (child.pid === undefined) this.#turnAllAway(cause);
      else this.#salvage(cause);
    };
    child.on('error', bury);
    child.on('exit', (code, signal) => {
      this.#asItCame ||= !ready && signal !== 'SIGKILL';
      bury(new Error(`the process that hashes ended with ${signal ?? code}`));
    });
    child.unref();
    child.channel?.unref();
    return child;
  }

  #finish({ id, reply, tookMs }: Extract<HashMessage, { id: number }>): void {
    const job = this.#running.get(id);
    if (!job) return;
    this.#running.delete(id);
    clearTimeout(job.timer);
    this.#hashMs = this.#hashMs === 0 ? tookMs : this.#hashMs * 0.8 + tookMs * 0.2;
    job.resolve(reply);
    if (this.#running.size === 0) {
      this.#process?.unref();
      this.#process?.channel?.unref();
    }
    this.#dispatch();
  }

  /** Nobody is let in by a crash. What was under way beside a stuck hash is begun again, once. */
  #salvage(cause: unknown): void {
    const jobs = [...this.#running.values()];
    this.#running.clear();
    for (const job of jobs.reverse()) {
      if (job.last || this.#closed) {
        refuse(job, new AppError(BUSY, { cause }));
        continue;
      }
      job.last = true;
      this.#wait(job);
      this.#waiting.unshift(job);
    }
    this.#dispatch();
  }
}

function refuse(job: Job, error: AppError): void {
  clearTimeout(job.timer);
  job.reject(error);
}

/** The reply's message names argon2's complaint, never the password or the hash. */
function failure(reply: HashReply): AppError {
  return new AppError(INTERNAL, {
    cause: new Error(reply.kind === 'failed' ? reply.message : 'an answer out of turn'),
  });
}
