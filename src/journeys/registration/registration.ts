import { createHmac } from 'node:crypto';
import type { CitizenNumber, PopulationRegistry, RegistryAnswer } from '../../domain/identities/index.js';
import type { EphemeralStore } from '../../shared/ephemeral.js';
import { randomToken } from '../../shared/random.js';
import type { Locale } from '../../shared/text.js';
import type { Person } from './registration.journey.js';

type Matched = Extract<RegistryAnswer, { outcome: 'matched' }>;

export type PasswordVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'too_short' | 'too_long' | 'common' | 'personal' };

/** @param personal values a password may not be made of */
export type PasswordCheck = (password: string, personal: readonly string[]) => PasswordVerdict;

/** Writes a new identity in one transaction, or tells the number's holder that someone tried. */
export interface IdentityRegister {
  register(
    person: { name: string; number: CitizenNumber; phone: string; passwordHash: string; registry: Matched },
    locale: Locale,
  ): Promise<{ outcome: 'registered'; identity: { id: string } } | { outcome: 'taken'; identityId: string }>;
}

export interface RegistrationDeps {
  readonly registry: PopulationRegistry;
  readonly identities: IdentityRegister;
  readonly hasher: { hash(password: string): Promise<string> };
  readonly devices: { confirm(identityId: string, deviceSecret: string | undefined): Promise<string> };
  readonly throttle: {
    check(subject: string, purpose: string): Promise<{ blocked: false } | { blocked: true; secondsLeft: number }>;
    fail(subject: string, purpose: string): Promise<unknown>;
  };
  readonly ephemeral: EphemeralStore;
  /** 32 bytes: `KeyManagement.derive('login-name')`. */
  readonly throttleKey: Buffer;
}

export type MatchAnswer = RegistryAnswer | { readonly outcome: 'limited'; readonly secondsLeft: number };

/** Asks of the registry that one visit may make in an hour, matched or not: each costs money. */
const ASKS_PER_VISIT = 10;
/** Seconds in which a form that was sent twice is finished once. */
const FINISHING_SECONDS = 60;

/** What the registration pages do, apart from being pages. */
export function createRegistration(deps: RegistrationDeps) {
  const { registry, identities, hasher, devices, throttle, ephemeral } = deps;

  const subject = (kind: 'phone' | 'number', value: string): string =>
    createHmac('sha256', deps.throttleKey).update(`registry|${kind}|${value}`).digest('base64url').slice(0, 36);

  return {
    simulated: registry.simulated,

    /**
     * Asks the registry. Names that do not fit are counted against the phone and against the number, durably, so that
     * the registry cannot be searched through us; every ask is counted against the visit.
     */
    async match(person: Person, visitDigest: string): Promise<MatchAnswer> {
      const subjects = [subject('phone', person.phone), subject('number', person.number)];
      const blocks = await Promise.all(subjects.map((one) => throttle.check(one, 'registry')));
      const wait = Math.max(0, ...blocks.map((block) => (block.blocked ? block.secondsLeft : 0)));
      if (wait > 0) return { outcome: 'limited', secondsLeft: wait };
      const asked = await ephemeral.count(`registry-asks:{${visitDigest}}`, 3600);
      if (asked.count > ASKS_PER_VISIT) return { outcome: 'limited', secondsLeft: asked.secondsLeft };

      const answer = await registry.match({ name: person.name, number: person.number });
      if (answer.outcome === 'mismatch' || answer.outcome === 'not_found') {
        for (const one of subjects) await throttle.fail(one, 'registry');
      }
      return answer;
    },

    /**
     * Makes the identity. A number that is taken takes the same steps and gives the same answer: the browser is handed
     * a device secret either way, and only the holder of the number hears of it.
     * @param attempt names the draft; the second of two parallel calls does nothing
     * @returns the device secret for the browser's cookie; undefined where none is to be kept
     * @throws AppError(BUSY) when the hashing queue is full; the attempt may be made again
     */
    async finish(input: {
      readonly attempt: string;
      readonly person: Person;
      readonly number: CitizenNumber;
      readonly registry: Matched;
      readonly password: string;
      readonly deviceSecret: string | undefined;
      readonly shared: boolean;
      readonly locale: Locale;
    }): Promise<{ outcome: 'finished'; deviceSecret: string | undefined } | { outcome: 'being_finished' }> {
      const key = `registering:{${input.attempt}}`;
      if (!(await ephemeral.add(key, '1', FINISHING_SECONDS))) return { outcome: 'being_finished' };
      try {
        const passwordHash = await hasher.hash(input.password);
        const { name, phone } = input.person;
        const { number, registry: answer, locale } = input;
        const result = await identities.register({ name, phone, number, passwordHash, registry: answer }, locale);
        if (input.shared) return { outcome: 'finished', deviceSecret: undefined };
        const fresh = input.deviceSecret ?? randomToken();
        const deviceSecret = result.outcome === 'registered' ? await devices.confirm(result.identity.id, fresh) : fresh;
        return { outcome: 'finished', deviceSecret };
      } catch (error) {
        await ephemeral.delete(key);
        throw error;
      }
    },
  };
}

export type Registration = ReturnType<typeof createRegistration>;
