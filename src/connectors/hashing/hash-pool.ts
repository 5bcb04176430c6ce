import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { normalisePassword, type PasswordHasher } from '../../domain/authenticators/index.js';
import { AppError, BUSY, INTERNAL } from '../../shared/errors.js';
import type { HashAnswer, HashParameters, HashReply, HashRequest } from './hash-worker.js';

export interface HashPoolOptions extends HashParameters {
  /** Hashes at once; one thread each. The core count is best. */
  readonly workers: number;
  /** Requests that may wait; the next is refused. */
  readonly queue: number;
  /** Milliseconds a request may wait for a worker. One that would wait longer is refused at once. */
  readonly maximumWaitMs?: number;
  /** Milliseconds one hash may take before its worker is taken for dead. */
  readonly jobMs?: number;
}

interface Job {
  readonly request: HashRequest;
  readonly resolve: (reply: HashReply) => void;
  readonly reject: (error: Error) => void;
  /** Runs while it waits for a worker, then anew while it is worked on. */
  timer: NodeJS.Timeout | undefined;
}

/** Beside this file, in whichever form this file is run: compiled, or as TypeScript, which Node strips by itself. */
const WORKER = new URL(`./hash-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

/**
 * argon2id on threads of its own, with a bounded queue. When more people log in than the machine can hash for, those
 * who would wait too long hear so at once (503, Retry-After) instead of everyone waiting for ever.
 */
export class HashPool implements PasswordHasher {
  readonly #options: HashPoolOptions;
  readonly #maximumWaitMs: number;
  readonly #jobMs: number;
  readonly #busy = new Map<Worker, Job>();
  readonly #idle: Worker[] = [];
  readonly #waiting: Job[] = [];
  /** What a hash takes, as a moving average; 0 until the first is done. */
  #hashMs = 0;
  #closed = false;
  #refused = 0;

  constructor(options: HashPoolOptions) {
    this.#options = options;
    this.#maximumWaitMs = options.maximumWaitMs ?? 3_000;
    this.#jobMs = options.jobMs ?? 10_000;
    while (this.#idle.length < options.workers) this.#idle.push(this.#startWorker());
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
    return { busy: this.#busy.size, waiting: this.#waiting.length, refused: this.#refused };
  }

  /** Refuses what waits and ends the workers. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) refuse(job, new AppError(BUSY));
    await Promise.all([...this.#idle.splice(0), ...this.#busy.keys()].map((worker) => worker.terminate()));
  }

  #submit(request: HashRequest): Promise<HashReply> {
    const { promise, resolve, reject } = Promise.withResolvers<HashReply>();
    if (this.#closed || this.#isFull()) {
      this.#refused += 1;
      reject(new AppError(BUSY));
      return promise;
    }
    const job: Job = { request, resolve, reject, timer: undefined };
    job.timer = setTimeout(() => this.#tireOf(job), this.#maximumWaitMs);
    this.#waiting.push(job);
    this.#dispatch();
    return promise;
  }

  #isFull(): boolean {
    if (this.#idle.length > 0) return false;
    if (this.#waiting.length >= this.#options.queue) return true;
    const rounds = (this.#waiting.length + 1) / this.#options.workers;
    return rounds * this.#hashMs > this.#maximumWaitMs;
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#takeWorker();
      if (!worker) return;
      const job = this.#waiting.shift()!;
      clearTimeout(job.timer);
      // A worker that never answers is ended; its job fails with it.
      job.timer = setTimeout(() => void worker.terminate(), this.#jobMs);
      this.#busy.set(worker, job);
      worker.ref();
      worker.postMessage(job.request);
    }
  }

  /** An idle worker, or a new one in place of one that died. */
  #takeWorker(): Worker | undefined {
    const idle = this.#idle.pop();
    if (idle || this.#closed) return idle;
    return this.#busy.size < this.#options.workers ? this.#startWorker() : undefined;
  }

  #startWorker(): Worker {
    const { memoryCost, timeCost, parallelism } = this.#options;
    const parameters: HashParameters = { memoryCost, timeCost, parallelism };
    // No inherited flags: the worker needs no loader, and a debugger's port could not be opened twice.
    const worker = new Worker(WORKER, { workerData: parameters, execArgv: [], name: 'hash' });
    worker.unref();
    worker.on('message', (answer: HashAnswer) => this.#finish(worker, answer));
    worker.on('error', (cause) => this.#bury(worker, cause));
    worker.on('exit', (code) => this.#bury(worker, new Error(`the hash worker ended with ${code}`)));
    return worker;
  }

  #finish(worker: Worker, { reply, tookMs }: HashAnswer): void {
    const job = this.#busy.get(worker);
    if (!job) return;
    this.#busy.delete(worker);
    clearTimeout(job.timer);
    this.#hashMs = this.#hashMs === 0 ? tookMs : this.#hashMs * 0.8 + tookMs * 0.2;
    job.resolve(reply);
    worker.unref();
    if (this.#closed) return;
    this.#idle.push(worker);
    this.#dispatch();
  }

  /** Fails what the dead worker was at: nobody is let in by a crash. Its successor is started with the next job. */
  #bury(worker: Worker, cause: unknown): void {
    const place = this.#idle.indexOf(worker);
    if (place >= 0) this.#idle.splice(place, 1);
    const job = this.#busy.get(worker);
    if (!job) return;
    this.#busy.delete(worker);
    refuse(job, new AppError(BUSY, { cause }));
    this.#dispatch();
  }

  #tireOf(job: Job): void {
    const place = this.#waiting.indexOf(job);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    this.#refused += 1;
    refuse(job, new AppError(BUSY));
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
