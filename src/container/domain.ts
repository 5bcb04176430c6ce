import { createTell } from '../account/history/telling.js';
import { Throttle } from '../domain/authenticators/index.js';
import { Consents } from '../domain/consents/index.js';
import { Delegations } from '../domain/delegations/index.js';
import { Applications, Departments, Subjects } from '../domain/departments/index.js';
import { Childhood, ComingOfAge, Guardians, Wards } from '../domain/guardians/index.js';
import {
  BulkRegistration,
  Identities,
  IndexKeyRotation,
  IndexKeys,
  type LifeFollower,
  PersonalDataVault,
} from '../domain/identities/index.js';
import { Notifications, Outbox } from '../domain/notifications/index.js';
import { Preferences } from '../domain/preferences/index.js';
import { Recoveries, RecoveryProofs } from '../domain/recovery/index.js';
import { Closings, Corrections, DataExports, Returns } from '../domain/rights/index.js';
import { Sessions } from '../domain/sessions/index.js';
import { Terminals } from '../domain/terminals/index.js';
import type { Foundation } from './foundation.js';

/**
 * The rules, over real stores.
 * @param outboxing what the outbox tells and asks of this process
 */
export function createDomain(
  { clock, keys, database: { uow } }: Foundation,
  outboxing: Pick<ConstructorParameters<typeof Outbox>[0], 'onAdded' | 'trace'> = {},
) {
  const outbox = new Outbox({ keys, clock, ...outboxing });
  const notifications = new Notifications({ outbox, clock });
  const sessions = new Sessions({ uow, outbox, clock });
  const index = new IndexKeys({ uow, keys, clock });
  const vault = new PersonalDataVault(keys);
  const applications = new Applications({ uow, clock });
  const consents = new Consents({ uow, outbox, notifications, clock });
  const childhood = new Childhood({ uow, vault, clock });
  const guarding = { uow, childhood, vault, keys, index, clock, notifications, consents, sessions };
  const wards = new Wards(guarding);
  const followers: LifeFollower[] = [wards];
  const identities = new Identities({ uow, keys, clock, notifications, sessions, followers });
  const tell = createTell({ applications, identities });
  const throttle = new Throttle({ uow, clock });
  const delegations = new Delegations({ uow, clock, identities, sessions, notifications, throttle });
  followers.push(delegations);
  const recoveryProofs = new RecoveryProofs({ clock, keys });
  return {
    outbox,
    notifications,
    sessions,
    preferences: new Preferences({ uow, clock }),
    identities,
    recoveryProofs,
    recoveries: new Recoveries({ uow, clock, keys, proofs: recoveryProofs, notifications, sessions, identities }),
    departments: new Departments({ uow, clock }),
    terminals: new Terminals({ uow, keys, clock }),
    applications,
    subjects: new Subjects({ uow, clock }),
    returns: new Returns({ uow, vault, outbox, notifications, clock }),
    closings: new Closings({ uow, outbox, notifications, vault, sessions, followers, clock }),
    corrections: new Corrections({ uow, notifications, identities, clock }),
    dataExports: new DataExports({ uow, outbox, notifications, identities, tell, clock }),
    consents,
    guardians: new Guardians(guarding),
    wards,
    comingOfAge: new ComingOfAge(guarding),
    delegations,
    indexKeyRotation: new IndexKeyRotation({ uow, index, vault, clock }),
    bulkRegistration: new BulkRegistration({ uow, keys, clock, index }),
  };
}

export type Domain = ReturnType<typeof createDomain>;
