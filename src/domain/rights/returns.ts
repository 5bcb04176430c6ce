import type { Clock } from '../../shared/clock.js';
import type { Text } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import type { PersonalDataVault } from '../identities/index.js';
import type { Outbox } from '../notifications/index.js';
import type { Identity, Repositories, Subject } from '../records/index.js';
import { endParticipation, type SessionRepositories } from '../sessions/index.js';

type ReturnStores = SessionRepositories &
  Pick<Repositories, 'identities' | 'personalData' | 'formerIdentities' | 'subjects' | 'departments'>;

export interface ReturnsDeps {
  readonly uow: UnitOfWork<ReturnStores>;
  readonly vault: PersonalDataVault;
  readonly outbox: Outbox;
  readonly notifications: Notifier;
  readonly clock: Clock;
}

/** A department that knew the person when they had an account before. */
export interface Offer {
  readonly departmentId: string;
  readonly department: Text;
  /** It knows the person by a new subject already, which would go. */
  readonly knownAnew: boolean;
}

/** How well a person must be proven to be the one who had the number before. */
const NEEDED_IAL = 2;

interface Found {
  readonly digest: string;
  /** By department; of several former identities the last one's. */
  readonly subjects: ReadonlyMap<string, Subject>;
}

/**
 * Whoever closed an account and has a new one, under the same number and proven at IAL 2 or more, may have the departments
 * know them by the old subjects again. They are asked; who declines or does not answer keeps the new ones.
 */
export class Returns {
  readonly #deps: ReturnsDeps;

  constructor(deps: ReturnsDeps) {
    this.#deps = deps;
  }

  /** What can be had back; nothing at IAL 1, and nothing once it was decided. */
  async offers(identityId: string): Promise<readonly Offer[]> {
    const { read } = this.#deps.uow;
    const identity = await read.identities.find(identityId);
    const found = identity && (await this.#find(read, identity));
    const offers = [...(found?.subjects.values() ?? [])].map(async ({ departmentId }): Promise<Offer[]> => {
      const department = await read.departments.find(departmentId);
      const knownAnew = (await read.subjects.find(identityId, departmentId)) !== undefined;
      return department ? [{ departmentId, department: department.name, knownAnew }] : [];
    });
    return (await Promise.all(offers)).flat();
  }

  async #find(stores: ReturnStores, identity: Identity): Promise<Found | undefined> {
    if (identity.state !== 'active' || identity.ial < NEEDED_IAL) return undefined;
    const { vault } = this.#deps;
    const { number } = await vault.open(await stores.personalData.find(identity.id), ['number']);
    if (number === undefined) return undefined;
    const digest = await vault.formerDigest(number);
    const former = (await stores.formerIdentities.of(digest)).filter(({ claimedBy }) => claimedBy === null);
    const subjects = new Map<string, Subject>();
    for (const { identityId } of former)
      for (const one of await stores.subjects.ofIdentity(identityId)) subjects.set(one.departmentId, one);
    return { digest, subjects };
  }

  /**
   * Gives back the subjects at these departments, once and for all: what was not chosen is not offered again. Where a
   * department knew the person by a new subject, that one goes, with what its applications were granted.
   * @returns how many; undefined where there is nothing to decide (any more)
   */
  async take(identityId: string, departmentIds: readonly string[]): Promise<number | undefined> {
    const { uow, clock, notifications } = this.#deps;
    return uow.run(async (stores) => {
      const identity = await stores.identities.find(identityId);
      const found = identity && (await this.#find(stores, identity));
      // Of two who decide at once the second finds nothing left to claim.
      if (!found || !(await stores.formerIdentities.claim(found.digest, identityId, clock.now()))) return undefined;
      const chosen = [...found.subjects.values()].filter(({ departmentId }) => departmentIds.includes(departmentId));
      for (const old of chosen) {
        const knownAnew = await stores.subjects.remove(identityId, old.departmentId);
        await stores.subjects.move(old, identityId);
        if (knownAnew) await this.#forget(stores, identityId, old.departmentId);
      }
      const detail = { departments: chosen.map(({ departmentId }) => departmentId) };
      await record({ clock, notifications }, stores, 'subjects.returned', { actor: identityId, identityId, detail });
      return chosen.length;
    });
  }

  /** What a department's applications hold under the subject that goes. */
  async #forget(stores: ReturnStores, identityId: string, departmentId: string): Promise<void> {
    const at = this.#deps.clock.now();
    const all = await stores.applications.list();
    const own = new Set(all.filter((one) => one.departmentId === departmentId).map(({ id }) => id));
    for (const id of own) await stores.grants.revokeByIdentityAndApplication(identityId, id, at);
    for (const session of await stores.sessions.ofIdentity(identityId)) {
      if (session.endedAt) continue;
      for (const part of await stores.sessions.applications(session.uid))
        if (own.has(part.applicationId)) await endParticipation(stores, this.#deps.outbox, part, at);
    }
  }
}
