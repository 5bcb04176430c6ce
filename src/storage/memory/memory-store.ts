import type { EphemeralStore } from '../../shared/ephemeral.js';
import { AppError, STORE_UNAVAILABLE } from '../../shared/errors.js';

interface Entry {
  readonly value: string | Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

export interface MemoryStoreOptions {
  /** Keys at most. A full store refuses new keys, as a Redis set to `noeviction` does: it never forgets early. */
  readonly limit?: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
}

const LIMIT = 200_000;
const SWEEP_MS = 10_000;

/** The embedded default's ephemeral store: a map in this process, gone with it. */
export class MemoryStore implements EphemeralStore {
  readonly #entries = new Map<string, Entry>();
  readonly #limit: number;
  readonly #now: () => number;
  readonly #sweeper: NodeJS.Timeout;

  constructor({ limit = LIMIT, now = () => performance.now() }: MemoryStoreOptions = {}) {
    this.#limit = limit;
    this.#now = now;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  async get(key: string): Promise<string | undefined> {
    return this.#text(key);
  }

  async set(key: string, value: string, ttl: number): Promise<void> {
    this.#write(key, value, ttl);
  }

  async add(key: string, value: string, ttl: number): Promise<boolean> {
    if (this.#live(key)) return false;
    this.#write(key, value, ttl);
    return true;
  }

  async replace(key: string, expected: string, value: string, ttl?: number): Promise<boolean> {
    const entry = this.#live(key);
    if (!entry || this.#text(key) !== expected) return false;
    if (ttl === undefined) this.#entries.set(key, { value, expiresAt: entry.expiresAt });
    else this.#write(key, value, ttl);
    return true;
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  async fields(key: string): Promise<Readonly<Record<string, string>>> {
    return this.#fieldsOf(key);
  }

  async setFields(key: string, fields: Readonly<Record<string, string>>, ttl: number): Promise<void> {
    const all = { ...this.#fieldsOf(key), ...fields };
    if (Object.keys(all).length > 0) this.#write(key, all, ttl);
  }

  async removeField(key: string, field: string): Promise<void> {
    const entry = this.#live(key);
    if (!entry) return;
    const { [field]: _gone, ...rest } = this.#fieldsOf(key);
    if (Object.keys(rest).length > 0) this.#entries.set(key, { value: rest, expiresAt: entry.expiresAt });
    else this.#entries.delete(key);
  }

  async count(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }> {
    const entry = this.#live(key);
    const count = Number(this.#text(key) ?? 0) + 1;
    const expiresAt = entry?.expiresAt ?? this.#now() + seconds(windowSeconds);
    if (entry) this.#entries.set(key, { value: String(count), expiresAt });
    else this.#write(key, '1', windowSeconds);
    return { count, secondsLeft: Math.max(1, Math.ceil((expiresAt - this.#now()) / 1000)) };
  }

  async ping(): Promise<void> {}

  async version(): Promise<string> {
    return 'in-process';
  }

  async policy(): Promise<string> {
    return 'noeviction';
  }

  async assertNoEviction(): Promise<void> {}

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#entries.clear();
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.expiresAt > this.#now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  #text(key: string): string | undefined {
    const value = this.#live(key)?.value;
    if (typeof value === 'object') throw new TypeError('this key holds fields');
    return value;
  }

  #fieldsOf(key: string): Readonly<Record<string, string>> {
    const value = this.#live(key)?.value ?? {};
    if (typeof value === 'string') throw new TypeError('this key holds a text');
    return value;
  }

  #write(key: string, value: Entry['value'], ttl: number): void {
    const expiresAt = this.#now() + seconds(ttl);
    if (!this.#entries.has(key) && this.#entries.size >= this.#limit) {
      this.#sweep();
      if (this.#entries.size >= this.#limit) throw new AppError(STORE_UNAVAILABLE);
    }
    this.#entries.set(key, { value, expiresAt });
  }

  #sweep(): void {
    const now = this.#now();
    for (const [key, entry] of this.#entries) if (entry.expiresAt <= now) this.#entries.delete(key);
  }
}

function seconds(ttl: number): number {
  if (!(ttl >= 1)) throw new RangeError(`a time to live is at least 1 second, not ${ttl}`);
  return Math.ceil(ttl) * 1000;
}
