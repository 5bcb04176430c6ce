import type { Clock } from '../../../shared/clock.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import type { FailureCounterRepository } from '../../records/index.js';
import { type LimitAnswer, type LimitSchedule, pauseOf, settleOne, takeOne } from './durable-limit.js';

export interface ThrottleSettings {
  /** Failures that cost nothing but the time to type. */
  readonly freeFailures: number;
  /** Seconds of pause after each further failure; the last one repeats. An account is never locked for good. */
  readonly pauses: readonly number[];
  /** Seconds after the first failure until counting starts anew. */
  readonly windowSeconds: number;
}

export const THROTTLE_DEFAULTS: ThrottleSettings = {
  freeFailures: 5,
  pauses: [60, 5 * 60, 15 * 60, 60 * 60],
  windowSeconds: 24 * 60 * 60,
};

/**
 * Slows down guessing, durably, for one account and one authenticator (design decision 10). The subject is an identity's
 * id, or the digest of a login name that leads to none: both are treated alike. Where a request comes from plays no part,
 * so there is nothing to rotate.
 */
export class Throttle {
  readonly #uow: UnitOfWork<{ readonly failureCounters: FailureCounterRepository }>;
  readonly #clock: Clock;
  readonly #schedule: LimitSchedule;

  constructor(deps: {
    uow: UnitOfWork<{ readonly failureCounters: FailureCounterRepository }>;
    clock: Clock;
    settings?: ThrottleSettings;
  }) {
    this.#uow = deps.uow;
    this.#clock = deps.clock;
    this.#schedule = schedule(deps.settings ?? THROTTLE_DEFAULTS);
  }

  /**
   * Counts a try as failed before anybody learns how it went, and says whether it counts at all. Follow it with `clear`
   * when the try succeeds and with nothing when it fails. Unlike `check` and then `fail`, parallel guesses gain nothing by
   * it: fifty at once are five tries. Work that may be refused for other reasons (a full hashing queue) comes before it
   * and its result is used after it, so that nobody is paused for a try that was never made.
   * @throws AppError(STORE_UNAVAILABLE): no try is ever made uncounted
   */
  attempt(subject: string, purpose: string): Promise<LimitAnswer> {
    return this.#uow.run(({ failureCounters }) =>
      takeOne(failureCounters, subject, purpose, this.#clock.now(), this.#schedule),
    );
  }

  /**
   * As `attempt`, and `clear` where the try was right, in the caller's transaction and in as few statements as the answer
   * needs: for a try whose answer nobody learns before that has committed. See `settleOne` for why that is as strict.
   */
  settle(
    { failureCounters }: { readonly failureCounters: FailureCounterRepository },
    subject: string,
    purpose: string,
    right: boolean,
  ): Promise<LimitAnswer> {
    return settleOne(failureCounters, subject, purpose, this.#clock.now(), this.#schedule, right);
  }

  /** Whether a pause is running. Counts nothing. */
  async check(subject: string, purpose: string): Promise<LimitAnswer> {
    return pauseOf(await this.#uow.read.failureCounters.find(subject, purpose), this.#clock.now());
  }

  /** Counts one failure, exactly, however many come at once. @returns the pause that it brought */
  async fail(subject: string, purpose: string): Promise<LimitAnswer> {
    const now = this.#clock.now();
    const counter = await this.#uow.run(({ failureCounters }) =>
      failureCounters.add(subject, purpose, now, this.#schedule.windowSeconds, (count) =>
        this.#schedule.pauseAfter(count),
      ),
    );
    return pauseOf(counter, now);
  }

  /** Forgets the failures, after a success. */
  async clear(subject: string, purpose: string): Promise<void> {
    await this.#uow.run(({ failureCounters }) => failureCounters.clear(subject, purpose), { statements: 'one' });
  }
}

/** The pause begins with the last free failure: the one after it has to wait. */
function schedule({ freeFailures, pauses, windowSeconds }: ThrottleSettings): LimitSchedule {
  return {
    windowSeconds,
    pauseAfter: (count) => (count < freeFailures ? 0 : pauses[Math.min(count - freeFailures, pauses.length - 1)]!),
  };
}
