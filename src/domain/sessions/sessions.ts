import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { record, recordEach, type SessionEndReason, type StandaloneEvent } from '../audit/index.js';
import type { Outbox } from '../notifications/index.js';
import type { GrantRecord, Repositories, SessionApplication, SessionRecord } from '../records/index.js';
import { giveGrant } from './grants.js';
import { endParticipation } from './logout-notices.js';

export type SessionRepositories = Pick<Repositories, 'sessions' | 'applications' | 'grants' | 'outbox' | 'audit'>;

export interface SessionsDeps {
  readonly uow: UnitOfWork<SessionRepositories>;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

export type SessionOutcome = { readonly outcome: 'recorded' | 'ended' };

/** An application's part in a session. */
export interface SessionPart {
  readonly applicationId: string;
  readonly sid: string;
  /** `GrantRecord.digest` of what it was granted in this session. */
  readonly grantDigest?: string;
  /** That grant itself, where it is to be stored with the part. */
  readonly grant?: GrantRecord;
}

/** What a login says of itself to its record. */
export type SessionNews = Pick<SessionRecord, 'uid' | 'identityId' | 'aal' | 'expiresAt'> &
  Partial<Pick<SessionRecord, 'actorId' | 'amr' | 'used' | 'browser' | 'place' | 'terminal'>>;

const NOTHING_SAID = { actorId: null, amr: [], used: [], browser: null, place: null, terminal: 0 } as const;

/** A session that was prolonged while it was being expired: undoes the transaction. */
class StillAlive extends Error {}

const EXPIRE_BATCH = 100;

const BY_ITS_HOLDER: ReadonlySet<SessionEndReason> = new Set([
  'logout',
  'ended_by_holder',
  'disputed',
  'another_principal',
]);

/** The durable record of which identity is logged in where, so that logout reaches every portal even if the live sessions are lost. */
export class Sessions {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /**
   * Records a login, or that it got stronger or lives longer.
   * @param session.expiresAt when it ends if nothing more happens; call again when that moves
   * @param parts applications that take part in it from now on, as `join` does for one
   * @param expectNew whether the session has most likely just begun: spares a statement where that is so
   * @returns `ended` where that session was ended before: it must not be used again
   */
  async record(session: SessionNews, parts: readonly SessionPart[] = [], expectNew = false): Promise<SessionOutcome> {
    const { uow, clock } = this.#deps;
    return uow.run(async (repositories): Promise<SessionOutcome> => {
      const { sessions } = repositories;
      const now = clock.now();
      const begins: SessionRecord = { ...NOTHING_SAID, ...session, startedAt: now, lastSeenAt: now, endedAt: null };
      const begun = expectNew && (await sessions.begin(begins));
      const known = begun ? undefined : await sessions.find(session.uid);
      const live =
        begun ||
        (!known && (await sessions.begin(begins))) ||
        (await sessions.put({ ...begins, ...known, ...session, lastSeenAt: now }));
      if (!live) return { outcome: 'ended' };
      // One that stays on loses its level with time, by itself.
      if (session.aal > (known?.aal ?? 0)) {
        const type = known ? 'session.strengthened' : 'session.started';
        await recordEach({ clock }, repositories, [levelReached(type, begins)]);
      }
      for (const part of parts) await this.#joinIn(repositories, begins, part, !known);
      return { outcome: 'recorded' };
    });
  }

  /**
   * An application takes part in the session, for the first time or again.
   */
  async join({ uid, ...part }: SessionPart & { readonly uid: string }): Promise<SessionOutcome> {
    return this.#deps.uow.run(async (repositories): Promise<SessionOutcome> => {
      const { sessions } = repositories;
      const session = await sessions.find(uid);
      // Writing the row, unchanged, locks it: an ending at the same moment happens before this or sees the newcomer.
      if (!session || !(await sessions.put(session))) return { outcome: 'ended' };
      await this.#joinIn(repositories, session, part, false);
      return { outcome: 'recorded' };
    });
  }

  /** @param first whether nobody can have joined the session before */
  async #joinIn(
    repositories: Pick<SessionRepositories, 'sessions' | 'grants' | 'audit'>,
    session: SessionRecord,
    part: SessionPart,
    first: boolean,
  ): Promise<void> {
    const { clock } = this.#deps;
    const { uid: sessionUid, identityId } = session;
    const { sessions } = repositories;
    const { applicationId, sid } = part;
    if (part.grant && !(await giveGrant(repositories, clock, part.grant, whoIsIn(session))))
      throw new Error('the grant is revoked');
    const grantDigest = part.grantDigest ?? null;
    const all = first ? [] : await sessions.applications(sessionUid);
    const before = all.find((one) => one.applicationId === applicationId);
    const joinedAt = clock.now();
    await sessions.join(
      { sessionUid, applicationId, identityId, sid, grantDigest, joinedAt, notifiedAt: null },
      !before,
    );
    if (before && !before.notifiedAt) return;
    await recordEach({ clock }, repositories, joined(session, applicationId));
  }

  /** Every session on record, the latest first: those that go on, and those that ended within the time they are kept. */
  async ofIdentity(identityId: string): Promise<readonly SessionRecord[]> {
    return (await this.#deps.uow.read.sessions.ofIdentity(identityId)).toReversed();
  }

  /** Every session on record in which this identity acts for another, the latest first. */
  async actedBy(identityId: string): Promise<readonly SessionRecord[]> {
    return (await this.#deps.uow.read.sessions.ofActor(identityId)).toReversed();
  }

  /** The applications that are logged in through this session now, the earliest first. */
  async liveApplications(uid: string): Promise<readonly SessionApplication[]> {
    const { sessions } = this.#deps.uow.read;
    const session = await sessions.find(uid);
    if (!session || session.endedAt) return [];
    const live = (await sessions.applications(uid)).filter((one) => one.notifiedAt === null);
    return live.toSorted((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime());
  }

  /**
   * Ends a session everywhere: its grants die and every live portal is told, in one transaction.
   * @param except an application that need not be told, because it began the logout and has ended its part
   * @returns whether it was live
   */
  end(uid: string, reason: SessionEndReason, except?: string): Promise<boolean> {
    return this.#deps.uow.run((repositories) => this.endIn(repositories, uid, reason, except));
  }

  /**
   * As `end`, inside the caller's transaction.
   * @param by the identity that ended it, where that is not the one in it
   */
  async endIn(
    repositories: SessionRepositories,
    uid: string,
    reason: SessionEndReason,
    except?: string,
    by?: string,
  ): Promise<boolean> {
    const { clock, outbox } = this.#deps;
    const at = clock.now();
    const { sessions } = repositories;
    if (!(await sessions.end(uid, at))) return false;
    const session = await sessions.find(uid);
    const parts = await sessions.applications(uid);
    const left: string[] = [];
    for (const part of parts) {
      const ended = await endParticipation(repositories, outbox, part, at, part.applicationId !== except);
      if (ended) left.push(part.applicationId);
    }
    const identityId = session?.identityId ?? null;
    const actor = by ?? (BY_ITS_HOLDER.has(reason) && session ? whoIsIn(session) : 'system');
    const detail = { reason, applications: left, ...(session && actingIn(session)) };
    await record({ clock }, repositories, 'session.ended', { actor, identityId, detail });
    return true;
  }

  /**
   * Ends every session of an identity (locked, taken over, closed), inside the caller's transaction: those in its name,
   * and those in which it acts for another.
   * @param keep the uid of the one that goes on, where one does
   * @returns how many
   */
  async endAllIn(
    repositories: SessionRepositories,
    identityId: string,
    reason: SessionEndReason,
    keep?: string,
  ): Promise<number> {
    let ended = 0;
    const { sessions } = repositories;
    const by = BY_ITS_HOLDER.has(reason) ? identityId : undefined;
    for (const session of [...(await sessions.ofIdentity(identityId)), ...(await sessions.ofActor(identityId))]) {
      if (session.uid === keep) continue;
      if (!session.endedAt && (await this.endIn(repositories, session.uid, reason, undefined, by))) ended++;
    }
    return ended;
  }

  /** Ends the sessions in which one identity acts for the other, inside the caller's transaction. */
  async endActingIn(repositories: SessionRepositories, identityId: string, actorId: string): Promise<void> {
    for (const session of await repositories.sessions.ofIdentity(identityId)) {
      if (session.actorId === actorId && !session.endedAt)
        await this.endIn(repositories, session.uid, 'delegation_ended');
    }
  }

  /**
   * Whoever is logged in ends another login of theirs, as `end` does.
   * @returns false where it is not theirs or is over
   */
  endOwn(identityId: string, uid: string): Promise<boolean> {
    return this.#deps.uow.run(async (repositories) => {
      const session = await repositories.sessions.find(uid);
      const theirs = session?.identityId === identityId || session?.actorId === identityId;
      return theirs && this.endIn(repositories, uid, 'ended_by_holder', undefined, identityId);
    });
  }

  /** All of them but one. @returns how many */
  endOthers(identityId: string, keep: string): Promise<number> {
    return this.#deps.uow.run((repositories) => this.endAllIn(repositories, identityId, 'ended_by_holder', keep));
  }

  /** Signs out of one application and stays signed in elsewhere. @returns whether it was live there */
  async leave(uid: string, applicationId: string): Promise<boolean> {
    const { uow, clock, outbox } = this.#deps;
    return uow.run(async (repositories): Promise<boolean> => {
      const part = (await repositories.sessions.applications(uid)).find((one) => one.applicationId === applicationId);
      if (!part || !(await endParticipation(repositories, outbox, part, clock.now()))) return false;
      const { identityId } = part;
      const session = await repositories.sessions.find(uid);
      const actor = session ? whoIsIn(session) : identityId;
      const detail = session ? actingIn(session) : {};
      await record({ clock }, repositories, 'session.left', { actor, identityId, applicationId, detail });
      return true;
    });
  }

  /**
   * Ends what ran out, portals included; for the scheduler, which calls again while a full batch came back.
   * @returns how many ended
   */
  async expireDue(limit = EXPIRE_BATCH): Promise<number> {
    const { uow, clock } = this.#deps;
    let ended = 0;
    for (const { uid } of await uow.read.sessions.expired(clock.now(), limit)) {
      if (await this.#expire(uid)) ended++;
    }
    return ended;
  }

  async #expire(uid: string): Promise<boolean> {
    const { uow, clock } = this.#deps;
    try {
      return await uow.run(async (repositories) => {
        // Ending first locks the row, so that the expiry read after it is the last word.
        const was = await this.endIn(repositories, uid, 'expired');
        const session = await repositories.sessions.find(uid);
        if (was && session && session.expiresAt > clock.now()) throw new StillAlive();
        return was;
      });
    } catch (error) {
      if (error instanceof StillAlive) return false;
      throw error;
    }
  }
}

const whoIsIn = ({ identityId, actorId }: Pick<SessionRecord, 'identityId' | 'actorId'>): string =>
  actorId ?? identityId;

/** What an event of a session says of somebody who acts there for its identity. */
function actingIn({ actorId }: Pick<SessionRecord, 'actorId'>): { readonly person?: string } {
  return actorId === null ? {} : { person: actorId };
}

function levelReached(type: 'session.started' | 'session.strengthened', session: SessionRecord): StandaloneEvent {
  const { identityId, aal } = session;
  return { type, actor: whoIsIn(session), identityId, detail: { aal, ...actingIn(session) } };
}

/** The events of an application that takes part: where somebody acts for another, one for each of the two. */
function joined(session: SessionRecord, applicationId: string): readonly StandaloneEvent[] {
  const { identityId, actorId, aal } = session;
  const by = { actor: whoIsIn(session), applicationId };
  if (!actorId) return [{ ...by, type: 'session.joined', identityId, detail: { aal } }];
  const used = (one: string, person: string): StandaloneEvent => {
    return { ...by, type: 'delegation.used', identityId: one, detail: { aal, person } };
  };
  return [used(identityId, actorId), used(actorId, identityId)];
}
