import type { Clock } from '../../src/shared/clock.js';

/** A clock that a test moves forward; it begins at the real time and goes on with it. */
export class MovableClock implements Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  pass(seconds: number): void {
    this.#ahead += seconds * 1000;
  }
}
