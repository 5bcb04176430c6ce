import type { Sealer } from '../../shared/seal.js';
import type { Text } from '../../shared/text.js';
import type { AuditEvent, Correction, PersonalField, Repositories } from '../records/index.js';
import type { ExportField } from './fields.messages.js';

/** Everything that a store offers and that is a table, or several. */
export type Store = Exclude<keyof Repositories, 'holdings' | 'standings'>;

/** What a chapter is read with. */
export interface ExportReading {
  readonly identityId: string;
  readonly stores: Repositories;
  /** Opens what rests under the identity's own data key. */
  readonly sealer: Sealer;
  reveal(fields: readonly PersonalField[]): Promise<Partial<Record<PersonalField, string>>>;
  /** Events as the history tells them; without words where it leaves one out. */
  tell(events: readonly AuditEvent[]): Promise<readonly ToldEvent[]>;
  /** With its words readable. */
  openCorrection(correction: Correction, sealer: Sealer): object;
}

export type ExportRow = Readonly<Record<string, unknown>>;

/** An event in words. `by`: the citizen, an application, our staff, or nobody. */
export type ToldEvent = ExportRow & { readonly at: Date; readonly type: string };

/** One chapter of the citizen's copy. What leaves is `fields` of what was read, and nothing else. */
export interface Chapter {
  readonly words: Text;
  /** Each has words in `FIELDS`, and stands in docs/guides/data-export.md. */
  readonly fields: readonly ExportField[];
  /** Where it comes from, of the holding's tables; its first where nothing is said. Read as it is where there is no `read`. */
  readonly table?: string;
  read?(reading: ExportReading): Promise<readonly ExportRow[]>;
}

/** Whose rows can go with an identity. */
export type EraseStores = Pick<
  Repositories,
  | 'numberIndex'
  | 'contactIndex'
  | 'authenticators'
  | 'authenticatorIndex'
  | 'knownDevices'
  | 'preferences'
  | 'dataExports'
  | 'corrections'
  | 'recoveries'
  | 'consents'
  | 'delegations'
>;

export interface Sweep {
  readonly now: Date;
  /** Days for which an ended session stays on record. */
  readonly sessionRecordDays: number;
  /** Rows of one table per statement. */
  readonly limit: number;
}

/** What one repository keeps. Whatever is said in words says why nothing is done. */
export interface Holding {
  readonly tables: readonly string[];
  /** Its chapters of the citizen's copy, by their names in the JSON. */
  readonly exported: Readonly<Record<string, Chapter>> | string;
  /** What goes when the identity is closed. `key`: it is sealed under the data key, which is destroyed. */
  readonly erased: ((stores: EraseStores, identityId: string, at: Date) => Promise<unknown>) | 'key' | string;
  /** What bounds it, for docs/guides/operate.md. */
  readonly bounded: string;
  /** Removes what nobody can use any more. @returns how many rows, at most `limit` */
  readonly swept?: (stores: Repositories, sweep: Sweep) => Promise<number>;
}
