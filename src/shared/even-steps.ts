import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for the next whole step of time since `begun`. Two kinds of work that each fit into a step then take the same
 * time for whoever measures the answers.
 * @param begun what `performance.now()` said
 * @param stepMs milliseconds; longer than what shall look alike takes
 */
export async function untilNextStep(begun: number, stepMs: number): Promise<void> {
  await sleep(stepMs - ((performance.now() - begun) % stepMs));
}
