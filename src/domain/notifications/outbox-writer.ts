import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import { createSealer, type Sealer } from '../../shared/seal.js';
import type { OutboxEntry, OutboxRepository } from './outbox.js';

/** The one thing asked of key management: the same 256-bit key for a purpose on every node. */
export interface OutboxKeys {
  derive(purpose: string): Promise<Buffer>;
}

export interface OutboxDraft {
  readonly kind: OutboxEntry['kind'];
  /** Anything JSON can hold. It is sealed before it touches the store. */
  readonly payload: unknown;
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
  readonly #keys: OutboxKeys;
  readonly #clock: Clock;
  readonly #onAdded: () => void;
  #sealer: Promise<Sealer> | undefined;

  /** @param deps.onAdded called for every entry added here; the worker's `kick`, so that delivery does not wait for its next poll */
  constructor(deps: { keys: OutboxKeys; clock: Clock; onAdded?: () => void }) {
    this.#keys = deps.keys;
    this.#clock = deps.clock;
    this.#onAdded = deps.onAdded ?? (() => {});
  }

  /**
   * Adds one entry inside the caller's transaction: it leaves the house only if that commits.
   * @returns the entry's id, which receivers see as the idempotency key
   */
  async add(repository: OutboxRepository, draft: OutboxDraft): Promise<string> {
    const now = this.#clock.now();
    const id = randomId(now.getTime());
    const payload = (await this.#seal()).seal(JSON.stringify(draft.payload), context(id, draft.kind));
    await repository.add({
      id,
      kind: draft.kind,
      payload,
      attempts: 0,
      dueAt: draft.dueAt ?? now,
      expiresAt: draft.expiresAt,
      createdAt: now,
    });
    this.#onAdded();
    return id;
  }

  /** @throws Error when the payload was altered, moved from another entry or sealed under another key */
  async open(entry: Pick<OutboxEntry, 'id' | 'kind' | 'payload'>): Promise<unknown> {
    return JSON.parse((await this.#seal()).open(entry.payload, context(entry.id, entry.kind)));
  }

  #seal(): Promise<Sealer> {
    this.#sealer ??= this.#keys.derive('outbox').then(createSealer);
    return this.#sealer;
  }
}

function context(id: string, kind: string): string {
  return `outbox|${kind}|${id}`;
}
