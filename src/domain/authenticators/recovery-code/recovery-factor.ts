import { type Clock, plusSeconds } from '../../../shared/clock.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import type { Notifier } from '../../audit/index.js';
import type { AuthenticatorStores } from '../authenticators.js';
import { RECOVERY_FACTOR } from '../factors.messages.js';
import type { DerivedKeys } from '../one-time-code/one-time-codes.js';
import type { BeginAnswer, FactorAnswer, FactorRequest, FactorThrottle, SecondFactor } from '../second-factor.js';
import { codeDigest, codeSetOf, spendRecoveryCode } from './recovery-codes.js';

export interface RecoveryFactorDeps {
  readonly throttle: FactorThrottle;
  readonly uow: UnitOfWork<Pick<AuthenticatorStores, 'authenticators' | 'outbox' | 'audit'>>;
  readonly keys: DerivedKeys;
  readonly notifications: Notifier;
  readonly clock: Clock;
}

/** Seconds that the page waits for a code. */
const WAITS_SECONDS = 15 * 60;

/** A recovery code in a second factor's place. Its holder hears of each that is used, by every channel. */
export class RecoveryFactor implements SecondFactor {
  readonly kind = 'recovery';
  readonly aal = 2;
  readonly needsSending = false;
  readonly label = RECOVERY_FACTOR.label;
  readonly help = RECOVERY_FACTOR.help;
  readonly #deps: RecoveryFactorDeps;

  constructor(deps: RecoveryFactorDeps) {
    this.#deps = deps;
  }

  async available(identityId: string): Promise<{ available: true; hint: string } | { available: false }> {
    const kept = codeSetOf(await this.#deps.uow.read.authenticators.ofIdentity(identityId));
    return kept && kept.set.unused.length > 0 ? { available: true, hint: '' } : { available: false };
  }

  async begin({ identityId }: FactorRequest): Promise<BeginAnswer> {
    if (!(await this.available(identityId)).available) return { outcome: 'unavailable' };
    const expiresAt = plusSeconds(this.#deps.clock.now(), WAITS_SECONDS);
    return { outcome: 'begun', challenge: {}, expiresAt, shown: { entry: 'text' } };
  }

  /** Of any number of parallel calls with one code, over any number of nodes, one hears `right`. */
  async verify(request: FactorRequest & { answer: string }): Promise<FactorAnswer> {
    const { throttle, keys } = this.#deps;
    const { identityId } = request;
    const attempt = await throttle.attempt(identityId, this.kind);
    if (attempt.blocked) return { outcome: 'blocked', secondsLeft: attempt.secondsLeft };
    const outcome = await this.#spend(request, await codeDigest(keys, identityId, request.answer));
    if (outcome !== 'right') return { outcome };
    await throttle.clear(identityId, this.kind);
    return { outcome, amr: ['otp'], aal: 2 };
  }

  #spend({ identityId }: FactorRequest, digest: string): Promise<'right' | 'wrong' | 'used_up'> {
    return this.#deps.uow.run((stores) => spendRecoveryCode(stores, this.#deps, identityId, digest));
  }
}
