import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { Sealer } from '../../shared/seal.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { audit } from '../audit/index.js';
import type { Identities } from '../identities/index.js';
import type { Notifications } from '../notifications/index.js';
import type { Correctable, Correction, CorrectionOutcome, Repositories } from '../records/index.js';

export interface CorrectionsDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'corrections' | 'outbox' | 'audit'>>;
  readonly notifications: Pick<Notifications, 'enqueueEverywhere'>;
  readonly identities: Pick<Identities, 'sealerOf'>;
  readonly clock: Clock;
}

/** A correction with its words readable. */
export type OpenedCorrection = Omit<Correction, 'openField'>;

/** Asked for by a citizen, read and answered by staff. */
export class Corrections {
  readonly #deps: CorrectionsDeps;

  constructor(deps: CorrectionsDeps) {
    this.#deps = deps;
  }

  /** @returns `open` where one for this field waits already */
  async ask(identityId: string, field: Correctable, words: string): Promise<'asked' | 'open'> {
    const { uow, identities, clock } = this.#deps;
    const sealer = await identities.sealerOf(identityId);
    if (!sealer) throw new Error('an identity without data has nothing to correct');
    const askedAt = clock.now();
    const id = randomId(askedAt.getTime());
    const request = sealer.seal(words, context(id, 'request'));
    const open = { answer: null, outcome: null, answeredAt: null };
    return uow.run(async ({ corrections, audit: log }) => {
      if (!(await corrections.insert({ identityId, id, field, openField: field, request, askedAt, ...open })))
        return 'open';
      const detail = { correction: id, field };
      await audit(log, clock, { type: 'correction.asked', actor: identityId, identityId, detail });
      return 'asked';
    });
  }

  /** A citizen's own, the latest first. */
  async ofIdentity(identityId: string): Promise<readonly OpenedCorrection[]> {
    const all = await this.#deps.uow.read.corrections.ofIdentity(identityId);
    const sealer = await this.#deps.identities.sealerOf(identityId);
    return sealer ? all.map((one) => openCorrection(one, sealer)) : [];
  }

  /** Those that wait, the longest first; without words. */
  waiting(limit: number): Promise<readonly Correction[]> {
    return this.#deps.uow.read.corrections.open(limit);
  }

  /**
   * Opens one for staff, which the citizen sees in their history.
   * @param actor `operator:<name>`
   */
  async look(id: string, actor: string): Promise<OpenedCorrection | undefined> {
    const { uow, identities, clock } = this.#deps;
    const found = await uow.read.corrections.find(id);
    const sealer = found && (await identities.sealerOf(found.identityId));
    if (!found || !sealer) return undefined;
    const { identityId, field } = found;
    const event = { type: 'correction.read', actor, identityId, detail: { correction: id, field } };
    await uow.run(({ audit: log }) => audit(log, clock, event));
    return openCorrection(found, sealer);
  }

  /**
   * Answers one, and sends word on every channel.
   * @param words for the citizen to read
   * @returns `over` where it was answered before, or is gone
   */
  async answer(id: string, outcome: CorrectionOutcome, words: string, actor: string): Promise<'answered' | 'over'> {
    const { uow, identities, notifications, clock } = this.#deps;
    const found = await uow.read.corrections.find(id);
    const sealer = found && (await identities.sealerOf(found.identityId));
    if (!found || !sealer) return 'over';
    const { identityId, field } = found;
    const answer = sealer.seal(words, context(id, 'answer'));
    return uow.run(async (repositories) => {
      const won = await repositories.corrections.answer(identityId, id, answer, outcome, clock.now());
      if (!won) return 'over';
      const detail = { correction: id, field, outcome };
      await audit(repositories.audit, clock, { type: 'correction.answered', actor, identityId, detail });
      await notifications.enqueueEverywhere(repositories.outbox, identityId, {
        template: 'correction_answered',
      });
      return 'answered';
    });
  }
}

/** @throws Error when its words were altered or belong to another */
export function openCorrection({ openField: _, ...one }: Correction, sealer: Sealer): OpenedCorrection {
  const request = sealer.open(one.request, context(one.id, 'request'));
  return { ...one, request, answer: one.answer && sealer.open(one.answer, context(one.id, 'answer')) };
}

function context(id: string, column: 'request' | 'answer'): string {
  return `corrections|${column}|${id}`;
}
