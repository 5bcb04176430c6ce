import type {
  Correction,
  CorrectionOutcome,
  CorrectionRepository,
  DataExport,
  DataExportPart,
  DataExportRepository,
  ExportForm,
  HoldingRepository,
} from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { dateText, limitTo, Table } from '../table.js';

const exportTable = new Table(schema.dataExports);
const correctionTable = new Table(schema.corrections);
const partTable = new Table(schema.dataExportParts);

const FETCHED = { json: 'json_fetched_at', page: 'page_fetched_at' } as const;

export class SqlDataExports extends Repository implements DataExportRepository {
  find(identityId: string): Promise<DataExport | undefined> {
    return exportTable.find(this.session, { identityId });
  }

  insert(asked: DataExport): Promise<boolean> {
    return exportTable.insertNew(this.session, asked);
  }

  async advance(
    { identityId, id, steps }: DataExport,
    change: Pick<DataExport, 'steps' | 'readyAt' | 'expiresAt'>,
  ): Promise<boolean> {
    return (await exportTable.update(this.session, change, { identityId, id, steps })) > 0;
  }

  async addParts(parts: readonly DataExportPart[]): Promise<void> {
    for (const part of parts) await partTable.insert(this.session, part);
  }

  parts(identityId: string): Promise<readonly DataExportPart[]> {
    return partTable.list(this.session, { identityId }, ' ORDER BY source, number');
  }

  async sources(identityId: string): Promise<readonly string[]> {
    const sql = 'SELECT DISTINCT source FROM data_export_parts WHERE identity_id = ?';
    return (await this.session.rows(sql, [identityId])).map(({ source }) => String(source));
  }

  async markFetched(identityId: string, form: ExportForm, at: Date): Promise<boolean> {
    const column = FETCHED[form];
    const sql = `UPDATE data_exports SET ${column} = ? WHERE identity_id = ? AND ${column} IS NULL AND ready_at IS NOT NULL AND expires_at > ?`;
    return (await this.session.run(sql, [dateText(at), identityId, dateText(at)])) > 0;
  }

  async removeParts(identityId: string): Promise<void> {
    await partTable.remove(this.session, { identityId });
  }

  async removeIdentity(identityId: string): Promise<void> {
    await exportTable.remove(this.session, { identityId });
    await this.removeParts(identityId);
  }

  async removeExpired(now: Date, limit: number): Promise<number> {
    const expired = await exportTable.select(this.session, `WHERE expires_at <= ?${limitTo(limit)}`, [now]);
    for (const { identityId, id } of expired) {
      // Another may have been begun in its place meanwhile, and has parts of its own.
      if ((await exportTable.remove(this.session, { identityId, id })) > 0) await this.removeParts(identityId);
    }
    return expired.length;
  }
}

export class SqlCorrections extends Repository implements CorrectionRepository {
  async find(id: string): Promise<Correction | undefined> {
    const [found] = await correctionTable.list(this.session, { id });
    return found?.id === id ? found : undefined;
  }

  ofIdentity(identityId: string): Promise<readonly Correction[]> {
    return correctionTable.list(this.session, { identityId }, ' ORDER BY asked_at DESC, id DESC');
  }

  open(limit: number): Promise<readonly Correction[]> {
    return this.search.list(correctionTable, (query) =>
      query.where('it.answeredAt IS NULL').orderBy('it.askedAt').addOrderBy('it.id').limit(limit),
    );
  }

  insert(correction: Correction): Promise<boolean> {
    return correctionTable.insertNew(this.session, correction);
  }

  async answer(identityId: string, id: string, answer: string, outcome: CorrectionOutcome, at: Date): Promise<boolean> {
    const change = { answer, outcome, answeredAt: at, openField: null };
    return (await correctionTable.update(this.session, change, { identityId, id, answeredAt: null })) > 0;
  }

  async removeIdentity(identityId: string): Promise<void> {
    await correctionTable.remove(this.session, { identityId });
  }
}

const TABLES = new Map(schema.entities.map((entity) => [entity.options.name, new Table<Row>(entity)]));

type Row = Record<string, unknown>;

export class SqlHoldings extends Repository implements HoldingRepository {
  async of(name: string, identityId: string): Promise<readonly Row[]> {
    const table = TABLES.get(name);
    if (!table) throw new TypeError(`there is no table ${name}`);
    return table.list(this.session, { identityId });
  }
}
