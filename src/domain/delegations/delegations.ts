import { type Clock, plusSeconds } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type NoticeOf, type Notifier, record } from '../audit/index.js';
import type { Throttle } from '../authenticators/index.js';
import {
  type CitizenNumber,
  childMark,
  type Identities,
  type IdentityStores,
  type LifeFollower,
  maskName,
} from '../identities/index.js';
import type { Delegation, EndedBy, Identity, Repositories } from '../records/index.js';
import type { SessionRepositories, Sessions } from '../sessions/index.js';
import { stateOf } from './state.js';

type Stores = SessionRepositories & Pick<Repositories, 'delegations' | 'identities'>;

type Recorded = 'delegation.accepted' | 'delegation.ended' | 'delegation.lapsed';

export interface DelegationsDeps {
  readonly uow: UnitOfWork<Stores>;
  readonly clock: Clock;
  readonly identities: Pick<Identities, 'find' | 'resolveLogin' | 'reveal' | 'sealerOf'>;
  readonly sessions: Pick<Sessions, 'endActingIn'>;
  readonly notifications: Notifier;
  /** Every invitation is a look at whether somebody is known here, so they are counted. */
  readonly throttle: Pick<Throttle, 'attempt'>;
}

export interface Invitation {
  /** As the registry spells it. */
  readonly name: string;
  readonly number: CitizenNumber;
  readonly applications: readonly string[];
  readonly days: number;
}

export type InviteResult =
  /** The same whether or not the person is known here. */
  | { readonly outcome: 'invited' }
  /** `too_young`: one of the two is not 14 yet. `not_allowed`: one of the applications takes none. */
  | { readonly outcome: 'self' | 'full' | 'too_young' | 'not_allowed' }
  | { readonly outcome: 'limited'; readonly secondsLeft: number };

/** A delegation that may be used now, and who uses it. */
export interface ActiveDelegation {
  readonly delegation: Delegation;
  readonly helper: Identity;
}

/** Somebody for whom a helper may act. */
export interface Principal {
  readonly delegationId: string;
  readonly identityId: string;
}

/** Live delegations of one principal, invitations among them. */
export const MOST_HELPERS = 5;
/** For how long one may be given. */
export const DELEGATION_DAYS = [30, 90, 180, 365] as const;

const DAY_SECONDS = 24 * 3600;
/** Days that an invitation waits for its answer. */
const INVITATION_DAYS = 14;
const END_BATCH = 100;
/** Stands where nobody is: what is written for somebody unknown is as much as for somebody known. */
const NOBODY = '-';

/** Who may act for whom. Only the applications' own rule and the login decide whether they do: see the provider. */
export class Delegations implements LifeFollower {
  readonly #deps: DelegationsDeps;

  constructor(deps: DelegationsDeps) {
    this.#deps = deps;
  }

  /** Those that a citizen gave, and those given to them, the latest first; ended ones while they are kept. */
  async of(identityId: string): Promise<{
    readonly given: readonly Delegation[];
    readonly received: readonly Delegation[];
  }> {
    const { delegations } = this.#deps.uow.read;
    const [given, received] = await Promise.all([delegations.ofIdentity(identityId), delegations.ofHelper(identityId)]);
    return { given, received };
  }

  /** What the principal called the helper; undefined where that was erased. */
  async helperName({ identityId, id, helperName }: Delegation): Promise<string | undefined> {
    return (await this.#deps.identities.sealerOf(identityId))?.open(helperName, sealContext(id));
  }

  /**
   * Asks somebody to act for the principal. Nothing in the answer or the principal's pages tells whether that person is
   * known here: number and name have to be those of one active identity for the invitation to reach anybody.
   */
  async invite(identityId: string, invitation: Invitation): Promise<InviteResult> {
    const { identities, throttle, uow, clock } = this.#deps;
    const { number, name, applications, days } = invitation;
    const named = await Promise.all(applications.map((one) => uow.read.applications.find(one)));
    const allowed = named.length > 0 && named.every((one) => one && !one.disabledAt && one.delegation === 'allowed');
    if (!allowed || !DELEGATION_DAYS.some((one) => one === days)) return { outcome: 'not_allowed' };
    const { birthdate } = await identities.reveal(identityId, ['birthdate']);
    if ([birthdate, number.birthdate].some((born) => childMark(born, clock.now()) === 1))
      return { outcome: 'too_young' };
    const limit = await throttle.attempt(identityId, 'delegation');
    if (limit.blocked) return { outcome: 'limited', secondsLeft: limit.secondsLeft };
    const found = await identities.resolveLogin(number.normalised);
    const known = found.outcome === 'one' ? found.identity.id : undefined;
    if (known === identityId) return { outcome: 'self' };
    // Somebody's name is opened in any case: it takes as long.
    const { name: held } = await identities.reveal(known ?? identityId, ['name']);
    const helperId = known !== undefined && held === name ? known : null;
    const sealer = await identities.sealerOf(identityId);
    if (!sealer) return { outcome: 'not_allowed' };
    const id = randomId(clock.now().getTime());
    const who = { identityId, id, helperId, helperName: sealer.seal(name, sealContext(id)) };
    // What ran out holds its place until somebody looks.
    for (const one of await uow.read.delegations.ofIdentity(identityId))
      if (!one.endedAt && stateOf(one, clock.now()) === 'ended') await this.#end(one, 'time');
    const principal = await this.#maskedName(identityId);
    return uow.run((stores) => this.#inviteIn(stores, who, invitation, principal));
  }

  async #inviteIn(
    stores: Stores,
    who: Pick<Delegation, 'identityId' | 'id' | 'helperId' | 'helperName'>,
    { applications, days }: Invitation,
    name: string,
  ): Promise<InviteResult> {
    const { clock } = this.#deps;
    const now = clock.now();
    const { identityId, helperId, id } = who;
    const endsAt = plusSeconds(now, INVITATION_DAYS * DAY_SECONDS);
    const times = { invitedAt: now, startedAt: null, endsAt, endedAt: null, endedBy: null };
    let slot = 0;
    while (!(await stores.delegations.insert({ ...who, applications, days, slot, ...times })))
      if (++slot >= MOST_HELPERS) return { outcome: 'full' };
    const detail = { delegation: id, applications };
    await record(this.#deps, stores, 'delegation.invited', {
      ...{ actor: identityId, identityId, detail: { ...detail, side: 'principal' } },
      notice: { message: 'delegation_given' },
    });
    await record(this.#deps, stores, 'delegation.invited', {
      ...{ actor: identityId, identityId: helperId, detail: { ...detail, side: 'helper', person: identityId } },
      notice: { message: 'delegation_invited', words: { name }, to: helperId ?? NOBODY },
    });
    return { outcome: 'invited' };
  }

  /** The helper agrees: it lasts from now on. @returns false where there is nothing to agree to any more */
  async accept(helperId: string, id: string): Promise<boolean> {
    const { uow, clock } = this.#deps;
    const name = await this.#maskedName(helperId);
    return uow.run(async (stores) => {
      const now = clock.now();
      const one = await this.#received(stores, helperId, id);
      if (!one || stateOf(one, now) !== 'invited') return false;
      const { identityId } = one;
      const both = await Promise.all([identityId, helperId].map((each) => stores.identities.find(each)));
      if (!both.every((each) => each?.state === 'active')) return false;
      if (!(await stores.delegations.start(identityId, id, now, plusSeconds(now, one.days * DAY_SECONDS))))
        return false;
      const principal = { message: 'delegation_accepted', words: { name } } as const;
      await this.#record(stores, one, { type: 'delegation.accepted', actor: helperId }, {}, { principal });
      return true;
    });
  }

  /**
   * Either of the two ends it: what was done with it stays, and nothing more can be. Sessions in which the helper acts
   * for the principal end in the same transaction, and their portals are told.
   * @returns false where it is neither's or had ended
   */
  async end(identityId: string, id: string): Promise<boolean> {
    const { read } = this.#deps.uow;
    const given = await read.delegations.find(identityId, id);
    const one = given ?? (await this.#received(read, identityId, id));
    return one !== undefined && this.#end(one, given ? 'principal' : 'helper');
  }

  /** Ends what ran out; for the scheduler. @returns how many */
  async endDue(limit = END_BATCH): Promise<number> {
    const { uow, clock } = this.#deps;
    const due = await uow.read.delegations.due(clock.now(), limit);
    for (const one of due) await this.#end(one, 'time');
    return due.length;
  }

  /** Whom a helper may act for at an application, by the delegations that last; the applications' rule apart. */
  async principals(helperId: string, applicationId: string): Promise<readonly Principal[]> {
    const { uow, clock } = this.#deps;
    const now = clock.now();
    const named = (await uow.read.delegations.ofHelper(helperId)).filter(
      (one) => stateOf(one, now) === 'active' && one.applications.includes(applicationId),
    );
    const all = await Promise.all(
      named.map(async ({ id: delegationId, identityId }) => {
        const principal = await uow.read.identities.find(identityId);
        return principal?.state === 'active' ? [{ delegationId, identityId }] : [];
      }),
    );
    // Of two from the same principal the later one.
    return all.flat().filter((one, at, list) => list.findIndex((each) => each.identityId === one.identityId) === at);
  }

  /** What this delegation allows this helper now; undefined where it has ended, or the helper may not log in. */
  async active(identityId: string, id: string, helperId: string): Promise<ActiveDelegation | undefined> {
    const { read } = this.#deps.uow;
    const [delegation, helper] = await Promise.all([
      read.delegations.find(identityId, id),
      read.identities.find(helperId),
    ]);
    if (!delegation || !helper || delegation.helperId !== helperId || helper.state !== 'active') return undefined;
    return stateOf(delegation, this.#deps.clock.now()) === 'active' ? { delegation, helper } : undefined;
  }

  /**
   * An identity that ends leaves those it acted for and those who acted for it: each hears of it. An invitation that
   * waits for it goes on waiting for nobody, so that its principal does not learn whether anyone is registered.
   */
  async ends(stores: IdentityStores, { id }: Identity): Promise<void> {
    const { delegations } = stores;
    const [given, received] = [await delegations.ofIdentity(id), await delegations.ofHelper(id)];
    const names = async ({ helperId, identityId }: Delegation) => ({
      helper: await this.#maskedName(helperId ?? NOBODY),
      principal: await this.#maskedName(identityId),
    });
    for (const one of given) if (!one.endedAt) await this.#endIn(stores, one, 'principal', await names(one));
    for (const one of received.filter(({ startedAt, endedAt }) => startedAt && !endedAt))
      await this.#endIn(stores, one, 'helper', await names(one));
  }

  async #received(
    { delegations }: Pick<Stores, 'delegations'>,
    helperId: string,
    id: string,
  ): Promise<Delegation | undefined> {
    return (await delegations.ofHelper(helperId)).find((one) => one.id === id);
  }

  async #end(seen: Delegation, by: EndedBy): Promise<boolean> {
    const helper = await this.#maskedName(seen.helperId ?? NOBODY);
    const principal = await this.#maskedName(seen.identityId);
    return this.#deps.uow.run((stores) => this.#endIn(stores, seen, by, { helper, principal }));
  }

  async #endIn(
    stores: Stores,
    { identityId, id }: Delegation,
    by: EndedBy,
    names: { readonly helper: string; readonly principal: string },
  ): Promise<boolean> {
    const { clock, sessions } = this.#deps;
    if (!(await stores.delegations.end(identityId, id, clock.now(), by))) return false;
    // As it is now: it may have begun since it was looked at.
    const one = (await stores.delegations.find(identityId, id))!;
    const { helperId, startedAt } = one;
    if (helperId !== null) await sessions.endActingIn(stores, identityId, helperId);
    const actor = by === 'time' ? 'system' : by === 'principal' ? identityId : (helperId ?? NOBODY);
    const type = startedAt ? 'delegation.ended' : 'delegation.lapsed';
    const message = startedAt ? 'delegation_ended' : by === 'helper' ? 'delegation_refused' : 'delegation_withdrawn';
    // Whoever ended an invitation knows it; one that nobody answered ends in silence.
    const told = {
      ...((startedAt || by === 'helper') && { principal: { message, words: { name: names.helper } } as const }),
      ...((startedAt || by === 'principal') && { helper: { message, words: { name: names.principal } } as const }),
    };
    await this.#record(stores, one, { type, actor }, { by }, told);
    return true;
  }

  /** One event for each of the two. */
  async #record(
    stores: Stores,
    { identityId, helperId, id, startedAt }: Delegation,
    { type, actor }: { readonly type: Recorded; readonly actor: string },
    more: { readonly by?: EndedBy },
    told: { readonly principal?: NoticeOf<Recorded>; readonly helper?: NoticeOf<Recorded> },
  ): Promise<void> {
    // Until the helper has agreed, the principal's history says no more than the principal knows.
    const shown = startedAt || actor === helperId ? helperId : null;
    const detail = { delegation: id, ...more };
    const ours = { ...detail, side: 'principal', ...(shown !== null && { person: shown }) } as const;
    await record(this.#deps, stores, type, { actor, identityId, detail: ours, notice: told.principal });
    const theirs = { ...detail, person: identityId, side: 'helper' } as const;
    const notice = told.helper && { ...told.helper, to: helperId ?? NOBODY };
    await record(this.#deps, stores, type, { actor, identityId: helperId, detail: theirs, notice });
  }

  async #maskedName(identityId: string): Promise<string> {
    const { name = '' } = await this.#deps.identities.reveal(identityId, ['name']);
    return maskName(name) || '*';
  }
}

const sealContext = (id: string): string => `delegations|helper_name|${id}`;
