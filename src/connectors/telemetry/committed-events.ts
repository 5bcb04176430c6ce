import type { AuditEvent, AuditLog } from '../../domain/records/index.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';

/**
 * The same unit of work; audit events are told after their transaction has committed, and only then: one that was
 * rolled back, or that ran again after a deadlock, is not counted twice.
 */
export function tellCommittedEvents<R extends { readonly audit: AuditLog }>(
  uow: UnitOfWork<R>,
  tell: (event: AuditEvent) => void,
): UnitOfWork<R> {
  return {
    read: uow.read,
    async run(work, options) {
      let events: AuditEvent[] = [];
      const value = await uow.run((repositories) => {
        // The work may run again: what an earlier try wrote was rolled back.
        events = [];
        return work({ ...repositories, audit: new ListeningLog(repositories.audit, events) });
      }, options);
      for (const event of events) tell(event);
      return value;
    },
  };
}

class ListeningLog implements AuditLog {
  readonly #log: AuditLog;
  readonly #events: AuditEvent[];

  constructor(log: AuditLog, events: AuditEvent[]) {
    this.#log = log;
    this.#events = events;
  }

  async append(event: AuditEvent): Promise<void> {
    await this.#log.append(event);
    this.#events.push(event);
  }

  async appendAll(events: readonly AuditEvent[]): Promise<void> {
    await this.#log.appendAll(events);
    this.#events.push(...events);
  }

  ofIdentity(identityId: string, limit: number): Promise<readonly AuditEvent[]> {
    return this.#log.ofIdentity(identityId, limit);
  }

  before(...asked: Parameters<AuditLog['before']>): Promise<readonly AuditEvent[]> {
    return this.#log.before(...asked);
  }
}
