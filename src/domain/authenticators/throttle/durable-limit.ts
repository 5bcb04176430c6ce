import type { FailureCounter, FailureCounterRepository } from '../../records/index.js';

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
 * callers get exactly the tries that the schedule gives: after a pause one goes ahead, and whoever waited for it at the
 * counter is held back. What is held back by a pause that was already running is not counted.
 */
export async function takeOne(
  counters: FailureCounterRepository,
  subject: string,
  purpose: string,
  now: Date,
  schedule: LimitSchedule,
): Promise<LimitAnswer> {
  const before = await counters.hold(subject, purpose);
  const paused = pauseOf(before, now);
  if (paused.blocked) return paused;
  const blockFor = (count: number): number => schedule.pauseAfter(count);
  const after = await counters.add(subject, purpose, now, schedule.windowSeconds, blockFor, before);
  // Whoever holds the counter is alone. Where there was none others may have counted since, and begun a pause.
  if (before || after.failures === 1 || schedule.pauseAfter(after.failures - 1) === 0) return FREE;
  const held = pauseOf(after, now);
  return held.blocked ? held : { blocked: true, secondsLeft: 1 };
}

/**
 * Says whether a try counts whose answer is known to us and to nobody else yet, and counts it where it was wrong; a right
 * one that counts forgets the failures. The caller tells nobody anything before this transaction has committed.
 *
 * A guesser gains nothing over `takeOne`, which counts every try before it is made: any number of parallel tries pass the
 * counter one after the other, and a right one is let through only if it finds no pause there, which is where it would
 * have been let through had it come alone at that moment. Where a right one finds no counter, no wrong one has been
 * counted before it, since one that is just being counted holds its new row already and is waited for. This rests on
 * the locks of one database that takes all writes.
 */
export async function settleOne(
  counters: FailureCounterRepository,
  subject: string,
  purpose: string,
  now: Date,
  schedule: LimitSchedule,
  right: boolean,
): Promise<LimitAnswer> {
  if (!right) return takeOne(counters, subject, purpose, now, schedule);
  const before = await counters.hold(subject, purpose);
  const paused = pauseOf(before, now);
  if (before && !paused.blocked) await counters.clear(subject, purpose);
  return paused;
}
