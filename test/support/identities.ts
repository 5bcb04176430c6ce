import { randomBytes } from 'node:crypto';
import { createLocalKeyManagement } from '../../src/connectors/key-management/local.js';
import { SyntheticCitizens } from '../../src/connectors/registry/synthetic-citizens.js';
import {
  CitizenNumber,
  type Enrolment,
  Identities,
  IndexKeyRotation,
  IndexKeys,
  type KeyManagement,
  type Notices,
  PersonalDataVault,
} from '../../src/domain/identities/index.js';
import { Notifications, Outbox } from '../../src/domain/notifications/index.js';
import { Sessions } from '../../src/domain/sessions/index.js';
import { type Clock, systemClock } from '../../src/shared/clock.js';
import type { Stores } from './stores.js';

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
    notices?: (real: Notices) => Notices;
  } = {},
) {
  const { clock = systemClock, keys = testKeys, batch = 7, notices: replace = (real) => real } = change;
  // Nothing is remembered, so that a rotation need not wait for it.
  const { rememberMs = 0, settleMs = 0 } = change;
  const outbox = new Outbox({ keys, clock });
  const sessions = new Sessions({ uow, outbox, clock });
  const notices = replace(new Notifications({ outbox, clock }));
  const index = new IndexKeys({ uow, keys, clock, rememberMs });
  const vault = new PersonalDataVault(keys);
  return {
    uow,
    outbox,
    sessions,
    index,
    vault,
    identities: new Identities({ uow, keys, clock, notices, sessions, rememberMs }),
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

/** The templates of the messages that wait in the outbox, and to whom, oldest first. */
export async function messagesOf({ uow, outbox }: IdentityNode): Promise<{ template: string; to: object }[]> {
  const now = new Date(Date.now() + 1000);
  const entries = await uow.run((stores) => stores.outbox.claim(now, now, 1000));
  const messages = entries.filter((entry) => entry.kind === 'message').toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return Promise.all(messages.map(async (entry) => (await outbox.open(entry)) as { template: string; to: object }));
}
