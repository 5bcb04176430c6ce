import type { Clock } from '../../shared/clock.js';
import { audit } from '../audit/index.js';
import type { GrantRecord, NewAuditEvent, Repositories } from '../records/index.js';

/**
 * Stores what an application is granted, with its event, inside the caller's transaction.
 * @param actor who agreed to it; its identity itself where nobody acts for it
 * @returns false where the grant is revoked: such a one is never given again
 */
export async function giveGrant(
  { grants, audit: log }: Pick<Repositories, 'grants' | 'audit'>,
  clock: Clock,
  grant: GrantRecord,
  actor = grant.identityId,
): Promise<boolean> {
  if (!(await grants.put(grant))) return false;
  await audit(log, clock, grantGiven(grant, actor));
  return true;
}

/** The event of a grant. */
export function grantGiven({ identityId, applicationId, payload }: GrantRecord, actor: string): NewAuditEvent {
  const { claims = [] } = (payload.openid ?? {}) as { readonly claims?: readonly string[] };
  return { type: 'grant.given', actor, identityId, applicationId, detail: { claims } };
}
