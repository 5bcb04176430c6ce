import type { Guardians, Wards } from '../../../src/domain/guardians/index.js';
import { dayOfTurning, type Identities, type RegistrationResult } from '../../../src/domain/identities/index.js';
import { beijingDay } from '../../../src/shared/beijing-time.js';
import { type Clock, plusSeconds, systemClock } from '../../../src/shared/clock.js';
import { numberBorn, numberOf } from '../identities/identities.js';

/** What a test about children and guardians needs of a service. */
interface FamilyApp {
  readonly identities: Identities;
  readonly guardians: Guardians;
  readonly wards: Wards;
  readonly clock?: Clock;
}

interface Person {
  readonly name: string;
  readonly number: string;
  readonly phone?: string;
  readonly passwordHash?: string;
}

let order = 100;

/** A number that nobody else of the tests has, of somebody who turns 14 in so many days. */
export function childNumber(days = 400, clock: Clock = systemClock): string {
  order += 1;
  return numberBorn(dayOfTurning(-14, beijingDay(plusSeconds(clock.now(), days * 24 * 3600))), order);
}

export function grownUpNumber(): string {
  order += 1;
  return numberBorn('1985-05-05', order);
}

export async function registerPerson({ identities }: Pick<FamilyApp, 'identities'>, person: Person): Promise<string> {
  const { name, number, phone = '+8613800138000', passwordHash = '$argon2id$test' } = person;
  const enrolment = { name, phone, passwordHash, number: numberOf(number), registry: { outcome: 'matched' } as const };
  const result: RegistrationResult = await identities.register(enrolment);
  if (result.outcome !== 'registered') throw new Error('the number was taken');
  return result.identity.id;
}

/** Somebody who was shown to be that person, as a guardian must be. */
export async function registerProven(app: Pick<FamilyApp, 'identities'>, person: Person): Promise<string> {
  const claimantId = await registerPerson(app, person);
  await app.identities.takeOver({ claimantId, number: numberOf(person.number), ial: 2, actor: 'operator:test' });
  return claimantId;
}

/** The child names the guardian, who answers. @returns the guardianship's id */
export async function askAndAnswer(
  { guardians, wards }: FamilyApp,
  wardId: string,
  guardian: Person & { readonly id: string },
  answer: 'confirmed' | 'refused' = 'confirmed',
): Promise<string> {
  await guardians.ask(wardId, { name: guardian.name, number: numberOf(guardian.number) });
  const { requests } = await wards.family(guardian.id);
  const request = requests.find(({ identityId }) => identityId === wardId);
  if (!request) throw new Error('the guardian was not asked');
  const outcome = await wards.answer(guardian.id, request.id, answer);
  if (outcome !== answer) throw new Error(outcome);
  return request.id;
}
