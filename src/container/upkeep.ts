import type { Repositories } from '../domain/repositories.js';
import type { Sessions } from '../domain/sessions/index.js';
import type { Clock } from '../shared/clock.js';
import type { UnitOfWork } from '../shared/unit-of-work.js';

export interface UpkeepDeps {
  readonly uow: UnitOfWork<
    Pick<Repositories, 'failureCounters' | 'spent' | 'oneTimeCodes' | 'grants' | 'refreshTokens'>
  >;
  readonly sessions: Pick<Sessions, 'expireDue'>;
  readonly clock: Clock;
  onTrouble(cause: unknown): void;
}

/** Milliseconds between looks for sessions that ran out: how late a portal may hear of it. */
const EXPIRY_MS = 5_000;
/** Milliseconds between sweeps of rows that nobody can use any more. */
const SWEEP_MS = 60_000;
/** Rows of one table per statement: short transactions, whatever has piled up. */
const BATCH = 1_000;

/**
 * What has to happen by itself: sessions that ran out tell their portals, and rows that are worth nothing any more go.
 * Every node does it; the rows decide who was first.
 * @returns stops it, after the step that is under way
 */
export function startUpkeep({ uow, sessions, clock, onTrouble }: UpkeepDeps): () => Promise<void> {
  const sweep = async (): Promise<void> => {
    const now = clock.now();
    for (const table of ['failureCounters', 'spent', 'oneTimeCodes', 'refreshTokens', 'grants'] as const)
      await uow.run((repositories) => repositories[table].removeExpired(now, BATCH));
  };
  const stops = [every(EXPIRY_MS, () => sessions.expireDue(), onTrouble), every(SWEEP_MS, sweep, onTrouble)];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Runs `work` again and again, never beside itself. */
function every(ms: number, work: () => Promise<unknown>, onTrouble: (cause: unknown) => void): () => Promise<void> {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      .catch(onTrouble)
      .finally(() => {
        running = undefined;
      });
  }, ms);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
