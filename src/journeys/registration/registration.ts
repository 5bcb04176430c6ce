import { createHmac } from 'node:crypto';
import type { House } from '../../domain/house.js';
import { CitizenNumber, type RegistryAnswer } from '../../domain/identities/index.js';
import { LIMITS } from '../../domain/limits.js';
import { untilNextStep } from '../../shared/even-steps.js';
import { neighbourhood } from '../../shared/neighbourhood.js';
import { randomId, randomToken } from '../../shared/random.js';
import type { Locale } from '../../shared/text.js';
import type { Person } from './registration.journey.js';

type Matched = Extract<RegistryAnswer, { outcome: 'matched' }>;

/**
 * Milliseconds. A new identity is more to write than a notice to a number's holder, and that could be timed (A14):
 * answers leave at whole steps only, the first of which is longer than either takes.
 */
const STEP_MS = 200;

/** Writes a new identity in one transaction, or tells the number's holder that someone tried. */
export interface IdentityRegister {
  register(
    person: { name: string; number: CitizenNumber; phone: string; passwordHash: string; registry: Matched },
    locale: Locale,
  ): Promise<{ outcome: 'registered'; identity: { id: string } } | { outcome: 'taken'; identityId: string }>;
}

export type MatchAnswer = RegistryAnswer | { readonly outcome: 'limited'; readonly secondsLeft: number };

export type FinishAnswer =
  | { readonly outcome: 'finished'; readonly identityId: string | undefined; readonly deviceSecret: string | undefined }
  | { readonly outcome: 'being_finished' };

/** Seconds in which a form that was sent twice is finished once. */
const FINISHING_SECONDS = 60;

/** What the registration pages do, apart from being pages. */
export function createRegistration(
  deps: Pick<
    House,
    'devices' | 'ephemeral' | 'guardians' | 'hasher' | 'identities' | 'registry' | 'throttle' | 'throttleKey'
  >,
) {
  const { registry, identities, guardians, hasher, devices, throttle, ephemeral } = deps;

  const subject = (kind: 'phone' | 'number' | 'address', value: string): string =>
    createHmac('sha256', deps.throttleKey).update(`registry|${kind}|${value}`).digest('base64url').slice(0, 36);

  /** Should it fail, the child is registered and names a guardian at the next login. */
  async function ask(identityId: string | undefined, named: { name: string; number: string }): Promise<void> {
    const number = CitizenNumber.parse(named.number);
    if (number.ok) await guardians.ask(identityId ?? randomId(), { name: named.name, number: number.number });
  }

  return {
    simulated: registry.simulated,

    /** Counts one message that a client address asks for. @returns seconds to wait; 0: go ahead */
    async takeCode(address: string): Promise<number> {
      const key = `registration-codes:{${subject('address', neighbourhood(address))}}`;
      const { most, per } = LIMITS.registration_codes;
      const asked = await ephemeral.count(key, per);
      return asked.count > most ? asked.secondsLeft : 0;
    },

    /**
     * Asks the registry. A name that does not fit is counted against the number and against the phone, durably, so that
     * the registry cannot be searched through us; every ask is counted against the visit.
     */
    async match(person: Person, visitDigest: string): Promise<MatchAnswer> {
      const phone = subject('phone', person.phone);
      const number = subject('number', person.number);
      const { most, per } = LIMITS.registry_asks;
      const asked = await ephemeral.count(`registry-asks:{${visitDigest}}`, per);
      if (asked.count > most) return { outcome: 'limited', secondsLeft: asked.secondsLeft };
      for (const limit of [await throttle.check(phone, 'registry'), await throttle.attempt(number, 'registry')]) {
        if (limit.blocked) return { outcome: 'limited', secondsLeft: limit.secondsLeft };
      }
      const answer = await registry.match({ name: person.name, number: person.number });
      const wrong = answer.outcome === 'mismatch' || answer.outcome === 'not_found';
      if (wrong) await throttle.fail(phone, 'registry');
      else await throttle.clear(number, 'registry');
      return answer;
    },

    /**
     * Makes the identity. A number that is taken takes the same steps and gives the same answer: the browser is handed
     * a device secret either way, and only the holder of the number hears of it.
     * @param attempt names the draft; the second of two parallel calls does nothing
     * @returns `deviceSecret` for the browser's cookie, undefined where none is to be kept; `identityId` of what was
     *   made, for the sealed visit alone
     * @throws AppError(BUSY) when the hashing queue is full; the attempt may be made again
     */
    async finish(input: {
      readonly attempt: string;
      readonly person: Person;
      readonly number: CitizenNumber;
      readonly registry: Matched;
      readonly password: string;
      /** Whom a child named. */
      readonly guardian: { readonly name: string; readonly number: string } | undefined;
      readonly deviceSecret: string | undefined;
      readonly shared: boolean;
      readonly locale: Locale;
    }): Promise<FinishAnswer> {
      const begun = performance.now();
      const key = `registering:{${input.attempt}}`;
      if (!(await ephemeral.add(key, '1', FINISHING_SECONDS))) return { outcome: 'being_finished' };
      try {
        const passwordHash = await hasher.hash(input.password);
        const { name, phone } = input.person;
        const { number, registry: answer, locale } = input;
        const result = await identities.register({ name, phone, number, passwordHash, registry: answer }, locale);
        const identityId = result.outcome === 'registered' ? result.identity.id : undefined;
        if (input.guardian) await ask(identityId, input.guardian);
        let deviceSecret = input.shared ? undefined : (input.deviceSecret ?? randomToken());
        if (deviceSecret && identityId !== undefined) deviceSecret = await devices.confirm(identityId, deviceSecret);
        await untilNextStep(begun, STEP_MS);
        return { outcome: 'finished', identityId, deviceSecret };
      } catch (error) {
        await ephemeral.delete(key);
        throw error;
      }
    },
  };
}

export type Registration = ReturnType<typeof createRegistration>;
