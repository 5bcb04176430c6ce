import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { record } from '../audit/index.js';
import {
  afterLostRaces,
  enterState,
  hasTurned,
  type IdentityStores,
  type KeyManagement,
  type LifeFollower,
  MASKS,
  type PersonalDataVault,
  type SessionEnder,
} from '../identities/index.js';
import type { Guardianship, Identity } from '../records/index.js';
import type { Childhood } from './childhood.js';
import { changeIn, type EndingDeps, endIn, OVER } from './endings.js';
import { GUARDIAN_AGE } from './guardians.js';
import { askedDigest, openNamed } from './records.js';

export interface WardsDeps extends EndingDeps {
  readonly uow: UnitOfWork<IdentityStores>;
  readonly childhood: Childhood;
  readonly vault: PersonalDataVault;
  readonly keys: Pick<KeyManagement, 'derive'>;
  readonly sessions: SessionEnder;
}

/** A child who named this identity as guardian, or whose guardian it is. */
export interface Ward {
  /** `Guardianship.id`. */
  readonly id: string;
  readonly identityId: string;
  readonly name: string;
  /** Masked. */
  readonly number: string;
  readonly state: Identity['state'];
  /** When it was asked, or confirmed. */
  readonly since: Date;
  /** The day on which it ends by itself, YYYY-MM-DD. */
  readonly fourteenOn: string;
}

export interface Family {
  readonly requests: readonly Ward[];
  readonly wards: readonly Ward[];
  /** Why this identity cannot answer requests; undefined where it can. */
  readonly unfit: 'too_weak' | 'too_young' | undefined;
}

export type AnswerOutcome = 'confirmed' | 'refused' | 'too_weak' | 'too_young' | 'over';

/** A guardian is shown at most so many requests at once. */
const MOST_REQUESTS = 20;
/** The identity assurance level from which on someone can be a guardian: shown to be that person. */
const GUARDIAN_IAL = 2;

/** The guardian's side: who asked, whom they look after, and what they may do there. */
export class Wards implements LifeFollower {
  readonly #deps: WardsDeps;

  constructor(deps: WardsDeps) {
    this.#deps = deps;
  }

  /** What waits for this identity and whom it looks after. Who has turned 14 is in neither list. */
  async family(guardianId: string): Promise<Family> {
    const { uow, vault, keys } = this.#deps;
    const stores = uow.read;
    const guardian = await stores.identities.find(guardianId);
    const data = await stores.personalData.find(guardianId);
    if (!guardian || !data) return { requests: [], wards: [], unfit: undefined };
    const { number = '', name = '' } = await vault.open(data, ['number', 'name']);
    const asked = await stores.guardianships.asked(await askedDigest(keys, number, name), MOST_REQUESTS);
    const mine = await stores.guardianships.ofGuardian(guardianId);
    const [requests, wards] = await Promise.all([
      Promise.all(asked.map((one) => this.#present(one, name))),
      Promise.all(mine.map((one) => this.#present(one))),
    ]);
    return {
      requests: requests.filter((one) => one !== undefined),
      wards: wards.filter((one) => one !== undefined),
      unfit: await this.#unfit(guardian),
    };
  }

  /** A child whom this identity looks after now. */
  async find(guardianId: string, id: string): Promise<Ward | undefined> {
    const mine = await this.#deps.uow.read.guardianships.ofGuardian(guardianId);
    const found = mine.find((one) => one.id === id);
    return found && this.#present(found);
  }

  /** Undefined where it is over: the child has turned 14, is gone, or named somebody of another name. */
  async #present(guardianship: Guardianship, guardianName?: string): Promise<Ward | undefined> {
    const { uow, vault, childhood } = this.#deps;
    const { identityId, id, changedAt: since } = guardianship;
    const identity = await uow.read.identities.find(identityId);
    const data = await uow.read.personalData.find(identityId);
    const sealer = await vault.sealer(data);
    if (!identity || !sealer || !isThere(identity) || !(await childhood.isUnder14(identity))) return undefined;
    if (guardianName !== undefined && openNamed(sealer, guardianship).name !== guardianName) return undefined;
    const { name = '', number = '' } = await vault.open(data, ['name', 'number']);
    const fourteenOn = (await childhood.fourteenOn(identityId)) ?? '';
    return { id, identityId, name, number: MASKS.number(number), state: identity.state, since, fourteenOn };
  }

  async #unfit(guardian: Identity): Promise<Family['unfit']> {
    const birthdate = await this.#deps.childhood.birthdateOf(guardian.id);
    if (birthdate && !hasTurned(GUARDIAN_AGE, birthdate, this.#deps.clock.now())) return 'too_young';
    return guardian.ial < GUARDIAN_IAL ? 'too_weak' : undefined;
  }

  /**
   * Confirms that this identity is the child's guardian and agrees, or refuses. Both only at IAL 2 and more: a number
   * that was not proven could be in anybody's hands.
   */
  async answer(guardianId: string, id: string, answer: 'confirmed' | 'refused'): Promise<AnswerOutcome> {
    const { uow } = this.#deps;
    const { requests } = await this.family(guardianId);
    const request = requests.find((one) => one.id === id);
    if (!request) return 'over';
    return uow.run(async (stores): Promise<AnswerOutcome> => {
      const guardian = await stores.identities.find(guardianId);
      const held = await stores.guardianships.hold(request.identityId);
      const asked = held.find((one) => one.id === id && one.state === 'asked');
      if (!asked || guardian?.state !== 'active') return 'over';
      const unfit = await this.#unfit(guardian);
      if (unfit) return unfit;
      const to =
        answer === 'confirmed'
          ? { state: answer, guardianId, reviewAt: asked.reviewAt }
          : { state: answer, guardianId: null, reviewAt: null };
      const ward = { message: answer === 'confirmed' ? 'guardian_confirmed' : 'guardian_refused' } as const;
      await changeIn(stores, this.#deps, asked, to, { actor: guardianId }, { ward });
      return answer;
    });
  }

  /** Takes the consent back. @returns false where there is nothing to take back any more */
  async withdraw(guardianId: string, id: string): Promise<boolean> {
    const ward = await this.find(guardianId, id);
    if (!ward) return false;
    return this.#deps.uow.run(async (stores) => {
      const held = await this.#mine(stores, ward, guardianId);
      if (held) await endIn(stores, this.#deps, held, { actor: guardianId, why: 'withdrawn' });
      return held !== undefined;
    });
  }

  /** Closes the child's account, now and for good. @returns false where it is not this guardian's to close any more */
  async close(guardianId: string, id: string): Promise<boolean> {
    const ward = await this.find(guardianId, id);
    if (!ward) return false;
    return afterLostRaces(() =>
      this.#deps.uow.run(async (stores) => {
        // As in `Identities.setState`: a rotation of the index key must not index a number that ends here.
        await stores.indexKeys.all('share');
        const held = await this.#mine(stores, ward, guardianId);
        const identity = held && (await stores.identities.find(held.identityId));
        if (!identity || !isThere(identity)) return false;
        // Once the identity is closed nobody can look its contacts up.
        const data = await stores.personalData.find(identity.id);
        const { phone, email } = await this.#deps.vault.open(data, ['phone', 'email']);
        const to = [...(phone ? [{ phone }] : []), ...(email ? [{ email }] : [])];
        const by = { actor: guardianId, reason: 'guardian', notice: { message: 'closed_by_guardian', to } } as const;
        await enterState(stores, { ...this.#deps, followers: [this] }, identity, 'closed', by);
        return true;
      }),
    );
  }

  async #mine(stores: IdentityStores, ward: Ward, guardianId: string): Promise<Guardianship | undefined> {
    const held = await stores.guardianships.hold(ward.identityId);
    return held.find((one) => one.id === ward.id && one.guardianId === guardianId && one.state === 'confirmed');
  }

  /** Writes down that a guardian looks: the child's history says so. */
  async looked(guardianId: string, { identityId }: Ward): Promise<void> {
    const { uow, clock } = this.#deps;
    const event = { actor: guardianId, identityId, detail: { as: 'ward', person: guardianId } } as const;
    await uow.run((stores) => record({ clock }, stores, 'guardian.looked', event), { statements: 'one' });
  }

  /** An identity that ends leaves its guardians and the children it looked after: each hears of it. */
  async ends(stores: IdentityStores, { id: identityId, state }: Identity, actor: string): Promise<void> {
    const { name = '' } = await this.#deps.vault.open(await stores.personalData.find(identityId), ['name']);
    const confirmed = (await stores.guardianships.hold(identityId)).filter(({ state }) => state === 'confirmed');
    const guardian = { message: 'ward_closed', words: { child: MASKS.name(name) } } as const;
    // Of a death nobody is told by a message.
    const told = state === 'closed' ? { guardian } : {};
    for (const guardianship of confirmed)
      await changeIn(stores, this.#deps, guardianship, OVER, { actor, why: 'ward_gone' }, told);
    await stores.guardianships.removeWard(identityId);

    for (const { identityId: wardId, id } of await stores.guardianships.ofGuardian(identityId)) {
      const held = (await stores.guardianships.hold(wardId)).find((one) => one.id === id);
      if (held?.state === 'confirmed') await endIn(stores, this.#deps, held, { actor, why: 'guardian_gone' });
    }
  }
}

const isThere = ({ state }: Identity): boolean => state === 'active' || state === 'locked';
