import { randomBytes } from 'node:crypto';
import { createLocalKeyManagement } from '../../../src/connectors/key-management/local.js';
import { SyntheticCitizens } from '../../../src/connectors/registry/synthetic-citizens.js';
import type { Notifier } from '../../../src/domain/audit/index.js';
import { Consents } from '../../../src/domain/consents/index.js';
import { Childhood, ComingOfAge, Guardians, Wards } from '../../../src/domain/guardians/index.js';
import {
  CitizenNumber,
  checkCharacter,
  type Enrolment,
  Identities,
  IndexKeyRotation,
  IndexKeys,
  type KeyManagement,
  PersonalDataVault,
} from '../../../src/domain/identities/index.js';
import { Notifications, Outbox } from '../../../src/domain/notifications/index.js';
import { Sessions } from '../../../src/domain/sessions/index.js';
import { type Clock, systemClock } from '../../../src/shared/clock.js';
import type { Stores } from '../stores.js';

export const testKeys: KeyManagement = createLocalKeyManagement(randomBytes(32));

/** What one node has to do with identities, on the real collaborators. */
export function identityNode(
  { uow }: Pick<Stores, 'uow'>,
  change: {
    clock?: Clock;
    keys?: KeyManagement;
    batch?: number;
    rememberMs?: number;
    settleMs?: number;
    notifications?: (real: Notifier) => Notifier;
  } = {},
) {
  const { clock = systemClock, keys = testKeys, batch = 7, notifications: replace = (real) => real } = change;
  // Nothing is remembered, so that a rotation need not wait for it.
  const { rememberMs = 0, settleMs = 0 } = change;
  const outbox = new Outbox({ keys, clock });
  const sessions = new Sessions({ uow, outbox, clock });
  const notifications = replace(new Notifications({ outbox, clock }));
  const index = new IndexKeys({ uow, keys, clock, rememberMs });
  const vault = new PersonalDataVault(keys);
  const consents = new Consents({ uow, outbox, notifications, clock });
  const childhood = new Childhood({ uow, vault, clock });
  const guarding = { uow, childhood, vault, keys, index, clock, notifications, consents, sessions };
  const wards = new Wards(guarding);
  return {
    consents,
    guardians: new Guardians(guarding),
    wards,
    comingOfAge: new ComingOfAge(guarding),
    uow,
    outbox,
    sessions,
    index,
    vault,
    identities: new Identities({ uow, keys, clock, notifications, sessions, rememberMs, followers: [wards] }),
    rotation: new IndexKeyRotation({ uow, index, vault, clock, batch, settleMs }),
  };
}

export type IdentityNode = ReturnType<typeof identityNode>;

const citizens = new SyntheticCitizens('tests');

/** Test citizen number `index`, ready to register. */
export function enrolmentOf(index: number, change: Partial<Enrolment> = {}): Enrolment {
  const [enrolment] = citizens.enrolments(index, 1, '$argon2id$test');
  return { ...enrolment!, ...change };
}

/** A number that every test may take for granted. */
export function numberOf(text: string): CitizenNumber {
  const parsed = CitizenNumber.parse(text);
  if (!parsed.ok) throw new Error(`${text} is no citizen ID number: ${parsed.reason}`);
  return parsed.number;
}

/** The number of somebody born then. @param birthdate YYYY-MM-DD @param order tells apart who was born on one day */
export function numberBorn(birthdate: string, order = 101): string {
  const seventeen = `110101${birthdate.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return seventeen + checkCharacter(seventeen);
}

/** The templates of the messages that wait in the outbox, and to whom, oldest first. */
export async function messagesOf(
  { uow, outbox }: Pick<IdentityNode, 'uow' | 'outbox'>,
  now = new Date(Date.now() + 1000),
): Promise<{ template: string; to: object }[]> {
  const entries = await uow.run((stores) => stores.outbox.claim(now, now, 1000));
  const messages = entries.filter((entry) => entry.kind === 'message').toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return Promise.all(messages.map(async (entry) => (await outbox.open(entry)) as { template: string; to: object }));
}
