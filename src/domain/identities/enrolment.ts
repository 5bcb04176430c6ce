import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import { type Notifier, record } from '../audit/index.js';
import type { ContactIndexEntry, Identity, SealedPersonalData } from '../records/index.js';
import { childMark } from './age.js';
import type { ContactDigests, NumberDigester } from './blind-index.js';
import type { CitizenNumber } from './citizen-number.js';
import type { IdentityStores } from './identity-stores.js';
import { claimNumbers } from './number-claims.js';
import type { PersonalDataVault } from './personal-data.js';
import type { RegistryAnswer } from './population-registry.js';

/** A person whose name and number the registry has matched, and whose phone is confirmed. */
export interface Enrolment {
  /** As `parseName` gives it. */
  readonly name: string;
  readonly number: CitizenNumber;
  /** E.164. */
  readonly phone: string;
  /** Lower case; only one that was confirmed. */
  readonly email?: string;
  /** An argon2id string. */
  readonly passwordHash: string;
  readonly registry: Extract<RegistryAnswer, { outcome: 'matched' }>;
}

/** All the rows of a new identity, sealed and ready: made before the transaction so that it stays short. */
export interface PreparedEnrolment {
  readonly identity: Identity;
  readonly number: string;
  readonly sealed: SealedPersonalData;
  readonly contacts: readonly ContactIndexEntry[];
  readonly passwordHash: string;
}

export async function prepareEnrolment(
  person: Enrolment,
  { vault, digests, clock }: { vault: PersonalDataVault; digests: ContactDigests; clock: Clock },
): Promise<PreparedEnrolment> {
  const now = clock.now();
  const id = randomId(now.getTime());
  const { number, registry, name, phone, email } = person;
  // What the number itself says of birth and sex stands above what the registry says.
  const birthdate = number.birthdate ?? registry.birthdate;
  const gender = number.gender ?? registry.gender;
  const { residence } = registry;
  const sealed = await vault.seal(id, {
    name,
    number: number.normalised,
    phone,
    ...(birthdate && { birthdate }),
    ...(gender && { gender }),
    ...(residence && { residence }),
    ...(email && { email }),
  });
  const contacts: ContactIndexEntry[] = [
    { identityId: id, kind: 'phone', digest: await digests.contact('phone', phone) },
  ];
  if (email) contacts.push({ identityId: id, kind: 'email', digest: await digests.contact('email', email) });
  const child = childMark(birthdate, now);
  const identity: Identity = {
    id,
    state: 'active',
    ial: 1,
    provenAt: now,
    tokenEpoch: 0,
    createdAt: now,
    child,
    closesAt: null,
  };
  return { identity, number: number.normalised, sealed, contacts, passwordHash: person.passwordHash };
}

export interface EnrolmentWriter {
  readonly clock: Clock;
  /** Who registers them; each itself where it is left out. */
  readonly operator?: string;
  /** Sends each word that they are registered; nobody hears of it where it is left out. */
  readonly notifications?: Notifier;
}

/**
 * Writes new identities inside the caller's transaction. Their numbers come first: where one is taken, nothing was
 * written.
 * @returns false where one of the numbers is taken
 */
export async function writeEnrolments(
  stores: IdentityStores,
  keys: readonly NumberDigester[],
  people: readonly PreparedEnrolment[],
  by: EnrolmentWriter,
): Promise<boolean> {
  const claimants = people.map(({ identity, number }) => ({ identityId: identity.id, number }));
  if (!(await claimNumbers(stores.numberIndex, keys, claimants, 'provisional'))) return false;
  for (const person of people) await writeIdentity(stores, person, by);
  return true;
}

async function writeIdentity(
  stores: IdentityStores,
  { identity, sealed, contacts, passwordHash }: PreparedEnrolment,
  { clock, operator, notifications }: EnrolmentWriter,
): Promise<void> {
  await stores.identities.insert(identity);
  await stores.personalData.insert(sealed);
  for (const contact of contacts) await stores.contactIndex.insert(contact);
  const nothing = { label: null, data: null, usableFrom: null, usableUntil: null, lastUsedAt: null };
  const authenticator = { identityId: identity.id, createdAt: identity.createdAt, ...nothing };
  const id = () => randomId(identity.createdAt.getTime());
  await stores.authenticators.insert({ ...authenticator, id: id(), kind: 'password', secret: passwordHash });
  await stores.authenticators.insert({ ...authenticator, id: id(), kind: 'sms', secret: null });
  const event = { actor: operator ?? identity.id, identityId: identity.id, detail: { ial: identity.ial } };
  if (!notifications) return record({ clock }, stores, 'identity.registered', event);
  const notice = { message: 'registered' } as const;
  await record({ clock, notifications }, stores, 'identity.registered', { ...event, notice });
}
