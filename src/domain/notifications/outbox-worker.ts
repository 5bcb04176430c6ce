import { type Clock, plusSeconds } from '../../shared/clock.js';
import { inTrace, type Trace } from '../../shared/trace.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { OutboxEntry, OutboxRepository } from '../records/index.js';
import { type Outbox, traceOf } from './outbox-writer.js';

export interface Delivery {
  /** The entry's id: the idempotency key for the receiver. */
  readonly id: string;
  /** How often it was tried before. */
  readonly attempts: number;
  /** Fires when the attempt's time is up. */
  readonly signal: AbortSignal;
}

/** Delivers one payload. `retry`, like a throw, means later again; the entry lives until it expires. */
export type DeliveryHandler = (payload: unknown, delivery: Delivery) => Promise<'done' | 'retry'>;

/**
 * Runs one attempt as part of a trace.
 * @param parent what the act that added the entry was part of
 */
export type TraceDelivery = (
  kind: OutboxEntry['kind'],
  parent: Trace | undefined,
  attempt: () => Promise<'done' | 'retry'>,
) => Promise<'done' | 'retry'>;

/** What went wrong, for logs and figures; never a payload. */
export interface OutboxTrouble {
  readonly what: 'store' | 'attempt' | 'expired';
  readonly kind?: OutboxEntry['kind'];
  readonly id?: string;
  readonly attempts?: number;
  readonly cause?: unknown;
}

export interface OutboxWorkerOptions {
  /** Deliveries at once. */
  readonly concurrency: number;
  /** Milliseconds one attempt may take. */
  readonly attemptMs: number;
  /** Milliseconds between polls; another node's entries and due retries are found by polling. */
  readonly pollMs: number;
  /** Milliseconds before the first retry; doubles each time. */
  readonly backoffMs: number;
  readonly maximumBackoffMs: number;
}

export const OUTBOX_DEFAULTS: OutboxWorkerOptions = {
  concurrency: 8,
  attemptMs: 10_000,
  pollMs: 1_000,
  backoffMs: 2_000,
  maximumBackoffMs: 15 * 60_000,
};

const untraced: TraceDelivery = (_kind, _parent, attempt) => attempt();

/** A kick usually comes before its transaction commits: look again shortly after. */
const KICK_MS = [20, 120];

export interface OutboxWorkerDeps {
  readonly uow: UnitOfWork<{ readonly outbox: OutboxRepository }>;
  readonly outbox: Outbox;
  readonly handlers: Readonly<Partial<Record<OutboxEntry['kind'], DeliveryHandler>>>;
  readonly clock: Clock;
  readonly onTrouble?: (trouble: OutboxTrouble) => void;
  /** Where traces are recorded; else an attempt is part of none. */
  readonly trace?: TraceDelivery | undefined;
  readonly options?: Partial<OutboxWorkerOptions>;
}

/**
 * Delivers what is due, at least once. An entry is leased before it is tried: another node takes it over only when this
 * one died with it. Each process runs one.
 */
export class OutboxWorker {
  readonly #deps: OutboxWorkerDeps;
  readonly #options: OutboxWorkerOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #kicks = new Set<NodeJS.Timeout>();
  #poll: NodeJS.Timeout | undefined;
  #claiming: Promise<void> | undefined;
  #again = false;
  #state: 'idle' | 'started' | 'closed' = 'idle';

  constructor(deps: OutboxWorkerDeps) {
    this.#deps = deps;
    this.#options = { ...OUTBOX_DEFAULTS, ...deps.options };
  }

  start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'started';
    this.#poll = setInterval(() => this.#wake(), this.#options.pollMs);
    this.#wake();
  }

  /** Something was added in this process: look soon rather than at the next poll. */
  kick(): void {
    if (this.#state !== 'started' || this.#kicks.size >= KICK_MS.length) return;
    // What is found then was added by anybody: it is no part of what kicked.
    inTrace(undefined, () => {
      for (const delay of KICK_MS) {
        const timer = setTimeout(() => {
          this.#kicks.delete(timer);
          this.#wake();
        }, delay);
        this.#kicks.add(timer);
      }
    });
  }

  /** Takes nothing new and waits for what is under way, at most one attempt's time. */
  async close(): Promise<void> {
    this.#state = 'closed';
    clearInterval(this.#poll);
    for (const timer of this.#kicks) clearTimeout(timer);
    await this.#claiming;
    await Promise.all(this.#running);
  }

  #wake(): void {
    if (this.#state !== 'started') return;
    if (this.#claiming) {
      this.#again = true;
      return;
    }
    this.#claiming = this.#claim().finally(() => {
      this.#claiming = undefined;
      if (this.#again) {
        this.#again = false;
        this.#wake();
      }
    });
  }

  async #claim(): Promise<void> {
    const free = this.#options.concurrency - this.#running.size;
    if (free <= 0) return;
    const { uow, clock } = this.#deps;
    const now = clock.now();
    // Twice the attempt's time: the lease must outlast the attempt and the write after it.
    const leaseUntil = plusSeconds(now, (this.#options.attemptMs * 2) / 1000);
    let entries: readonly OutboxEntry[];
    try {
      entries = await uow.run(({ outbox }) => outbox.claim(now, leaseUntil, free));
    } catch (cause) {
      this.#trouble({ what: 'store', cause });
      return;
    }
    for (const entry of entries) {
      const delivery = this.#deliver(entry)
        .catch((cause) => this.#trouble({ what: 'store', id: entry.id, kind: entry.kind, cause }))
        .finally(() => {
          this.#running.delete(delivery);
          // A full house left the rest waiting: take the next as soon as there is room.
          if (entries.length === free) this.#wake();
        });
      this.#running.add(delivery);
    }
  }

  async #deliver(entry: OutboxEntry): Promise<void> {
    const { uow, clock } = this.#deps;
    if (entry.expiresAt <= clock.now()) return this.#giveUp(entry);
    if ((await this.#attempt(entry)) === 'done') {
      await uow.run(({ outbox }) => outbox.remove(entry.id));
      return;
    }
    const attempts = entry.attempts + 1;
    const dueAt = plusSeconds(clock.now(), this.#backoff(attempts) / 1000);
    if (dueAt >= entry.expiresAt) return this.#giveUp({ ...entry, attempts });
    await uow.run(({ outbox }) => outbox.retryAt(entry.id, dueAt, attempts));
  }

  async #attempt(entry: OutboxEntry): Promise<'done' | 'retry'> {
    const { id, kind, attempts } = entry;
    const end = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // A handler that ignores the signal is left behind; the entry does not wait for it.
    const timeUp = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const late = new Error('the attempt took too long');
        end.abort(late);
        reject(late);
      }, this.#options.attemptMs);
    });
    try {
      const handler = this.#deps.handlers[kind];
      if (!handler) throw new Error(`nobody delivers ${kind}`);
      const payload = await this.#deps.outbox.open(entry);
      const attempt = () => Promise.race([handler(payload, { id, attempts, signal: end.signal }), timeUp]);
      return await (this.#deps.trace ?? untraced)(kind, traceOf(payload), attempt);
    } catch (cause) {
      this.#trouble({ what: 'attempt', kind, id, attempts, cause });
      return 'retry';
    } finally {
      clearTimeout(timer);
    }
  }

  async #giveUp(entry: OutboxEntry): Promise<void> {
    this.#trouble({ what: 'expired', kind: entry.kind, id: entry.id, attempts: entry.attempts });
    await this.#deps.uow.run(({ outbox }) => outbox.remove(entry.id));
  }

  /** Doubling, with a random half so that a gateway that comes back is not met by everyone at once. */
  #backoff(attempts: number): number {
    const full = Math.min(this.#options.backoffMs * 2 ** (attempts - 1), this.#options.maximumBackoffMs);
    return full / 2 + (Math.random() * full) / 2;
  }

  #trouble(trouble: OutboxTrouble): void {
    this.#deps.onTrouble?.(trouble);
  }
}
