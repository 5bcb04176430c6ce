import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { AuditLog, NewAuditEvent } from './audit-event.js';

export type { AuditEvent, AuditLog, NewAuditEvent } from './audit-event.js';

/** Writes one event inside the caller's transaction. */
export async function audit(log: AuditLog, clock: Clock, event: NewAuditEvent): Promise<void> {
  const at = clock.now();
  await log.append({
    id: randomId(at.getTime()),
    at,
    type: event.type,
    actor: event.actor,
    identityId: event.identityId ?? null,
    applicationId: event.applicationId ?? null,
    detail: event.detail ?? {},
  });
}
