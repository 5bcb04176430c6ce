import type {
  AuditEvent,
  AuditLog,
  OutboxEntry,
  OutboxRepository,
  SigningKey,
  SigningKeyRepository,
  SigningKeyState,
} from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { dateText, limitTo, Table, toDate } from '../table.js';

const keyTable = new Table(schema.signingKeys);
const outboxTable = new Table(schema.outbox);
const auditTable = new Table(schema.auditEvents);

export class SqlSigningKeys extends Repository implements SigningKeyRepository {
  all(): Promise<readonly SigningKey[]> {
    return keyTable.list(this.session, {}, ' ORDER BY created_at, kid');
  }

  insert(key: SigningKey): Promise<void> {
    return keyTable.insert(this.session, key);
  }

  async setState(kid: string, from: SigningKeyState, to: SigningKeyState, at: Date): Promise<boolean> {
    return (await keyTable.update(this.session, { state: to, changedAt: at }, { kid, state: from })) > 0;
  }

  async remove(kid: string): Promise<void> {
    await keyTable.remove(this.session, { kid });
  }
}

export class SqlOutbox extends Repository implements OutboxRepository {
  add(entry: OutboxEntry): Promise<void> {
    return outboxTable.insert(this.session, entry);
  }

  async claim(now: Date, leaseUntil: Date, limit: number): Promise<readonly OutboxEntry[]> {
    const due = await outboxTable.select(this.session, `WHERE due_at <= ? ORDER BY due_at, id${limitTo(limit)}`, [now]);
    const claimed: OutboxEntry[] = [];
    for (const entry of due) {
      const taken = await outboxTable.update(this.session, { dueAt: leaseUntil }, { id: entry.id, dueAt: entry.dueAt });
      if (taken > 0) claimed.push({ ...entry, dueAt: leaseUntil });
    }
    return claimed;
  }

  async remove(id: string): Promise<void> {
    await outboxTable.remove(this.session, { id });
  }

  async retryAt(id: string, dueAt: Date, attempts: number): Promise<void> {
    await outboxTable.update(this.session, { dueAt, attempts }, { id });
  }

  async backlog(now: Date): Promise<{ due: number; oldest: Date | undefined }> {
    const sql = 'SELECT COUNT(*) AS due, MIN(due_at) AS oldest FROM outbox WHERE due_at <= ?';
    const [row] = await this.session.rows(sql, [dateText(now)]);
    const oldest = row?.oldest;
    return { due: Number(row?.due ?? 0), oldest: oldest ? toDate(oldest) : undefined };
  }
}

export class SqlAuditLog extends Repository implements AuditLog {
  append(event: AuditEvent): Promise<void> {
    return auditTable.insertLast(this.session, event);
  }

  appendAll(events: readonly AuditEvent[]): Promise<void> {
    return auditTable.insert(this.session, ...events);
  }

  ofIdentity(identityId: string, limit: number): Promise<readonly AuditEvent[]> {
    return auditTable.list(this.session, { identityId }, ` ORDER BY at DESC, id DESC${limitTo(limit)}`);
  }

  before(
    identityId: string,
    last: Pick<AuditEvent, 'at' | 'id'> | undefined,
    types: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly AuditEvent[]> {
    // An empty list in the statement is nothing to SQLite and an error to MySQL.
    if (types?.length === 0) return Promise.resolve([]);
    return this.search.list(auditTable, (query) => {
      query.where('it.identityId = :identityId', { identityId });
      // `at <= ?` by itself, so that the index is entered at that moment.
      if (last) query.andWhere('it.at <= :at AND (it.at < :at OR it.id < :id)', last);
      if (types) query.andWhere('it.type IN (:...types)', { types });
      return query.orderBy('it.at', 'DESC').addOrderBy('it.id', 'DESC').limit(limit);
    });
  }
}
