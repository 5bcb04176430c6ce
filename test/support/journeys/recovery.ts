import { Notifications, Outbox } from '../../../src/domain/notifications/index.js';
import { Recoveries, RecoveryProofs } from '../../../src/domain/recovery/index.js';
import type { Clock } from '../../../src/shared/clock.js';
import { identityNode, testKeys } from '../identities/identities.js';
import type { Stores } from '../stores.js';

/** What one node has to do with recoveries, on the real collaborators. */
export function recoveryNode(stores: Pick<Stores, 'uow'>, clock: Clock) {
  const { uow } = stores;
  const keys = testKeys;
  const { identities, sessions, outbox } = identityNode(stores, { clock });
  const notifications = new Notifications({ outbox: new Outbox({ keys, clock }), clock });
  const proofs = new RecoveryProofs({ clock, keys });
  const recoveries = new Recoveries({ uow, clock, keys, proofs, notifications, sessions, identities });
  return { uow, identities, sessions, outbox, notifications, proofs, recoveries };
}

export type RecoveryNode = ReturnType<typeof recoveryNode>;
