import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds by which a timer may end early or late: it counts in whole ones. */
const GRAIN_MS = 2;

/**
 * Waits for the next whole step of time since `begun`. Two kinds of work that each fit into a step then take the same
 * time for whoever measures the answers; exactly so, since a timer's own fraction would still tell them apart.
 * @param begun what `performance.now()` said
 * @param stepMs milliseconds; longer than what shall look alike takes
 */
export async function untilNextStep(begun: number, stepMs: number): Promise<void> {
  const until = begun + stepMs * Math.ceil((performance.now() - begun) / stepMs);
  const rest = Math.floor(until - performance.now() - GRAIN_MS);
  if (rest > 0) await sleep(rest);
  while (performance.now() < until) await nextTurn();
}
