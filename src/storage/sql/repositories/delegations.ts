import type { Delegation, DelegationRepository, EndedBy } from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { limitTo, Table } from '../table.js';

const delegationTable = new Table(schema.delegations);

const LATEST_FIRST = ' ORDER BY invited_at DESC, id DESC';

export class SqlDelegations extends Repository implements DelegationRepository {
  find(identityId: string, id: string): Promise<Delegation | undefined> {
    return delegationTable.find(this.session, { identityId, id });
  }

  ofIdentity(identityId: string): Promise<readonly Delegation[]> {
    return delegationTable.list(this.session, { identityId }, LATEST_FIRST);
  }

  ofHelper(helperId: string): Promise<readonly Delegation[]> {
    return delegationTable.list(this.session, { helperId }, LATEST_FIRST);
  }

  insert(delegation: Delegation): Promise<boolean> {
    return delegationTable.insertNew(this.session, delegation);
  }

  async start(identityId: string, id: string, startedAt: Date, endsAt: Date): Promise<boolean> {
    const where = { identityId, id, startedAt: null, endedAt: null };
    return (await delegationTable.update(this.session, { startedAt, endsAt }, where)) > 0;
  }

  async end(identityId: string, id: string, endedAt: Date, endedBy: EndedBy): Promise<boolean> {
    const change = { endedAt, endedBy, slot: null };
    return (await delegationTable.update(this.session, change, { identityId, id, endedAt: null })) > 0;
  }

  due(now: Date, limit: number): Promise<readonly Delegation[]> {
    const clause = `WHERE ended_at IS NULL AND ends_at <= ? ORDER BY ends_at${limitTo(limit)}`;
    return delegationTable.select(this.session, clause, [now]);
  }

  async removeIdentity(identityId: string): Promise<void> {
    await delegationTable.remove(this.session, { identityId });
    await delegationTable.update(this.session, { helperId: null }, { helperId: identityId });
  }

  removeEnded(before: Date, limit: number): Promise<number> {
    return delegationTable.removeSome(this.session, 'ended_at <= ?', [before], limit);
  }
}
