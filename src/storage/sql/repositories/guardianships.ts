import type { Guardianship, GuardianshipRepository } from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { lockClause } from '../session.js';
import { limitTo, Table } from '../table.js';

const guardianshipTable = new Table(schema.guardianships);

export class SqlGuardianships extends Repository implements GuardianshipRepository {
  ofWard(identityId: string): Promise<readonly Guardianship[]> {
    return guardianshipTable.list(this.session, { identityId }, ' ORDER BY slot');
  }

  hold(identityId: string): Promise<readonly Guardianship[]> {
    return guardianshipTable.list(
      this.session,
      { identityId },
      ` ORDER BY slot${lockClause(this.session, 'exclusive')}`,
    );
  }

  ofGuardian(guardianId: string): Promise<readonly Guardianship[]> {
    return guardianshipTable.list(this.session, { guardianId }, ' ORDER BY changed_at, id');
  }

  asked(askedDigest: string, limit: number): Promise<readonly Guardianship[]> {
    return guardianshipTable.list(this.session, { askedDigest }, ` ORDER BY asked_at, id${limitTo(limit)}`);
  }

  due(now: Date, limit: number): Promise<readonly Guardianship[]> {
    return guardianshipTable.select(this.session, `WHERE review_at <= ? ORDER BY review_at, id${limitTo(limit)}`, [
      now,
    ]);
  }

  insert(guardianship: Guardianship): Promise<boolean> {
    return guardianshipTable.insertNew(this.session, guardianship);
  }

  async update({ identityId, slot, ...change }: Guardianship): Promise<void> {
    await guardianshipTable.update(this.session, change, { identityId, slot });
  }

  async removeWard(identityId: string): Promise<void> {
    await guardianshipTable.remove(this.session, { identityId });
  }
}
