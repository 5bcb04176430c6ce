import { createHash } from 'node:crypto';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import { untilNextStep } from '../../shared/even-steps.js';
import { randomId } from '../../shared/random.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import {
  afterLostRaces,
  type CitizenNumber,
  findHolder,
  hasTurned,
  type IdentityStores,
  type IndexKeys,
  type KeyManagement,
  LostRace,
  MASKS,
  type PersonalDataVault,
} from '../identities/index.js';
import { LIMITS } from '../limits.js';
import { type Guardianship, type GuardianshipState, type Identity, SLOTS } from '../records/index.js';
import type { Childhood } from './childhood.js';
import { askedDigest, type NamedGuardian, nextReview, openNamed, sealNamed } from './records.js';

export interface GuardiansDeps {
  readonly uow: UnitOfWork<IdentityStores>;
  readonly childhood: Childhood;
  readonly vault: PersonalDataVault;
  readonly keys: Pick<KeyManagement, 'derive'>;
  readonly index: IndexKeys;
  readonly notifications: Notifier;
  readonly clock: Clock;
}

/** A guardian as the child sees it. */
export interface GuardianOfMine {
  readonly state: GuardianshipState;
  /** As the child gave them, masked. */
  readonly name: string;
  readonly number: string;
  readonly askedAt: Date;
  readonly changedAt: Date;
}

/**
 * `asked`: whoever that is has been asked, if they are there: the answer is the same, byte for byte, whether or not they
 * are. `own_number`, `too_young`: the number itself says so. `already`: is the guardian. `full`: there are two.
 */
export type AskOutcome = 'asked' | 'own_number' | 'too_young' | 'already' | 'full' | 'limited' | 'not_needed';

/** Guardians are grown up (民法典 Art. 17, 27). */
export const GUARDIAN_AGE = 18;
/** Milliseconds: whom the number belongs to must not be timed (A14). */
const STEP_MS = 100;

/** What someone younger than 14 needs: a guardian who agrees (个人信息保护法 Art. 31). */
export class Guardians {
  readonly #deps: GuardiansDeps;

  constructor(deps: GuardiansDeps) {
    this.#deps = deps;
  }

  /** Whether the holder is younger than 14; false where there is no such identity. */
  async isUnder14(identityId: string): Promise<boolean> {
    const { uow, childhood } = this.#deps;
    const identity = await uow.read.identities.find(identityId);
    return identity !== undefined && childhood.isUnder14(identity);
  }

  /** The day on which the holder turns 14, YYYY-MM-DD; undefined where the birth date is not known. */
  fourteenOn(identityId: string): Promise<string | undefined> {
    return this.#deps.childhood.fourteenOn(identityId);
  }

  /**
   * Whether departments may be given anything of this identity: not while its holder is younger than 14 and no guardian
   * who is still there has confirmed. A guardian who is locked is still there.
   */
  async mayRelease(identity: Identity): Promise<boolean> {
    const { uow, childhood } = this.#deps;
    if (!(await childhood.isUnder14(identity))) return true;
    for (const { state, guardianId } of await uow.read.guardianships.ofWard(identity.id)) {
      if (state !== 'confirmed' || guardianId === null) continue;
      const guardian = await uow.read.identities.find(guardianId);
      if (guardian?.state === 'active' || guardian?.state === 'locked') return true;
    }
    return false;
  }

  /** Whether the holder is younger than 14 and has named nobody who agreed or could still do so. */
  async needsOne(identity: Identity): Promise<boolean> {
    const { uow, childhood } = this.#deps;
    if (!(await childhood.isUnder14(identity))) return false;
    const all = await uow.read.guardianships.ofWard(identity.id);
    return all.every(({ state }) => state === 'refused' || state === 'ended');
  }

  /** The guardians that a child has named, by slot. */
  async ofWard(identityId: string): Promise<readonly GuardianOfMine[]> {
    const { uow, vault } = this.#deps;
    const [all, data] = await Promise.all([
      uow.read.guardianships.ofWard(identityId),
      uow.read.personalData.find(identityId),
    ]);
    const sealer = await vault.sealer(data);
    if (!sealer) return [];
    return all.map((one) => {
      const { name, number } = openNamed(sealer, one);
      const { state, askedAt, changedAt } = one;
      return { state, name: MASKS.name(name), number: MASKS.number(number), askedAt, changedAt };
    });
  }

  /**
   * A child names a guardian, who finds the request in their own account, be it today or once they are registered. In
   * place of one that ended or was refused; else in a free place; else of the request that waits longest.
   * @param named.name as `parseName` gives it
   */
  async ask(wardId: string, named: { readonly name: string; readonly number: CitizenNumber }): Promise<AskOutcome> {
    const begun = performance.now();
    const outcome = await afterLostRaces(() => this.#ask(wardId, named));
    await untilNextStep(begun, STEP_MS);
    return outcome;
  }

  async #ask(wardId: string, { name, number }: { name: string; number: CitizenNumber }): Promise<AskOutcome> {
    const { uow, childhood, vault, keys, clock } = this.#deps;
    const now = clock.now();
    const ward = await uow.read.identities.find(wardId);
    const data = await uow.read.personalData.find(wardId);
    const sealer = await vault.sealer(data);
    const fourteenOn = await childhood.fourteenOn(wardId);
    if (ward?.state !== 'active' || !sealer || !fourteenOn || !(await childhood.isUnder14(ward))) return 'not_needed';
    const own = await vault.open(data, ['name', 'number']);
    const fault = guardianFault(own.number ?? '', number, now);
    if (fault) return fault;

    const id = randomId(now.getTime());
    const asked: Guardianship = {
      identityId: wardId,
      slot: 1,
      id,
      state: 'asked',
      named: sealNamed(sealer, wardId, id, { name, number: number.normalised }),
      askedDigest: await askedDigest(keys, number.normalised, name),
      guardianId: null,
      askedAt: now,
      changedAt: now,
      reviewAt: nextReview(fourteenOn, now),
    };
    return uow.run(async (stores): Promise<AskOutcome> => {
      const held = await stores.guardianships.hold(wardId);
      const known = held.find((one) => openNamed(sealer, one).number === number.normalised);
      if (known?.state === 'confirmed') return 'already';
      const place = known ?? freePlace(held);
      if (!place) return 'full';
      if (!(await isAmongFirst(stores, wardId, now))) return 'limited';
      const next = { ...asked, slot: place.slot };
      if ('id' in place) await stores.guardianships.update(next);
      else if (!(await stores.guardianships.insert(next))) throw new LostRace('a guardian was asked meanwhile');
      const to = await this.#guardian(stores, { name, number: number.normalised });
      const notice = { message: 'guardian_asked', words: { child: MASKS.name(own.name ?? '') }, to } as const;
      await record(this.#deps, stores, 'guardian.asked', { actor: wardId, identityId: wardId, notice });
      return 'asked';
    });
  }

  /** To whom the name and the number belong together; an identity that nobody is where they belong to nobody. */
  async #guardian(stores: IdentityStores, { name, number }: NamedGuardian): Promise<string> {
    const { index, vault } = this.#deps;
    const keys = await index.load(stores.indexKeys);
    const identityId = (await findHolder(stores.numberIndex, keys, number))?.identityId ?? randomId();
    const known = await vault.open(await stores.personalData.find(identityId), ['name']);
    return known.name === name ? identityId : randomId();
  }
}

/** What is wrong with a guardian's number as the number itself tells. @param own the child's, normalised */
export function guardianFault(own: string, number: CitizenNumber, now: Date): 'own_number' | 'too_young' | undefined {
  if (number.normalised === own) return 'own_number';
  const young = number.birthdate !== undefined && !hasTurned(GUARDIAN_AGE, number.birthdate, now);
  return young ? 'too_young' : undefined;
}

/** Where a new request goes: over what is over, into what is empty, in place of what waits longest. */
function freePlace(held: readonly Guardianship[]): Guardianship | { readonly slot: number } | undefined {
  const over = held.find(({ state }) => state === 'refused' || state === 'ended');
  if (over) return over;
  const slot = SLOTS.find((one) => held.every((other) => other.slot !== one));
  if (slot !== undefined) return { slot };
  return held.filter(({ state }) => state === 'asked').toSorted((a, b) => a.askedAt.getTime() - b.askedAt.getTime())[0];
}

/** Spends one of the day's requests; of any number of parallel ones as many get through as there are. */
async function isAmongFirst({ spent }: Pick<IdentityStores, 'spent'>, wardId: string, now: Date): Promise<boolean> {
  const day = Math.floor(now.getTime() / 1000 / LIMITS.guardian_asks.per);
  for (let n = 0; n < LIMITS.guardian_asks.most; n++) {
    const digest = createHash('sha256').update(`${wardId}|${day}|${n}`).digest('base64url');
    if (await spent.spend('guardian-request', digest, plusSeconds(now, 2 * LIMITS.guardian_asks.per))) return true;
  }
  return false;
}
