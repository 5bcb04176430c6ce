import type {
  ContactIndexEntry,
  ContactIndexRepository,
  ContactKind,
  FormerIdentity,
  FormerIdentityRepository,
  Identity,
  IdentityRepository,
  IndexedIdentity,
  IndexKey,
  IndexKeyRepository,
  IndexKeyState,
  NumberClaim,
  NumberIndexEntry,
  NumberIndexRepository,
  PersonalDataRepository,
  SealedPersonalData,
} from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { lockClause } from '../session.js';
import { limitTo, Table } from '../table.js';

const identityTable = new Table(schema.identities);
const personalDataTable = new Table(schema.personalData);
const numberTable = new Table(schema.numberIndex);
const keyTable = new Table(schema.indexKeys);
const formerTable = new Table(schema.formerIdentities);
const contactTable = new Table(schema.contactIndex);

const IDENTITY = identityTable.columnsUnder('i');
const INDEXED = ['key_version', 'digest'];
const BY_NUMBER = `SELECT ${INDEXED.join(', ')}, ${IDENTITY} FROM identity_number_index n JOIN identities i ON i.id = n.identity_id`;

export class SqlIdentities extends Repository implements IdentityRepository {
  find(id: string): Promise<Identity | undefined> {
    return identityTable.find(this.session, { id });
  }

  async byNumber(digests: readonly Pick<NumberIndexEntry, 'keyVersion' | 'digest'>[]): Promise<Identity | undefined> {
    const found = await Promise.all(
      digests.map(({ keyVersion, digest }) => this.session.find(BY_NUMBER, INDEXED, [keyVersion, digest])),
    );
    const row = found.find((one) => one !== undefined);
    return row && identityTable.recordUnder('i', row);
  }

  async byContact(kind: ContactKind, digest: string, limit: number): Promise<readonly Identity[]> {
    const rows = await this.session.rows(
      `SELECT ${IDENTITY} FROM contact_index c JOIN identities i ON i.id = c.identity_id
       WHERE c.kind = ? AND c.digest = ? ORDER BY c.identity_id${limitTo(limit)}`,
      [kind, digest],
    );
    return rows.map((row) => identityTable.recordUnder('i', row));
  }

  closing(now: Date, limit: number): Promise<readonly Identity[]> {
    const clause = `WHERE closes_at <= ? AND state = 'active' ORDER BY closes_at, id${limitTo(limit)}`;
    return identityTable.select(this.session, clause, [now]);
  }

  async moveClosing(id: string, from: Date | null, to: Date | null): Promise<boolean> {
    return (await identityTable.update(this.session, { closesAt: to }, { id, state: 'active', closesAt: from })) > 0;
  }

  insert(identity: Identity): Promise<void> {
    return identityTable.insertLast(this.session, identity);
  }

  async update(
    id: string,
    expectedEpoch: number,
    change: Partial<Omit<Identity, 'id' | 'createdAt'>>,
  ): Promise<boolean> {
    const written = { tokenEpoch: expectedEpoch, ...change };
    return (await identityTable.update(this.session, written, { id, tokenEpoch: expectedEpoch })) > 0;
  }

  async markChild(id: string, child: Identity['child']): Promise<void> {
    await identityTable.update(this.session, { child }, { id });
  }
}

export class SqlFormerIdentities extends Repository implements FormerIdentityRepository {
  insert(former: FormerIdentity): Promise<void> {
    return formerTable.insert(this.session, former);
  }

  of(digest: string): Promise<readonly FormerIdentity[]> {
    return formerTable.list(this.session, { digest }, ' ORDER BY closed_at, identity_id');
  }

  async claim(digest: string, claimedBy: string, claimedAt: Date): Promise<boolean> {
    return (await formerTable.update(this.session, { claimedBy, claimedAt }, { digest, claimedBy: null })) > 0;
  }
}

export class SqlPersonalData extends Repository implements PersonalDataRepository {
  find(identityId: string): Promise<SealedPersonalData | undefined> {
    return personalDataTable.find(this.session, { identityId });
  }

  insert(data: SealedPersonalData): Promise<void> {
    return personalDataTable.insertLast(this.session, data);
  }

  async update(data: SealedPersonalData, expectedVersion: number): Promise<boolean> {
    const { identityId, ...change } = data;
    return (await personalDataTable.update(this.session, change, { identityId, version: expectedVersion })) > 0;
  }
}

/** More than the three there can be (current, writing, retiring): whom the limit cuts in two is then beyond the page. */
const ROWS_PER_IDENTITY = 4;

export class SqlNumberIndex extends Repository implements NumberIndexRepository {
  find(keyVersion: number, digest: string): Promise<NumberIndexEntry | undefined> {
    return numberTable.find(this.session, { keyVersion, digest });
  }

  insert(...entries: readonly NumberIndexEntry[]): Promise<boolean> {
    return numberTable.insertNew(this.session, ...entries);
  }

  async setClaim(identityId: string, claim: NumberClaim): Promise<void> {
    await numberTable.update(this.session, { claim }, { identityId });
  }

  async removeIdentity(identityId: string): Promise<void> {
    await numberTable.remove(this.session, { identityId });
  }

  removeVersion(keyVersion: number, limit: number): Promise<number> {
    return numberTable.removeSome(this.session, 'key_version = ?', [keyVersion], limit);
  }

  /**
   * One range of one covering index, without a join: while a rotation fills a version, the server's statistics do not
   * know it yet, and a join by `key_version` took seconds for sixteen thousand identities.
   */
  async page(afterId: string, limit: number): Promise<readonly IndexedIdentity[]> {
    const most = limit * ROWS_PER_IDENTITY;
    const rows = await this.session.rows(
      `SELECT identity_id, key_version FROM identity_number_index WHERE identity_id > ?
       ORDER BY identity_id, key_version${limitTo(most)}`,
      [afterId],
    );
    const page = [...Map.groupBy(rows, (row) => String(row.identity_id))].map(([identityId, held]) => ({
      identityId,
      keyVersions: held.map((row) => Number(row.key_version)),
    }));
    return page.slice(0, limit);
  }
}

/**
 * Every step of a rotation first locks the rows that registrations hold in share mode. Without that a new version
 * could be inserted beside a running registration, which row locks alone do not prevent, and the backfill would pass
 * the newcomer by.
 */
export class SqlIndexKeys extends Repository implements IndexKeyRepository {
  all(lock?: 'share' | 'exclusive'): Promise<readonly IndexKey[]> {
    return keyTable.list(this.session, {}, ` ORDER BY version${lock ? lockClause(this.session, lock) : ''}`);
  }

  async insert(key: IndexKey): Promise<boolean> {
    await this.all('exclusive');
    return keyTable.insertNew(this.session, key);
  }

  async setState(version: number, state: IndexKeyState): Promise<void> {
    await this.all('exclusive');
    await keyTable.update(this.session, { state }, { version });
  }

  async remove(version: number): Promise<void> {
    await this.all('exclusive');
    await keyTable.remove(this.session, { version });
  }
}

export class SqlContactIndex extends Repository implements ContactIndexRepository {
  async find(kind: ContactKind, digest: string, limit: number): Promise<readonly string[]> {
    const rows = await contactTable.list(this.session, { kind, digest }, ` ORDER BY identity_id${limitTo(limit)}`);
    return rows.map((row) => row.identityId);
  }

  insert(entry: ContactIndexEntry): Promise<void> {
    return contactTable.insertLast(this.session, entry);
  }

  async put(entry: ContactIndexEntry): Promise<void> {
    const { identityId, kind, digest } = entry;
    await contactTable.put(this.session, entry, { digest }, { identityId, kind });
  }

  async removeIdentity(identityId: string): Promise<void> {
    await contactTable.remove(this.session, { identityId });
  }
}
