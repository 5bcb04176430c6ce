import type { AuditEvent, AuditLog } from '../../../src/domain/records/index.js';
import type { UnitOfWork } from '../../../src/shared/unit-of-work.js';

/** Hands each audit event to `inspect` before it is written; what that throws, the transaction fails with. */
export function watchAudit<R extends { readonly audit: AuditLog }>(
  uow: UnitOfWork<R>,
  inspect: (event: AuditEvent) => void,
): UnitOfWork<R> {
  return {
    read: uow.read,
    run: (work) =>
      uow.run((repositories) => {
        const audit: AuditLog = {
          append: async (event) => {
            inspect(event);
            await repositories.audit.append(event);
          },
          appendAll: async (events) => {
            for (const event of events) inspect(event);
            await repositories.audit.appendAll(events);
          },
          ofIdentity: (id, limit) => repositories.audit.ofIdentity(id, limit),
          before: (...asked) => repositories.audit.before(...asked),
        };
        return work(Object.create(repositories, { audit: { value: audit } }) as R);
      }),
  };
}
