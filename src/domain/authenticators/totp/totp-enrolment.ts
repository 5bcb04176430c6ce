import type { Clock } from '../../../shared/clock.js';
import type { Sealer } from '../../../shared/seal.js';
import { plainCode } from '../../../shared/text.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import type { SpentRepository } from '../../records/index.js';
import type { AuthenticatorStores, Authenticators } from '../authenticators.js';
import { spendStep, totpContext, totpDigest, totpStep } from './totp.js';

export interface TotpEnrolmentDeps {
  readonly authenticators: Pick<Authenticators, 'addIn'>;
  readonly uow: UnitOfWork<AuthenticatorStores & { readonly spent: SpentRepository }>;
  readonly clock: Clock;
  /** What seals under the identity's own key; undefined where that was destroyed. */
  sealerOf(identityId: string): Promise<Sealer | undefined>;
}

/** Takes an app among an identity's authenticators, once it has shown a right code. */
export class TotpEnrolment {
  readonly #deps: TotpEnrolmentDeps;

  constructor(deps: TotpEnrolmentDeps) {
    this.#deps = deps;
  }

  /**
   * Adds the app and spends the code that proved it, in one transaction.
   * @param key what `newTotpKey` gave and this citizen was shown
   * @returns `taken` where the key was added before: a form that was sent twice
   */
  async confirm(
    identityId: string,
    key: string,
    typed: string,
  ): Promise<{ readonly outcome: 'added' | 'wrong' | 'taken' | 'full' }> {
    const { authenticators, uow, clock, sealerOf } = this.#deps;
    const now = clock.now();
    const step = totpStep(key, plainCode(typed), now);
    if (step === undefined) return { outcome: 'wrong' };
    const sealer = await sealerOf(identityId);
    if (!sealer) throw new Error('the data of this identity was erased');
    const secret = sealer.seal(key, totpContext(identityId));
    return uow.run(async (repositories) => {
      const totp = { identityId, kind: 'totp', secret, digest: totpDigest(key) } as const;
      const added = await authenticators.addIn(repositories, totp);
      if (added.outcome !== 'added') return added;
      await spendStep(repositories.spent, added.authenticator.id, step, now);
      return { outcome: 'added' };
    });
  }
}
