/** A wait that runs; given back to `Deadlines.end`. */
interface Wait {
  readonly until: number;
  readonly late: () => void;
}

/** Milliseconds by which a wait may end late, so that waits which began together are ended by one look. */
const GRAIN_MS = 10;

/**
 * Bounds many waits by one time-out. They run out in the order in which they began, so one timer, set for the oldest,
 * serves them all; a timer each would cost as much as sending a statement.
 */
export class Deadlines {
  readonly #ms: number;
  readonly #waits = new Set<Wait>();
  #timer: NodeJS.Timeout | undefined;

  /** @param ms how long a wait may last, in milliseconds */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** @param late called once when the time is over, unless `end` comes first */
  begin(late: () => void): Wait {
    const wait = { until: performance.now() + this.#ms, late };
    this.#waits.add(wait);
    this.#timer ??= this.#lookAfter(this.#ms);
    return wait;
  }

  end(wait: Wait): void {
    this.#waits.delete(wait);
  }

  /**
   * The answer, or an error where it does not come in time.
   * @param error what is thrown then
   */
  bound<T>(answer: Promise<T>, error: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const wait = this.begin(() => reject(error()));
      answer.then(
        (value) => {
          this.end(wait);
          resolve(value);
        },
        (fault: unknown) => {
          this.end(wait);
          reject(fault);
        },
      );
    });
  }

  /** The timer stays set when nobody waits any more: it must not keep a process that has ended alive. */
  #lookAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#look(), ms + GRAIN_MS).unref();
  }

  #look(): void {
    const now = performance.now();
    for (const wait of this.#waits) {
      if (wait.until > now) {
        this.#timer = this.#lookAfter(wait.until - now);
        return;
      }
      this.#waits.delete(wait);
      wait.late();
    }
    this.#timer = undefined;
  }
}
