import type { Clock } from '../../shared/clock.js';
import { recordEach } from '../audit/index.js';
import type { GrantRecord, Repositories } from '../records/index.js';

/**
 * Stores what an application is granted, with its event, inside the caller's transaction.
 * @param actor who agreed to it; its identity itself where nobody acts for it
 * @returns false where the grant is revoked: such a one is never given again
 */
export async function giveGrant(
  stores: Pick<Repositories, 'grants' | 'audit'>,
  clock: Clock,
  grant: GrantRecord,
  actor = grant.identityId,
): Promise<boolean> {
  if (!(await stores.grants.put(grant))) return false;
  const { identityId, applicationId, payload } = grant;
  const { claims = [] } = (payload.openid ?? {}) as { readonly claims?: readonly string[] };
  await recordEach({ clock }, stores, [{ type: 'grant.given', actor, identityId, applicationId, detail: { claims } }]);
  return true;
}
