import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { Notifier } from '../audit/index.js';
import {
  CONSENT_AGE,
  dayOfTurning,
  hasTurned,
  type IdentityStores,
  MASKS,
  type PersonalDataVault,
} from '../identities/index.js';
import { changeIn, OVER } from './endings.js';
import { nextReview } from './records.js';

export interface ComingOfAgeDeps {
  readonly uow: UnitOfWork<IdentityStores>;
  readonly vault: PersonalDataVault;
  readonly clock: Clock;
  readonly notifications: Notifier;
}

/**
 * Ends guardianships whose child has turned 14 and tells both. Nothing rests on it being in time: whoever asks about a
 * child goes by the date.
 */
export class ComingOfAge {
  readonly #deps: ComingOfAgeDeps;

  constructor(deps: ComingOfAgeDeps) {
    this.#deps = deps;
  }

  /**
   * One step, for the scheduler, which calls again while a full batch came back.
   * @returns how many guardianships were looked at
   * @throws what the first of them threw, after all the others were looked at
   */
  async step(limit: number): Promise<number> {
    const { uow, clock } = this.#deps;
    const due = await uow.read.guardianships.due(clock.now(), limit);
    const faults: unknown[] = [];
    for (const wardId of new Set(due.map(({ identityId }) => identityId))) {
      await this.#review(wardId).catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw faults[0];
    return due.length;
  }

  /** All of one child's at once; whoever comes second, on whatever node, finds nothing due. */
  #review(wardId: string): Promise<void> {
    const { uow, clock, vault } = this.#deps;
    return uow.run(async (stores) => {
      const now = clock.now();
      const held = await stores.guardianships.hold(wardId);
      const due = held.filter(({ reviewAt }) => reviewAt !== null && reviewAt <= now);
      const data = await stores.personalData.find(wardId);
      const { birthdate, name = '' } = await vault.open(data, ['birthdate', 'name']);
      if (due.length === 0) return;
      if (birthdate && !hasTurned(CONSENT_AGE, birthdate, now)) {
        const reviewAt = nextReview(dayOfTurning(CONSENT_AGE, birthdate), now);
        for (const one of due) await stores.guardianships.update({ ...one, reviewAt });
        return;
      }
      const guardian = { message: 'ward_of_age', words: { child: MASKS.name(name) } } as const;
      const live = held.filter(({ state }) => state === 'asked' || state === 'confirmed');
      for (const [at, one] of live.entries()) {
        // The child is told once.
        const told = { guardian, ...(at === 0 && { ward: { message: 'of_age' } as const }) };
        await changeIn(stores, this.#deps, one, OVER, { actor: 'system', why: 'of_age' }, told);
      }
      await stores.identities.markChild(wardId, 0);
    });
  }
}
