import type { Clock } from '../../../shared/clock.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import { MASKS } from '../../identities/index.js';
import type { AuthenticatorRepository } from '../../records/index.js';
import { SMS_FACTOR } from '../factors.messages.js';
import type {
  Availability,
  BeginAnswer,
  Challenge,
  FactorAnswer,
  FactorRequest,
  FactorThrottle,
  SecondFactor,
} from '../second-factor.js';
import { phoneCounts } from '../strength.js';
import type { OneTimeCodes } from './one-time-codes.js';

export interface SmsFactorDeps {
  readonly codes: OneTimeCodes;
  readonly throttle: FactorThrottle;
  readonly uow: UnitOfWork<{ readonly authenticators: AuthenticatorRepository }>;
  readonly clock: Clock;
  /** The identity's confirmed phone, E.164. */
  phoneOf(identityId: string): Promise<string | undefined>;
}

/** A one-time code to the confirmed phone. NIST SP 800-63B calls it a restricted authenticator: good for AAL 2, no more. */
export class SmsFactor implements SecondFactor {
  readonly kind = 'sms';
  readonly aal = 2;
  readonly needsSending = true;
  readonly label = SMS_FACTOR.label;
  readonly help = SMS_FACTOR.help;
  readonly #deps: SmsFactorDeps;

  constructor(deps: SmsFactorDeps) {
    this.#deps = deps;
  }

  async available(identityId: string): Promise<Availability> {
    const phone = await this.#phone(identityId);
    if (phone === 'unused') return { available: false, why: SMS_FACTOR.unused };
    return phone ? { available: true, hint: MASKS.phone(phone.number) } : { available: false };
  }

  async begin({ identityId, visitDigest, locale }: FactorRequest): Promise<BeginAnswer> {
    const phone = await this.#phone(identityId);
    if (!phone || phone === 'unused') return { outcome: 'unavailable' };
    const { number } = phone;
    const sent = await this.#deps.codes.send({ purpose: 'login', visitDigest, identityId, phone: number, locale });
    if (sent.outcome === 'limited') return sent;
    const shown = { entry: 'digits', length: this.#deps.codes.digits } as const;
    return { outcome: 'begun', challenge: { codeId: sent.codeId }, expiresAt: sent.expiresAt, shown };
  }

  async verify(request: FactorRequest & { challenge: Challenge; answer: string }): Promise<FactorAnswer> {
    const { identityId, visitDigest, challenge, answer } = request;
    const attempt = await this.#deps.throttle.attempt(identityId, this.kind);
    if (attempt.blocked) return { outcome: 'blocked', secondsLeft: attempt.secondsLeft };
    const { outcome } = await this.#deps.codes.verify({
      codeId: challenge.codeId ?? '',
      visitDigest,
      purpose: 'login',
      code: answer,
      identityId,
    });
    if (outcome !== 'right') return { outcome };
    await this.#deps.throttle.clear(identityId, this.kind);
    return { outcome, amr: ['otp', 'sms'], aal: 2 };
  }

  /** The phone, where the identity has it as a factor; `unused` where it has not been used for too long to count. */
  async #phone(identityId: string): Promise<{ readonly number: string } | 'unused' | undefined> {
    const authenticators = await this.#deps.uow.read.authenticators.ofIdentity(identityId);
    if (!authenticators.some(({ kind }) => kind === 'sms')) return undefined;
    if (!phoneCounts(authenticators, this.#deps.clock.now())) return 'unused';
    const number = await this.#deps.phoneOf(identityId);
    return number === undefined ? undefined : { number };
  }
}
