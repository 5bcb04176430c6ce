import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Readiness } from '../web/management/health.js';
import type { RunningNode } from './node.js';

/** What the first process asks a worker, and what comes back. */
type Question = 'readiness' | 'figures';
const question = z.object({ ask: z.enum(['readiness', 'figures']), id: z.number() });
const reply = z.union([z.object({ up: z.string() }), z.object({ id: z.number(), value: z.unknown() })]);

/** Milliseconds a worker may take to answer. */
const ANSWER_MS = 4_000;
/** Milliseconds before a worker that died is replaced; doubled while its successors die young. */
const RESTART_MS = 500;
const LONGEST_RESTART_MS = 15_000;
/** A worker that lived so long did not die of how it was started. */
const GROWN_UP_MS = 30_000;
/** Longer than a worker needs to end by itself. */
const KILL_MS = 29_500;

/** Several processes on one port, each replaced when it dies. */
export interface Workers {
  readonly summary: string;
  readiness(): Promise<Readiness>;
  figures(): Promise<readonly (readonly object[])[]>;
  stop(): Promise<void>;
}

/**
 * Starts the workers: the first alone, so that what is wrong is said once.
 * @param onEnd told of each worker that ended without being told to
 * @throws Error where the first worker does not come up; it has said why itself
 */
export async function startWorkers(
  count: number,
  onEnd: (end: { pid: number | undefined; code: number; signal: string }) => void,
): Promise<Workers> {
  const calls = new Map<number, (value: unknown) => void>();
  let nextCall = 0;
  let stopping = false;
  let pause = RESTART_MS;

  const start = async (): Promise<string> => {
    const begun = Date.now();
    const worker = cluster.fork();
    const up = Promise.withResolvers<string>();
    worker.on('message', (message: unknown) => {
      const read = reply.safeParse(message);
      if (!read.success) return;
      if ('up' in read.data) up.resolve(read.data.up);
      else calls.get(read.data.id)?.(read.data.value);
    });
    worker.once('exit', (code, signal) => {
      up.reject(new Error('A worker ended while it was being started.'));
      if (!stopping) void replace(worker, code, signal, begun);
    });
    return up.promise;
  };

  const replace = async (worker: Worker, code: number, signal: string, begun: number): Promise<void> => {
    if (!running) return;
    onEnd({ pid: worker.process.pid, code, signal });
    pause = Date.now() - begun > GROWN_UP_MS ? RESTART_MS : Math.min(pause * 2, LONGEST_RESTART_MS);
    await sleep(pause);
    // One that dies again is replaced by its own listener.
    if (!stopping) await start().catch(() => undefined);
  };

  const ask = async (what: Question): Promise<readonly unknown[]> => {
    const answers = live().map(async (worker) => {
      const id = nextCall++;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const limit = setTimeout(() => resolve(undefined), ANSWER_MS);
      calls.set(id, resolve);
      worker.send({ ask: what, id }, (error) => error && resolve(undefined));
      const value = await promise;
      clearTimeout(limit);
      calls.delete(id);
      return value;
    });
    return (await Promise.all(answers)).filter((value) => value !== undefined);
  };

  let running = false;
  const summary = await start();
  running = true;
  await Promise.all(Array.from({ length: count - 1 }, () => start().catch(() => undefined)));

  return {
    summary: `${summary.replace(/\.$/, '')}, in ${count} processes.`,
    readiness: async () => together((await ask('readiness')) as readonly Readiness[], stopping),
    figures: async () => (await ask('figures')) as readonly (readonly object[])[],
    async stop() {
      stopping = true;
      const workers = live();
      const late = setTimeout(() => {
        for (const worker of workers) worker.process.kill('SIGKILL');
      }, KILL_MS);
      await Promise.all(
        workers.map(async (worker) => {
          const ended = once(worker, 'exit');
          worker.process.kill('SIGTERM');
          await ended;
        }),
      );
      clearTimeout(late);
    },
  };
}

function live(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker?.isConnected() === true);
}

/** One worker that works is enough: requests go to those that listen, and a dead one is being replaced. */
function together(answers: readonly Readiness[], stopping: boolean): Readiness {
  const best = answers.find(({ ready }) => ready) ?? answers[0];
  if (best && !stopping) return best;
  const why = stopping ? 'It was told to stop and finishes what it has begun.' : 'No worker process answers.';
  return { ready: false, parts: { process: { ready: false, why } } };
}

/** In a worker: tells the first process that it is up, and answers what that asks. */
export function answerFirstProcess(node: RunningNode): void {
  process.on('message', (message: unknown) => {
    const read = question.safeParse(message);
    if (!read.success) return;
    const { ask, id } = read.data;
    void node[ask]().then(
      (value) => process.send?.({ id, value }),
      () => process.send?.({ id, value: undefined }),
    );
  });
  process.send?.({ up: node.summary });
}
