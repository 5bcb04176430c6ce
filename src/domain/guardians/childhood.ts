import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { CONSENT_AGE, childMark, dayOfTurning, type PersonalDataVault } from '../identities/index.js';
import type { Identity, Repositories } from '../records/index.js';

export interface ChildhoodDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'identities' | 'personalData'>>;
  readonly vault: PersonalDataVault;
  readonly clock: Clock;
}

/** Who is younger than 14: by the date alone, whatever upkeep has or has not done. */
export class Childhood {
  readonly #deps: ChildhoodDeps;

  constructor(deps: ChildhoodDeps) {
    this.#deps = deps;
  }

  /** The birth date is opened for children and for those nobody has looked at yet; for all others the mark answers. */
  async isUnder14(identity: Identity): Promise<boolean> {
    if (identity.child === 0) return false;
    const { uow, clock } = this.#deps;
    const child = childMark(await this.birthdateOf(identity.id), clock.now());
    if (child !== identity.child) {
      await uow.run(({ identities }) => identities.markChild(identity.id, child), { statements: 'one' });
    }
    return child === 1;
  }

  /** The day on which the holder turns 14, YYYY-MM-DD; undefined where the birth date is not known. */
  async fourteenOn(identityId: string): Promise<string | undefined> {
    const birthdate = await this.birthdateOf(identityId);
    return birthdate === undefined ? undefined : dayOfTurning(CONSENT_AGE, birthdate);
  }

  async birthdateOf(identityId: string): Promise<string | undefined> {
    const { uow, vault } = this.#deps;
    return (await vault.open(await uow.read.personalData.find(identityId), ['birthdate'])).birthdate;
  }
}
