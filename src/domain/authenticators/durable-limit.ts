import type { FailureCounter, FailureCounterRepository } from './authenticator.js';

/** How a counter turns into pauses. */
export interface LimitSchedule {
  /** Seconds after the first count until counting starts anew. */
  readonly windowSeconds: number;
  /** Seconds of pause after the n-th count (from 1), 0 for none. Never decreasing. */
  pauseAfter(count: number): number;
}

export type LimitAnswer = { readonly blocked: false } | { readonly blocked: true; readonly secondsLeft: number };

const FREE: LimitAnswer = { blocked: false };

/** Whether a pause is running, without counting anything. */
export function pauseOf(counter: FailureCounter | undefined, now: Date): LimitAnswer {
  const until = counter?.blockedUntil;
  if (!until || until <= now) return FREE;
  return { blocked: true, secondsLeft: Math.ceil((until.getTime() - now.getTime()) / 1000) };
}

/**
 * Counts one and says whether this one may go ahead. Counting comes before the act, so that any number of parallel
 * callers get exactly the tries that the schedule gives: after a pause one goes ahead, and whoever was counted beside
 * it is held back. What is held back by a pause that was already running is not counted.
 */
export async function takeOne(
  counters: FailureCounterRepository,
  subject: string,
  purpose: string,
  now: Date,
  schedule: LimitSchedule,
): Promise<LimitAnswer> {
  const before = await counters.find(subject, purpose);
  const paused = pauseOf(before, now);
  if (paused.blocked) return paused;
  const after = await counters.add(subject, purpose, now, schedule.windowSeconds, (count) =>
    schedule.pauseAfter(count),
  );
  // Nobody was counted since we looked and saw no pause; or no earlier count can have begun one.
  const alone = before !== undefined && after.failures === before.failures + 1;
  if (alone || after.failures === 1 || schedule.pauseAfter(after.failures - 1) === 0) return FREE;
  const held = pauseOf(after, now);
  return held.blocked ? held : { blocked: true, secondsLeft: 1 };
}
