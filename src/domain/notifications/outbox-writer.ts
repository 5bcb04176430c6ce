import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import { createSealer, type Sealer } from '../../shared/seal.js';
import { readTraceparent, type Trace, writeTraceparent } from '../../shared/trace.js';
import type { OutboxEntry, OutboxRepository } from '../records/index.js';

/** The one thing asked of key management: the same 256-bit key for a purpose on every node. */
export interface OutboxKeys {
  derive(purpose: string): Promise<Buffer>;
}

interface OutboxDeps {
  readonly keys: OutboxKeys;
  readonly clock: Clock;
  /** Called for every entry added here; the worker's `kick`, so that delivery does not wait for its next poll. */
  readonly onAdded?: (() => void) | undefined;
  /** What an entry is part of when it is added, where traces are recorded. */
  readonly trace?: (() => Trace | undefined) | undefined;
}

export interface OutboxDraft {
  readonly kind: OutboxEntry['kind'];
  /** An object as JSON can hold it. It is sealed before it touches the store. */
  readonly payload: object;
  /** Given up after. */
  readonly expiresAt: Date;
  /** Not before; now when left out. */
  readonly dueAt?: Date;
}

/**
 * Puts things into the outbox and opens what comes out. Payloads rest sealed under the `outbox` key, each bound to its
 * entry's id and kind, so that one entry's payload cannot be pasted into another.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #sealer: Promise<Sealer> | undefined;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /**
   * Adds one entry inside the caller's transaction: it leaves the house only if that commits.
   * @returns the entry's id, which receivers see as the idempotency key
   */
  async add(repository: OutboxRepository, draft: OutboxDraft): Promise<string> {
    const now = this.#deps.clock.now();
    const id = randomId(now.getTime());
    const trace = this.#deps.trace?.();
    // Beside the payload's own members, where a node that knows nothing of it reads over it.
    const plain = trace ? { ...draft.payload, traceparent: writeTraceparent(trace) } : draft.payload;
    const payload = (await this.#seal()).seal(JSON.stringify(plain), context(id, draft.kind));
    await repository.add({
      id,
      kind: draft.kind,
      payload,
      attempts: 0,
      dueAt: draft.dueAt ?? now,
      expiresAt: draft.expiresAt,
      createdAt: now,
    });
    this.#deps.onAdded?.();
    return id;
  }

  /** @throws Error when the payload was altered, moved from another entry or sealed under another key */
  async open(entry: Pick<OutboxEntry, 'id' | 'kind' | 'payload'>): Promise<unknown> {
    return JSON.parse((await this.#seal()).open(entry.payload, context(entry.id, entry.kind)));
  }

  #seal(): Promise<Sealer> {
    this.#sealer ??= this.#deps.keys.derive('outbox').then(createSealer);
    return this.#sealer;
  }
}

/** The trace of the act that added the entry, out of its opened payload. */
export function traceOf(payload: unknown): Trace | undefined {
  const { traceparent } = payload as { traceparent?: unknown };
  return typeof traceparent === 'string' ? readTraceparent(traceparent) : undefined;
}

function context(id: string, kind: string): string {
  return `outbox|${kind}|${id}`;
}
