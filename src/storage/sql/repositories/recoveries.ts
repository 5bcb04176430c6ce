import type { Recovery, RecoveryRepository } from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { limitTo, Table } from '../table.js';

const recoveryTable = new Table(schema.recoveries);

export class SqlRecoveries extends Repository implements RecoveryRepository {
  find(identityId: string): Promise<Recovery | undefined> {
    return recoveryTable.find(this.session, { identityId });
  }

  async byStop(stopDigest: string): Promise<Recovery | undefined> {
    return (await recoveryTable.list(this.session, { stopDigest }))[0];
  }

  due(now: Date, limit: number): Promise<readonly Recovery[]> {
    const clause = `WHERE effective_at <= ? ORDER BY effective_at, identity_id${limitTo(limit)}`;
    return recoveryTable.select(this.session, clause, [now]);
  }

  insert(recovery: Recovery): Promise<boolean> {
    return recoveryTable.insertNew(this.session, recovery);
  }

  async remove(identityId: string, id: string): Promise<boolean> {
    return (await recoveryTable.remove(this.session, { identityId, id })) > 0;
  }

  async removeIdentity(identityId: string): Promise<void> {
    await recoveryTable.remove(this.session, { identityId });
  }
}
