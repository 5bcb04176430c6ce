import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { record } from '../audit/index.js';
import type { Preference, PreferenceChange, Repositories } from '../records/index.js';

export interface PreferencesDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'preferences' | 'audit'>>;
  readonly clock: Clock;
}

/** Language, size and wished notices of each identity. */
export class Preferences {
  readonly #deps: PreferencesDeps;

  constructor(deps: PreferencesDeps) {
    this.#deps = deps;
  }

  /** All null where nothing was ever chosen. */
  async of(identityId: string): Promise<Preference> {
    const chosen = await this.#deps.uow.read.preferences.find(identityId);
    return chosen ?? { identityId, language: null, elder: null, notices: null };
  }

  change(identityId: string, change: PreferenceChange): Promise<void> {
    const { uow, clock } = this.#deps;
    return uow.run(async (stores) => {
      await stores.preferences.put(identityId, change);
      const detail = { what: Object.keys(change) };
      await record({ clock }, stores, 'preferences.changed', { actor: identityId, identityId, detail });
    });
  }
}
