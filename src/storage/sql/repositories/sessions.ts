import type {
  GrantRecord,
  GrantRepository,
  RefreshTokenRecord,
  RefreshTokenRepository,
  SessionApplication,
  SessionRecord,
  SessionRepository,
} from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { limitTo, Table } from '../table.js';

const sessionTable = new Table(schema.sessions);
const applicationTable = new Table(schema.sessionApplications);
const grantTable = new Table(schema.grants);
const refreshTokenTable = new Table(schema.refreshTokens);

export class SqlSessions extends Repository implements SessionRepository {
  begin(record: SessionRecord): Promise<boolean> {
    return sessionTable.insertNew(this.session, record);
  }

  put(record: SessionRecord): Promise<boolean> {
    const { uid, identityId, aal, amr, used, lastSeenAt, expiresAt } = record;
    const change = { aal, amr, used, lastSeenAt, expiresAt };
    return sessionTable.put(this.session, record, change, { uid, identityId, endedAt: null });
  }

  find(uid: string): Promise<SessionRecord | undefined> {
    return sessionTable.find(this.session, { uid });
  }

  ofIdentity(identityId: string): Promise<readonly SessionRecord[]> {
    return sessionTable.list(this.session, { identityId }, ' ORDER BY started_at, uid');
  }

  ofActor(actorId: string): Promise<readonly SessionRecord[]> {
    return sessionTable.list(this.session, { actorId }, ' ORDER BY started_at, uid');
  }

  async end(uid: string, at: Date): Promise<boolean> {
    return (await sessionTable.update(this.session, { endedAt: at }, { uid, endedAt: null })) > 0;
  }

  expired(now: Date, limit: number): Promise<readonly SessionRecord[]> {
    const clause = `WHERE ended_at IS NULL AND expires_at <= ? ORDER BY expires_at, uid${limitTo(limit)}`;
    return sessionTable.select(this.session, clause, [now]);
  }

  async join(application: SessionApplication, expectNew = false): Promise<void> {
    const newcomer = { ...application, notifiedAt: null };
    if (expectNew && (await applicationTable.insertNew(this.session, newcomer))) return;
    const { sessionUid, applicationId, sid, grantDigest, joinedAt } = application;
    const pair = { sessionUid, applicationId };
    const live = await applicationTable.update(this.session, { sid, grantDigest }, { ...pair, notifiedAt: null });
    if (live > 0) return;
    const anew = { sid, grantDigest, joinedAt, notifiedAt: null };
    await applicationTable.put(this.session, newcomer, anew, pair);
  }

  applications(uid: string): Promise<readonly SessionApplication[]> {
    return applicationTable.list(this.session, { sessionUid: uid }, ' ORDER BY joined_at, application_id');
  }

  async markNotified(uid: string, applicationId: string, at: Date): Promise<boolean> {
    const where = { sessionUid: uid, applicationId, notifiedAt: null };
    return (await applicationTable.update(this.session, { notifiedAt: at }, where)) > 0;
  }

  async removeEnded(before: Date, limit: number): Promise<number> {
    const ended = await sessionTable.select(this.session, `WHERE ended_at <= ?${limitTo(limit)}`, [before]);
    if (ended.length === 0) return 0;
    const uids = ended.map(({ uid }) => uid);
    const among = `IN (${uids.map(() => '?').join(', ')})`;
    await this.session.run(`DELETE FROM session_applications WHERE session_uid ${among}`, uids);
    return this.session.run(`DELETE FROM login_sessions WHERE uid ${among}`, uids);
  }
}

export class SqlGrants extends Repository implements GrantRepository {
  async find(digest: string): Promise<GrantRecord | undefined> {
    const grant = await grantTable.find(this.session, { digest });
    return grant?.revokedAt === null ? grant : undefined;
  }

  /** Most are new: only what changed is written over. */
  async put(grant: GrantRecord): Promise<boolean> {
    if (await grantTable.insertNew(this.session, grant)) return true;
    const { digest, revokedAt: _, ...change } = grant;
    return (await grantTable.update(this.session, change, { digest, revokedAt: null })) > 0;
  }

  async revoke(digest: string, at: Date): Promise<boolean> {
    return (await this.#revokeWhere({ digest }, at)) > 0;
  }

  revokeByIdentity(identityId: string, at: Date): Promise<number> {
    return this.#revokeWhere({ identityId }, at);
  }

  revokeByApplication(applicationId: string, at: Date): Promise<number> {
    return this.#revokeWhere({ applicationId }, at);
  }

  revokeByIdentityAndApplication(identityId: string, applicationId: string, at: Date): Promise<number> {
    return this.#revokeWhere({ identityId, applicationId }, at);
  }

  removeExpired(now: Date, limit: number): Promise<number> {
    return grantTable.removeSome(this.session, 'expires_at <= ?', [now], limit);
  }

  #revokeWhere(where: Partial<GrantRecord>, at: Date): Promise<number> {
    return grantTable.update(this.session, { revokedAt: at }, { ...where, revokedAt: null });
  }
}

export class SqlRefreshTokens extends Repository implements RefreshTokenRepository {
  find(digest: string): Promise<RefreshTokenRecord | undefined> {
    return refreshTokenTable.find(this.session, { digest });
  }

  insert(token: RefreshTokenRecord): Promise<void> {
    return refreshTokenTable.insert(this.session, token);
  }

  async consume(digest: string, at: Date): Promise<boolean> {
    return (await refreshTokenTable.update(this.session, { consumedAt: at }, { digest, consumedAt: null })) > 0;
  }

  async remove(digest: string): Promise<void> {
    await refreshTokenTable.remove(this.session, { digest });
  }

  removeByGrant(grantDigest: string): Promise<number> {
    return refreshTokenTable.remove(this.session, { grantDigest });
  }

  removeExpired(now: Date, limit: number): Promise<number> {
    return refreshTokenTable.removeSome(this.session, 'expires_at <= ?', [now], limit);
  }
}
