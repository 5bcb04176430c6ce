import type { Clock } from './clock.js';

/** Enough for every application of a country; past it the memory starts over, so that made-up ids cannot fill it. */
const CAPACITY = 10_000;

/** Remembers answers for a moment, so that a busy node asks the store once and not thousands of times a second. */
export class BriefMemory<T> {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #entries = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();

  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  /** The remembered answer, or `ask()`'s. Callers at the same time share one question; a failure is not remembered. */
  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock.now().getTime();
    const known = this.#entries.get(key);
    if (known && now >= known.at && now - known.at < this.#milliseconds) return known.answer;
    if (this.#entries.size >= CAPACITY) this.#entries.clear();
    const entry = { at: now, answer: ask() };
    this.#entries.set(key, entry);
    entry.answer.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry.answer;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  forgetAll(): void {
    this.#entries.clear();
  }
}
