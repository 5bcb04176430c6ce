import { type Clock, plusSeconds } from '../../../shared/clock.js';
import type { Sealer } from '../../../shared/seal.js';
import { plainCode } from '../../../shared/text.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import type { Authenticator, AuthenticatorRepository, SpentRepository } from '../../records/index.js';
import { TOTP_FACTOR } from '../factors.messages.js';
import type { BeginAnswer, FactorAnswer, FactorRequest, FactorThrottle, SecondFactor } from '../second-factor.js';
import { usableOf } from '../strength.js';
import { matchTotp, spendStep, TOTP_DIGITS } from './totp.js';

export interface TotpFactorDeps {
  readonly throttle: FactorThrottle;
  readonly uow: UnitOfWork<{ readonly authenticators: AuthenticatorRepository; readonly spent: SpentRepository }>;
  readonly clock: Clock;
  /** What seals under the identity's own key; undefined where that was destroyed. */
  sealerOf(identityId: string): Promise<Sealer | undefined>;
}

/** Seconds that the page waits for a code. */
const WAITS_SECONDS = 15 * 60;

/** One-time passwords by time (RFC 6238) from an app: nothing is sent. One step of drift either way, each step good once. */
export class TotpFactor implements SecondFactor {
  readonly kind = 'totp';
  readonly aal = 2;
  readonly needsSending = false;
  readonly label = TOTP_FACTOR.label;
  readonly help = TOTP_FACTOR.help;
  readonly #deps: TotpFactorDeps;

  constructor(deps: TotpFactorDeps) {
    this.#deps = deps;
  }

  async available(identityId: string): Promise<{ available: true; hint: string } | { available: false }> {
    const all = await this.#usable(identityId);
    return all.length > 0 ? { available: true, hint: '' } : { available: false };
  }

  async begin({ identityId }: FactorRequest): Promise<BeginAnswer> {
    if ((await this.#usable(identityId)).length === 0) return { outcome: 'unavailable' };
    const expiresAt = plusSeconds(this.#deps.clock.now(), WAITS_SECONDS);
    return { outcome: 'begun', challenge: {}, expiresAt, shown: { entry: 'digits', length: TOTP_DIGITS } };
  }

  /** Of any number of parallel calls with one code, over any number of nodes, one hears `right`. */
  async verify({ identityId, answer }: FactorRequest & { answer: string }): Promise<FactorAnswer> {
    const { throttle, uow, clock } = this.#deps;
    const attempt = await throttle.attempt(identityId, this.kind);
    if (attempt.blocked) return { outcome: 'blocked', secondsLeft: attempt.secondsLeft };
    const now = clock.now();
    const [all, sealer] = await Promise.all([this.#usable(identityId), this.#deps.sealerOf(identityId)]);
    const matched = matchTotp(all, sealer, plainCode(answer), now);
    if (!matched) return { outcome: 'wrong' };
    const won = await uow.run(({ spent }) => spendStep(spent, matched.id, matched.step, now));
    if (!won) return { outcome: 'used_up' };
    await throttle.clear(identityId, this.kind);
    return { outcome: 'right', amr: ['otp'], aal: 2 };
  }

  async #usable(identityId: string): Promise<readonly Authenticator[]> {
    const { uow, clock } = this.#deps;
    const now = clock.now();
    const all = await uow.read.authenticators.ofIdentity(identityId);
    return usableOf(all, now).filter(({ kind }) => kind === this.kind);
  }
}
