import type { Consent, ConsentReceipt, ConsentRepository } from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { dateText, Table } from '../table.js';

const consentTable = new Table(schema.consents);
const receiptTable = new Table(schema.consentReceipts);

export class SqlConsents extends Repository implements ConsentRepository {
  find(identityId: string, applicationId: string): Promise<Consent | undefined> {
    return consentTable.find(this.session, { identityId, applicationId });
  }

  ofIdentity(identityId: string): Promise<readonly Consent[]> {
    return consentTable.list(this.session, { identityId }, ' ORDER BY application_id');
  }

  insert(consent: Consent): Promise<boolean> {
    return consentTable.insertNew(this.session, consent);
  }

  async update(consent: Consent, expectedVersion: number): Promise<boolean> {
    const { identityId, applicationId, ...change } = consent;
    const where = { identityId, applicationId, version: expectedVersion };
    return (await consentTable.update(this.session, change, where)) > 0;
  }

  addReceipt(receipt: ConsentReceipt): Promise<void> {
    return receiptTable.insert(this.session, receipt);
  }

  receipts(identityId: string, applicationId: string): Promise<readonly ConsentReceipt[]> {
    return receiptTable.list(this.session, { identityId, applicationId }, ' ORDER BY version');
  }

  /** Counts as a decision on each: the versions rise, so that an update under way loses its compare-and-set. */
  async withdrawAll(identityId: string, at: Date): Promise<void> {
    const sql =
      'UPDATE consents SET withdrawn_at = ?, version = version + 1 WHERE identity_id = ? AND withdrawn_at IS NULL';
    await this.session.run(sql, [dateText(at), identityId]);
  }
}
