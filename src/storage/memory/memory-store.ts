import type { EphemeralStore } from '../../shared/ephemeral.js';
import { AppError, STORE_UNAVAILABLE } from '../../shared/errors.js';

interface Entry {
  readonly value: string | Set<string>;
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
  private readonly entries = new Map<string, Entry>();
  private readonly limit: number;
  private readonly now: () => number;
  private readonly sweeper: NodeJS.Timeout;

  constructor({ limit = LIMIT, now = () => performance.now() }: MemoryStoreOptions = {}) {
    this.limit = limit;
    this.now = now;
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  async get(key: string): Promise<string | undefined> {
    return this.text(key);
  }

  async set(key: string, value: string, ttl: number): Promise<void> {
    this.write(key, value, ttl);
  }

  async add(key: string, value: string, ttl: number): Promise<boolean> {
    if (this.live(key)) return false;
    this.write(key, value, ttl);
    return true;
  }

  async replace(key: string, expected: string, value: string): Promise<boolean> {
    const entry = this.live(key);
    if (!entry || this.text(key) !== expected) return false;
    this.entries.set(key, { value, expiresAt: entry.expiresAt });
    return true;
  }

  async delete(key: string): Promise<void> {
    this.entries.delete(key);
  }

  async addMember(key: string, member: string, ttl: number): Promise<void> {
    const entry = this.live(key);
    const members = entry && this.membersOf(entry);
    const end = this.now() + seconds(ttl);
    if (entry && members) {
      members.add(member);
      this.entries.set(key, { value: members, expiresAt: Math.max(entry.expiresAt, end) });
    } else {
      this.write(key, new Set([member]), ttl);
    }
  }

  async members(key: string): Promise<readonly string[]> {
    const entry = this.live(key);
    return entry ? [...this.membersOf(entry)] : [];
  }

  async count(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }> {
    const entry = this.live(key);
    const count = Number(this.text(key) ?? 0) + 1;
    const expiresAt = entry?.expiresAt ?? this.now() + seconds(windowSeconds);
    if (entry) this.entries.set(key, { value: String(count), expiresAt });
    else this.write(key, '1', windowSeconds);
    return { count, secondsLeft: Math.max(1, Math.ceil((expiresAt - this.now()) / 1000)) };
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
    clearInterval(this.sweeper);
    this.entries.clear();
  }

  private live(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.expiresAt > this.now()) return entry;
    this.entries.delete(key);
    return undefined;
  }

  private text(key: string): string | undefined {
    const value = this.live(key)?.value;
    if (value instanceof Set) throw new TypeError('this key holds a set');
    return value;
  }

  private membersOf(entry: Entry): Set<string> {
    if (entry.value instanceof Set) return entry.value;
    throw new TypeError('this key holds a text');
  }

  private write(key: string, value: string | Set<string>, ttl: number): void {
    const expiresAt = this.now() + seconds(ttl);
    if (!this.entries.has(key) && this.entries.size >= this.limit) {
      this.sweep();
      if (this.entries.size >= this.limit) throw new AppError(STORE_UNAVAILABLE);
    }
    this.entries.set(key, { value, expiresAt });
  }

  private sweep(): void {
    const now = this.now();
    for (const [key, entry] of this.entries) if (entry.expiresAt <= now) this.entries.delete(key);
  }
}

function seconds(ttl: number): number {
  if (!(ttl >= 1)) throw new RangeError(`a time to live is at least 1 second, not ${ttl}`);
  return Math.ceil(ttl) * 1000;
}
