import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { AuditEvent, AuditLog, NewAuditEvent } from '../records/index.js';

/** Writes one event inside the caller's transaction. */
export async function audit(log: AuditLog, clock: Clock, event: NewAuditEvent): Promise<void> {
  await log.append(eventAt(clock.now(), event));
}

/** Writes events that are all there is to their transaction. */
export async function auditAll(log: AuditLog, clock: Clock, events: readonly NewAuditEvent[]): Promise<void> {
  await log.appendAll(events.map((event) => eventAt(clock.now(), event)));
}

function eventAt(at: Date, event: NewAuditEvent): AuditEvent {
  return {
    id: randomId(at.getTime()),
    at,
    type: event.type,
    actor: event.actor,
    identityId: event.identityId ?? null,
    applicationId: event.applicationId ?? null,
    detail: event.detail ?? {},
  };
}
