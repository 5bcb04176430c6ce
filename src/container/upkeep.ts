import type { Delegations } from '../domain/delegations/index.js';
import type { ComingOfAge } from '../domain/guardians/index.js';
import { SWEEPS } from '../domain/holdings/index.js';
import type { Repositories } from '../domain/records/index.js';
import type { Recoveries } from '../domain/recovery/index.js';
import type { Closings } from '../domain/rights/index.js';
import type { Sessions } from '../domain/sessions/index.js';
import type { Clock } from '../shared/clock.js';
import type { UnitOfWork } from '../shared/unit-of-work.js';

export interface UpkeepDeps {
  readonly uow: UnitOfWork<Repositories>;
  readonly sessions: Pick<Sessions, 'expireDue'>;
  readonly delegations: Pick<Delegations, 'endDue'>;
  readonly closings: Pick<Closings, 'closeDue'>;
  readonly recoveries: Pick<Recoveries, 'effectDue'>;
  readonly comingOfAge: Pick<ComingOfAge, 'step'>;
  readonly clock: Clock;
  /** Days for which an ended session stays on record. */
  readonly sessionRecordDays: number;
  onTrouble(cause: unknown): void;
}

/** Milliseconds between looks for sessions that ran out: how late a portal may hear of it. */
const EXPIRY_MS = 5_000;
/** Milliseconds between looks for recoveries whose time has come: what logged in before ends then. */
const EFFECT_MS = 1_000;
/** Milliseconds between sweeps of rows that nobody can use any more. */
const SWEEP_MS = 60_000;
/** Rows of one table per statement: short transactions, whatever has piled up. */
const BATCH = 1_000;

/** Sessions, delegations or accounts that one step ends. */
const EXPIRY_BATCH = 100;
/** Recoveries that one step makes happen. */
const EFFECT_BATCH = 100;

/**
 * The works of upkeep. Each goes on, step by step, until a step was not full: what a busy day leaves behind is more
 * than one step takes.
 * @param stop ends the work after the step that is under way
 */
export function upkeepWork(
  {
    uow,
    sessions,
    delegations,
    closings,
    recoveries,
    comingOfAge,
    clock,
    sessionRecordDays,
  }: Omit<UpkeepDeps, 'onTrouble'>,
  stop?: AbortSignal,
): { expire(): Promise<void>; effect(): Promise<void>; sweep(): Promise<void> } {
  const untilDone = async (step: () => Promise<number>, full: number): Promise<void> => {
    while ((await step()) >= full && !stop?.aborted);
  };
  return {
    async expire() {
      await untilDone(() => sessions.expireDue(EXPIRY_BATCH), EXPIRY_BATCH);
      await untilDone(() => delegations.endDue(EXPIRY_BATCH), EXPIRY_BATCH);
      await untilDone(() => comingOfAge.step(EXPIRY_BATCH), EXPIRY_BATCH);
      await untilDone(() => closings.closeDue(EXPIRY_BATCH), EXPIRY_BATCH);
    },
    effect: () => untilDone(() => recoveries.effectDue(EFFECT_BATCH), EFFECT_BATCH),
    async sweep() {
      const now = clock.now();
      for (const swept of SWEEPS)
        await untilDone(() => uow.run((stores) => swept(stores, { now, sessionRecordDays, limit: BATCH })), BATCH);
    },
  };
}

/**
 * What has to happen by itself: sessions that ran out tell their portals, and rows that are worth nothing any more go.
 * Every node does it; the rows decide who was first.
 * @returns stops it, after the step that is under way
 */
export function startUpkeep({ onTrouble, ...deps }: UpkeepDeps): () => Promise<void> {
  const stopping = new AbortController();
  const work = upkeepWork(deps, stopping.signal);
  const stops = [
    every(EXPIRY_MS, work.expire, onTrouble),
    every(EFFECT_MS, work.effect, onTrouble),
    every(SWEEP_MS, work.sweep, onTrouble),
  ];
  return async () => {
    stopping.abort();
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
