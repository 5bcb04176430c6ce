import { type Clock, plusSeconds } from '../../shared/clock.js';
import { mac } from '../../shared/mac.js';
import { randomId } from '../../shared/random.js';
import { plainReadable, readableCode } from '../../shared/readable-code.js';
import type { Sealer } from '../../shared/seal.js';
import type { Locale } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import type { AuthenticatorStores, DerivedKeys } from '../authenticators/index.js';
import type { Identities } from '../identities/index.js';
import type { Recovery, Repositories } from '../records/index.js';
import type { SessionRepositories, Sessions } from '../sessions/index.js';
import { apply, prepare, type RecoveryRequest, undo } from './changes.js';
import type { ProofOfRecovery, RecoveryProofs } from './proofs.js';
import { RECOVERY_CHANGES } from './recovery.messages.js';

export type RecoveryStores = AuthenticatorStores &
  SessionRepositories &
  Pick<Repositories, 'recoveries' | 'identities' | 'personalData' | 'contactIndex' | 'spent'>;

export interface RecoveriesDeps {
  readonly uow: UnitOfWork<RecoveryStores>;
  readonly clock: Clock;
  readonly keys: DerivedKeys;
  readonly proofs: RecoveryProofs;
  readonly notifications: Notifier;
  readonly sessions: Pick<Sessions, 'endAllIn'>;
  readonly identities: Pick<Identities, 'reveal' | 'sealerOf' | 'changeContactIn'>;
}

export type BeginOutcome =
  | { readonly outcome: 'waits'; readonly recovery: Recovery }
  /** `waiting`: one waits already. `last`: nothing would be left to log in with. */
  | { readonly outcome: 'waiting' | 'not_proven' | 'last' | 'unknown' };

/** Seconds in which its holder can stop a recovery that is not theirs. */
export const RECOVERY_WAIT_SECONDS = 24 * 60 * 60;

/** 50 bits: nobody guesses one within the day that it counts. In two groups of five. */
const STOP_LETTERS = 10;
const STOP_GROUP = 5;

/** Undoes the transaction. */
class Refused extends Error {
  constructor(readonly outcome: 'last' | 'unknown') {
    super(outcome);
  }
}

/**
 * Recoveries: what is lost is replaced a day after it was asked for, with word by every channel at once, and whoever
 * holds the account can stop it until then. What the person was proven to be stays (IAL, consents, subjects).
 */
export class Recoveries {
  readonly #deps: RecoveriesDeps;

  constructor(deps: RecoveriesDeps) {
    this.#deps = deps;
  }

  /** The one that waits for this identity, where one does. */
  async waiting(identityId: string): Promise<Recovery | undefined> {
    const recovery = await this.#deps.uow.read.recoveries.find(identityId);
    return isWaiting(recovery, this.#deps.clock.now()) ? recovery : undefined;
  }

  /**
   * Writes what is to change and sends word. Nothing works differently until `effectiveAt`.
   * @param proof is spent: it begins one recovery
   */
  async begin(request: RecoveryRequest, proof: ProofOfRecovery, by: { locale: Locale }): Promise<BeginOutcome> {
    const { uow, clock, proofs } = this.#deps;
    const code = readableCode(STOP_LETTERS, STOP_GROUP);
    const recovery = await this.#draft(request, code, by.locale, plusSeconds(clock.now(), RECOVERY_WAIT_SECONDS));
    return this.#unlessRefused(() =>
      uow.run(async (stores): Promise<BeginOutcome> => {
        const proven = await proofs.spend(stores, proof, request);
        if (!proven) return { outcome: 'not_proven' };
        const waits = await prepare(stores, request, { ...recovery, proofs: proven }, clock.now());
        if (!waits) return { outcome: 'waiting' };
        if (waits === 'last' || waits === 'unknown') throw new Refused(waits);
        await this.#begun(stores, waits, code, {});
        return { outcome: 'waits', recovery: waits };
      }),
    );
  }

  /**
   * In person: a clerk saw the document and the face, so that it takes effect at once.
   * @param staff the clerk's identity id; the right to do it, and the look at the document, are the console's
   */
  async recoverAtWindow(
    request: RecoveryRequest,
    staff: string,
    by: { locale: Locale },
  ): Promise<{ readonly outcome: 'recovered' | 'last' | 'unknown' }> {
    const { uow, clock } = this.#deps;
    const now = clock.now();
    const recovery = await this.#draft(request, readableCode(STOP_LETTERS, STOP_GROUP), by.locale, now);
    const phones = await this.#phones(recovery);
    return this.#unlessRefused(() =>
      uow.run(async (stores) => {
        const { identityId } = request;
        // Who stands at the window is believed before whoever asked for something else.
        const waiting = await stores.recoveries.find(identityId);
        if (waiting) await this.#stop(stores, waiting, staff);
        const ready = await prepare(stores, request, { ...recovery, proofs: ['window'] }, now);
        if (!ready || ready === 'last' || ready === 'unknown') throw new Refused(ready || 'unknown');
        await this.#begun(stores, ready, undefined, { window: true }, staff);
        await this.#takeEffect(stores, ready, phones, staff);
        return { outcome: 'recovered' as const };
      }),
    );
  }

  /** @returns whether it was stopped; not where it is over or has taken effect */
  stop(identityId: string, actor = identityId): Promise<boolean> {
    return this.#deps.uow.run((stores) => this.stopIn(stores, identityId, actor));
  }

  /** As `stop`, inside the caller's transaction. */
  async stopIn(stores: RecoveryStores, identityId: string, actor = identityId): Promise<boolean> {
    const recovery = await stores.recoveries.find(identityId);
    if (!recovery || recovery.effectiveAt <= this.#deps.clock.now()) return false;
    return this.#stop(stores, recovery, actor);
  }

  /** For whoever was sent the code and may not be able to log in. Codes of ended recoveries stop nothing. */
  async stopByCode(typed: string): Promise<boolean> {
    const { uow, clock } = this.#deps;
    const digest = await this.#stopDigest(typed);
    return uow.run(async (stores) => {
      const recovery = await stores.recoveries.byStop(digest);
      if (!recovery || recovery.effectiveAt <= clock.now()) return false;
      return this.#stop(stores, recovery, 'visitor');
    });
  }

  /**
   * Makes those happen whose time has come; for the scheduler of every node, which calls again while a full batch came
   * back. What can log in has changed by date already: this ends what was begun before, and tells.
   * @returns how many were due
   */
  async effectDue(limit = 100): Promise<number> {
    const { uow, clock } = this.#deps;
    const due = await uow.read.recoveries.due(clock.now(), limit);
    for (const recovery of due) {
      const phones = await this.#phones(recovery);
      await uow.run((stores) => this.#takeEffect(stores, recovery, phones, 'system'));
    }
    return due.length;
  }

  async #takeEffect(
    stores: RecoveryStores,
    recovery: Recovery,
    { before, next }: Phones,
    actor: string,
  ): Promise<void> {
    const { clock, identities, notifications, sessions } = this.#deps;
    const { identityId, goal } = recovery;
    // Of all nodes, and of a stop at this moment, one removes the row.
    if (!(await stores.recoveries.remove(identityId, recovery.id))) return;
    const identity = await stores.identities.find(identityId);
    if (!identity) return;
    // Locked meanwhile: whoever locked it did not want this to happen.
    if (identity.state !== 'active') return this.#undo(stores, recovery, actor);
    await apply(stores, recovery, clock.now());
    const moved = next && (await identities.changeContactIn(stores, identityId, 'phone', { from: before, to: next }));
    if (moved === 'moved') throw new Error('the phone was changed this moment; the next look tries again');
    const { tokenEpoch } = identity;
    await stores.identities.update(identityId, tokenEpoch, { tokenEpoch: tokenEpoch + 1 });
    await sessions.endAllIn(stores, identityId, 'recovered');
    await stores.grants.revokeByIdentity(identityId, clock.now());
    // Every channel is by now the new phone's: who has the old one hears of it too.
    const also = before === undefined ? [] : [{ phone: before }];
    const notice = { words: { change: RECOVERY_CHANGES[goal] }, also };
    await record({ clock, notifications }, stores, 'recovery.done', { actor, identityId, detail: { goal }, notice });
  }

  /** What it changes of the phone, opened before the transaction. */
  async #phones({ identityId, phone }: Recovery): Promise<Phones> {
    const { identities } = this.#deps;
    const sealer = phone === null ? undefined : await identities.sealerOf(identityId);
    if (!sealer || phone === null) return {};
    const { phone: before } = await identities.reveal(identityId, ['phone']);
    return { before, next: sealer.open(phone, phoneContext(identityId)) };
  }

  async #stop(stores: RecoveryStores, recovery: Recovery, actor: string): Promise<boolean> {
    if (!(await stores.recoveries.remove(recovery.identityId, recovery.id))) return false;
    await this.#undo(stores, recovery, actor);
    return true;
  }

  async #undo(stores: RecoveryStores, recovery: Recovery, actor: string): Promise<void> {
    const { identityId, goal } = recovery;
    await undo(stores, recovery);
    const notice = { words: { change: RECOVERY_CHANGES[goal] } };
    await record(this.#deps, stores, 'recovery.stopped', { actor, identityId, detail: { goal }, notice });
  }

  async #begun(
    stores: RecoveryStores,
    { identityId, goal, effectiveAt, proofs }: Recovery,
    code: string | undefined,
    more: Readonly<Record<string, boolean>>,
    actor = identityId,
  ): Promise<void> {
    const detail = { goal, proofs, ...more };
    const words = { change: RECOVERY_CHANGES[goal], time: effectiveAt, code: code ?? '' };
    const notice =
      code === undefined ? undefined : ({ message: 'recovery_begun', words, expiresAt: effectiveAt } as const);
    await record(this.#deps, stores, 'recovery.begun', { actor, identityId, detail, notice });
  }

  async #draft(request: RecoveryRequest, code: string, locale: Locale, effectiveAt: Date): Promise<Recovery> {
    const { clock, identities } = this.#deps;
    const { identityId, goal } = request;
    const begunAt = clock.now();
    const phone = goal === 'phone' ? sealPhone(await identities.sealerOf(identityId), identityId, request.phone) : null;
    const nothing = { proofs: [], added: null, replaced: [], phone };
    const stopDigest = await this.#stopDigest(code);
    const id = randomId(begunAt.getTime());
    return { identityId, id, goal, ...nothing, stopDigest, locale, begunAt, effectiveAt };
  }

  async #stopDigest(typed: string): Promise<string> {
    return mac(await this.#deps.keys.derive('recovery-stop'), plainReadable(typed)).toString('base64url');
  }

  async #unlessRefused<T>(work: () => Promise<T>): Promise<T | { readonly outcome: 'last' | 'unknown' }> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused) return { outcome: error.outcome };
      throw error;
    }
  }
}

interface Phones {
  readonly before?: string | undefined;
  readonly next?: string;
}

/** Whether it is still to take effect. */
export function isWaiting(recovery: Recovery | undefined, now: Date): recovery is Recovery {
  return recovery !== undefined && recovery.effectiveAt > now;
}

const phoneContext = (identityId: string): string => `recoveries|phone|${identityId}`;

function sealPhone(sealer: Sealer | undefined, identityId: string, phone: string): string {
  if (!sealer) throw new Error('the data of this identity was erased');
  return sealer.seal(phone, phoneContext(identityId));
}
