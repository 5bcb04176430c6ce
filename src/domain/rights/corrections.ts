import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { Sealer } from '../../shared/seal.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import { afterLostRaces, type Identities } from '../identities/index.js';
import type { Correctable, Correction, CorrectionOutcome, Repositories } from '../records/index.js';

export interface CorrectionsDeps {
  readonly uow: UnitOfWork<
    Pick<Repositories, 'corrections' | 'identities' | 'personalData' | 'contactIndex' | 'outbox' | 'audit'>
  >;
  readonly notifications: Notifier;
  readonly identities: Pick<Identities, 'sealerOf' | 'changeIn'>;
  readonly clock: Clock;
}

/** A correction with its words readable. */
export type OpenedCorrection = Omit<Correction, 'openField'>;

/** What a registered detail may be set to. The number changes by proof alone, and `other` names none. */
const SETTABLE: Readonly<Partial<Record<Correctable, RegExp>>> = {
  name: /\S/,
  birthdate: /^\d{4}-\d\d-\d\d$/,
  gender: /^(fe)?male$/,
  residence: /^\d{6}$/,
};
export const SETTABLE_DETAILS = Object.keys(SETTABLE);

export interface CorrectionAnswer {
  readonly outcome: CorrectionOutcome;
  /** For the citizen to read. */
  readonly words: string;
  /** What the detail is from now on; undefined: as it was. */
  readonly set?: string | undefined;
}

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
    return uow.run(async (stores) => {
      if (!(await stores.corrections.insert({ identityId, id, field, openField: field, request, askedAt, ...open })))
        return 'open';
      const detail = { correction: id, field };
      await record({ clock }, stores, 'correction.asked', { actor: identityId, identityId, detail });
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
    const event = { actor, identityId, detail: { correction: id, field } };
    await uow.run((stores) => record({ clock }, stores, 'correction.read', event));
    return openCorrection(found, sealer);
  }

  /**
   * Answers one, changes the detail where it was wrong, and sends word on every channel: all of it or nothing.
   * @returns `over` where it was answered before, or is gone; `unsettable` where the detail cannot be set to that, or a
   *   refusal would set it: nothing is done
   */
  async answer(
    id: string,
    { outcome, words, set }: CorrectionAnswer,
    actor: string,
  ): Promise<'answered' | 'over' | 'unsettable'> {
    const { uow, identities, notifications, clock } = this.#deps;
    const found = await uow.read.corrections.find(id);
    const sealer = found && !found.answeredAt && (await identities.sealerOf(found.identityId));
    if (!found || !sealer) return 'over';
    const { identityId, field } = found;
    if (set !== undefined && (outcome === 'refused' || !SETTABLE[field]?.test(set))) return 'unsettable';
    const answer = sealer.seal(words, context(id, 'answer'));
    return afterLostRaces(() =>
      uow.run(async (stores) => {
        if (!(await stores.corrections.answer(identityId, id, answer, outcome, clock.now()))) return 'over';
        if (set !== undefined) await identities.changeIn(stores, identityId, { [field]: set }, actor);
        const detail = { correction: id, field, outcome };
        await record({ clock, notifications }, stores, 'correction.answered', { actor, identityId, detail });
        return 'answered';
      }),
    );
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
