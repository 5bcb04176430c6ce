import type { Clock } from '../../../shared/clock.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import { LIMITS, type ThrottledPurpose } from '../../limits.js';
import type { Repositories } from '../../records/index.js';
import { type LimitAnswer, type LimitSchedule, pauseOf, settleOne, takeOne } from './durable-limit.js';

type Counters = Pick<Repositories, 'failureCounters'>;

/**
 * Slows down guessing, durably, for one account and one authenticator (design decision 10). The subject is an identity's
 * id, or the digest of a login name that leads to none: both are treated alike. Where a request comes from plays no part,
 * so there is nothing to rotate.
 */
export class Throttle {
  readonly #uow: UnitOfWork<Counters>;
  readonly #clock: Clock;

  constructor({ uow, clock }: { uow: UnitOfWork<Counters>; clock: Clock }) {
    this.#uow = uow;
    this.#clock = clock;
  }

  /**
   * Counts a try as failed before anybody learns how it went, and says whether it counts at all. Follow it with `clear`
   * when the try succeeds and with nothing when it fails. Unlike `check` and then `fail`, parallel guesses gain nothing by
   * it: fifty at once are five tries. Work that may be refused for other reasons (a full hashing queue) comes before it
   * and its result is used after it, so that nobody is paused for a try that was never made.
   * @throws AppError(STORE_UNAVAILABLE): no try is ever made uncounted
   */
  attempt(subject: string, purpose: ThrottledPurpose): Promise<LimitAnswer> {
    return this.#uow.run(({ failureCounters }) =>
      takeOne(failureCounters, subject, purpose, this.#clock.now(), scheduleOf(purpose)),
    );
  }

  /**
   * As `attempt`, and `clear` where the try was right, in the caller's transaction and in as few statements as the answer
   * needs: for a try whose answer nobody learns before that has committed. See `settleOne` for why that is as strict.
   */
  settle(
    { failureCounters }: Counters,
    subject: string,
    purpose: ThrottledPurpose,
    right: boolean,
  ): Promise<LimitAnswer> {
    return settleOne(failureCounters, subject, purpose, this.#clock.now(), scheduleOf(purpose), right);
  }

  /** Whether a pause is running. Counts nothing. */
  async check(subject: string, purpose: ThrottledPurpose): Promise<LimitAnswer> {
    return pauseOf(await this.#uow.read.failureCounters.find(subject, purpose), this.#clock.now());
  }

  /** Counts one failure, exactly, however many come at once. @returns the pause that it brought */
  async fail(subject: string, purpose: ThrottledPurpose): Promise<LimitAnswer> {
    const now = this.#clock.now();
    const schedule = scheduleOf(purpose);
    const counter = await this.#uow.run(({ failureCounters }) =>
      failureCounters.add(subject, purpose, now, schedule.windowSeconds, (count) => schedule.pauseAfter(count)),
    );
    return pauseOf(counter, now);
  }

  /** Forgets the failures, after a success. */
  async clear(subject: string, purpose: ThrottledPurpose): Promise<void> {
    await this.#uow.run(({ failureCounters }) => failureCounters.clear(subject, purpose), { statements: 'one' });
  }
}

/** The pause begins with the last free try: the one after it has to wait. */
function scheduleOf(purpose: ThrottledPurpose): LimitSchedule {
  const { most, per, pauses } = LIMITS[purpose];
  return {
    windowSeconds: per,
    pauseAfter: (count) => (count < most ? 0 : pauses[Math.min(count - most, pauses.length - 1)]!),
  };
}
