/** A copy of everything that is held about a citizen, which they asked for. There is at most one of an identity. */
export interface DataExport {
  readonly identityId: string;
  readonly id: string;
  /** Sources that are done. */
  readonly steps: number;
  readonly askedAt: Date;
  readonly readyAt: Date | null;
  readonly jsonFetchedAt: Date | null;
  readonly pageFetchedAt: Date | null;
  readonly expiresAt: Date;
}

/** What it is fetched as: JSON for programs, a page for people. */
export type ExportForm = 'json' | 'page';

/** What one source gave, or a piece of that, as JSON sealed under the identity's own data key. */
export interface DataExportPart {
  readonly identityId: string;
  /** `ExportSource.name`. */
  readonly source: string;
  /** From 0. */
  readonly number: number;
  readonly content: string;
}

export interface DataExportRepository {
  find(identityId: string): Promise<DataExport | undefined>;
  /** @returns false where the identity has one */
  insert(asked: DataExport): Promise<boolean>;
  /** Compare-and-set on `id` and `steps`. @returns whether it wrote */
  advance(asked: DataExport, change: Pick<DataExport, 'steps' | 'readyAt' | 'expiresAt'>): Promise<boolean>;
  addParts(parts: readonly DataExportPart[]): Promise<void>;
  /** By source, each in order. */
  parts(identityId: string): Promise<readonly DataExportPart[]>;
  /** The sources that are done. */
  sources(identityId: string): Promise<readonly string[]>;
  /** Of one that is ready and has not run out; compare-and-set from null. @returns whether this call was the one */
  markFetched(identityId: string, form: ExportForm, at: Date): Promise<boolean>;
  removeParts(identityId: string): Promise<void>;
  /** With its parts. */
  removeIdentity(identityId: string): Promise<void>;
  /** @returns how many, at most `limit` */
  removeExpired(now: Date, limit: number): Promise<number>;
}

/** Reads what any table holds of an identity; the export's alone, since it names tables and columns. */
export interface HoldingRepository {
  /** @throws TypeError for a table that has no `identity_id` */
  of(table: string, identityId: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}
