import type {
  Authenticator,
  AuthenticatorChange,
  AuthenticatorIndexEntry,
  AuthenticatorIndexRepository,
  AuthenticatorKind,
  AuthenticatorRepository,
  FailureCounter,
  FailureCounterRepository,
  KnownDevice,
  KnownDeviceRepository,
  OneTimeCode,
  OneTimeCodeRepository,
  SpentRepository,
} from '../../../domain/records/index.js';
import { plusSeconds } from '../../../shared/clock.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { lockClause } from '../session.js';
import { dateText, Table } from '../table.js';

const authenticatorTable = new Table(schema.authenticators);
const indexTable = new Table(schema.authenticatorIndex);
const counterTable = new Table(schema.failureCounters);
const spentTable = new Table(schema.spent);
const codeTable = new Table(schema.oneTimeCodes);
const deviceTable = new Table(schema.knownDevices);

export class SqlAuthenticators extends Repository implements AuthenticatorRepository {
  ofIdentity(identityId: string): Promise<readonly Authenticator[]> {
    return authenticatorTable.list(this.session, { identityId }, ' ORDER BY created_at, id');
  }

  hold(identityId: string): Promise<readonly Authenticator[]> {
    const suffix = ` ORDER BY created_at, id${lockClause(this.session, 'exclusive')}`;
    return authenticatorTable.list(this.session, { identityId }, suffix);
  }

  insert(authenticator: Authenticator): Promise<void> {
    return authenticatorTable.insertLast(this.session, authenticator);
  }

  async setSecret(identityId: string, id: string, secret: string): Promise<void> {
    await authenticatorTable.update(this.session, { secret }, { identityId, id });
  }

  async change(identityId: string, id: string, change: AuthenticatorChange): Promise<boolean> {
    return (await authenticatorTable.update(this.session, change, { identityId, id })) > 0;
  }

  async remove(identityId: string, id: string): Promise<boolean> {
    return (await authenticatorTable.remove(this.session, { identityId, id })) > 0;
  }

  async touch(identityId: string, kinds: readonly string[], at: Date): Promise<void> {
    if (kinds.length === 0) return;
    const places = kinds.map(() => '?').join(', ');
    const sql = `UPDATE authenticators SET last_used_at = ? WHERE identity_id = ? AND kind IN (${places})`;
    await this.session.run(sql, [dateText(at), identityId, ...kinds]);
  }

  async removeIdentity(identityId: string): Promise<void> {
    await authenticatorTable.remove(this.session, { identityId });
  }
}

export class SqlAuthenticatorIndex extends Repository implements AuthenticatorIndexRepository {
  find(kind: AuthenticatorKind, digest: string): Promise<AuthenticatorIndexEntry | undefined> {
    return indexTable.find(this.session, { kind, digest });
  }

  insert(entry: AuthenticatorIndexEntry): Promise<boolean> {
    return indexTable.insertNew(this.session, entry);
  }

  async removeAuthenticator(identityId: string, authenticatorId: string): Promise<void> {
    await indexTable.remove(this.session, { identityId, authenticatorId });
  }

  async removeIdentity(identityId: string): Promise<void> {
    await indexTable.remove(this.session, { identityId });
  }
}

export class SqlFailureCounters extends Repository implements FailureCounterRepository {
  find(subject: string, purpose: string): Promise<FailureCounter | undefined> {
    return counterTable.find(this.session, { subject, purpose });
  }

  async hold(subject: string, purpose: string): Promise<FailureCounter | undefined> {
    return (await counterTable.list(this.session, { subject, purpose }, lockClause(this.session, 'exclusive')))[0];
  }

  async add(
    subject: string,
    purpose: string,
    now: Date,
    windowSeconds: number,
    blockFor: (failures: number) => number,
    held?: FailureCounter,
  ): Promise<FailureCounter> {
    const before = held ?? (await this.#made(subject, purpose, now));
    const fresh = before.windowEndsAt <= now;
    const failures = fresh ? 1 : before.failures + 1;
    const blockedUntil = later(before.blockedUntil, plusSeconds(now, blockFor(failures)), now);
    const change = {
      failures,
      windowEndsAt: fresh ? plusSeconds(now, windowSeconds) : before.windowEndsAt,
      blockedUntil,
    };
    await counterTable.update(this.session, change, { subject, purpose });
    return { subject, purpose, ...change };
  }

  async clear(subject: string, purpose: string): Promise<void> {
    await counterTable.remove(this.session, { subject, purpose });
  }

  removeExpired(now: Date, limit: number): Promise<number> {
    const condition = 'window_ends_at <= ? AND (blocked_until IS NULL OR blocked_until <= ?)';
    return counterTable.removeSome(this.session, condition, [now, now], limit);
  }

  /**
   * The row, made where it is missing, and held until the transaction ends. Made by an upsert that changes nothing:
   * a plain insert that finds a duplicate would take a shared lock, and two such callers would deadlock on the way up.
   */
  async #made(subject: string, purpose: string, now: Date): Promise<FailureCounter> {
    const blank: FailureCounter = { subject, purpose, failures: 0, windowEndsAt: now, blockedUntil: null };
    await counterTable.insertOrKeep(this.session, blank, 'subject');
    return (await this.hold(subject, purpose)) ?? blank;
  }
}

/** The later end of two blocks; none where both are over. A new failure never shortens a block that runs. */
function later(running: Date | null, added: Date, now: Date): Date | null {
  const end = running && running > added ? running : added;
  return end > now ? end : null;
}

export class SqlSpent extends Repository implements SpentRepository {
  spend(kind: string, digest: string, expiresAt: Date): Promise<boolean> {
    return spentTable.insertNew(this.session, { kind, digest, expiresAt });
  }

  async isSpent(kind: string, digest: string): Promise<boolean> {
    return (await spentTable.find(this.session, { kind, digest })) !== undefined;
  }

  removeExpired(now: Date, limit: number): Promise<number> {
    return spentTable.removeSome(this.session, 'expires_at <= ?', [now], limit);
  }
}

export class SqlOneTimeCodes extends Repository implements OneTimeCodeRepository {
  insert(code: OneTimeCode): Promise<void> {
    return codeTable.insert(this.session, code);
  }

  find(id: string): Promise<OneTimeCode | undefined> {
    return codeTable.find(this.session, { id });
  }

  async addTry(id: string, limit: number): Promise<boolean> {
    const sql = 'UPDATE one_time_codes SET tries = tries + 1 WHERE id = ? AND tries < ?';
    return (await this.session.run(sql, [id, limit])) > 0;
  }

  async remove(id: string): Promise<void> {
    await codeTable.remove(this.session, { id });
  }

  removeExpired(now: Date, limit: number): Promise<number> {
    return codeTable.removeSome(this.session, 'expires_at <= ?', [now], limit);
  }
}

const WITH_AUTHENTICATORS =
  `SELECT ${authenticatorTable.columnsUnder('a')}, ${deviceTable.columnsUnder('d')} FROM authenticators a ` +
  'LEFT JOIN known_devices d ON d.identity_id = a.identity_id AND d.device_digest = ? ' +
  'WHERE a.identity_id = ? ORDER BY a.created_at, a.id';

export class SqlKnownDevices extends Repository implements KnownDeviceRepository {
  find(identityId: string, deviceDigest: string): Promise<KnownDevice | undefined> {
    return deviceTable.find(this.session, { identityId, deviceDigest });
  }

  async withAuthenticators(
    identityId: string,
    deviceDigest: string,
  ): Promise<{ readonly device: KnownDevice | undefined; readonly authenticators: readonly Authenticator[] }> {
    const rows = await this.session.rows(WITH_AUTHENTICATORS, [deviceDigest, identityId]);
    return {
      // Compared once more, as `Table.find` does.
      device: rows[0]?.d_device_digest === deviceDigest ? deviceTable.recordUnder('d', rows[0]) : undefined,
      authenticators: rows.map((row) => authenticatorTable.recordUnder('a', row)),
    };
  }

  async put(device: KnownDevice): Promise<void> {
    const { identityId, deviceDigest, lastSeenAt } = device;
    await deviceTable.put(this.session, device, { lastSeenAt }, { identityId, deviceDigest });
  }

  async removeIdentity(identityId: string): Promise<void> {
    await deviceTable.remove(this.session, { identityId });
  }

  removeUnseen(before: Date, limit: number): Promise<number> {
    return deviceTable.removeSome(this.session, 'last_seen_at <= ?', [before], limit);
  }
}
