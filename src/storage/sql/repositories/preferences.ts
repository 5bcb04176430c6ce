import type { Preference, PreferenceChange, PreferenceRepository } from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { Table } from '../table.js';

const preferenceTable = new Table(schema.preferences);

export class SqlPreferences extends Repository implements PreferenceRepository {
  find(identityId: string): Promise<Preference | undefined> {
    return preferenceTable.find(this.session, { identityId });
  }

  async put(identityId: string, change: PreferenceChange): Promise<void> {
    const chosen: Preference = { identityId, language: null, elder: null, notices: null, ...change };
    await preferenceTable.put(this.session, chosen, change, { identityId });
  }

  async removeIdentity(identityId: string): Promise<void> {
    await preferenceTable.remove(this.session, { identityId });
  }
}
