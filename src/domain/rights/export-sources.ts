import type { Sealer } from '../../shared/seal.js';
import type { PersonalData } from '../identities/index.js';
import {
  type AuditEvent,
  type Delegation,
  PERSONAL_FIELDS,
  type PersonalField,
  type Repositories,
} from '../records/index.js';
import { openCorrection } from './corrections.js';

export type ExportStores = Pick<
  Repositories,
  | 'identities'
  | 'personalData'
  | 'delegations'
  | 'audit'
  | 'holdings'
  | 'applications'
  | 'departments'
  | 'dataExports'
  | 'corrections'
  | 'guardianships'
>;

/** What a source reads with. */
export interface ExportReading {
  readonly identityId: string;
  readonly stores: ExportStores;
  /** Opens what rests under the identity's own data key. */
  readonly sealer: Sealer;
  reveal(fields: readonly PersonalField[]): Promise<PersonalData>;
  /** Events as the history tells them; without words where it leaves one out. */
  tell(events: readonly AuditEvent[]): Promise<readonly ToldEvent[]>;
}

export type ExportRow = Readonly<Record<string, unknown>>;

/** An event in words. `by`: the citizen, an application, our staff, or nobody. */
export type ToldEvent = ExportRow & { readonly at: Date; readonly type: string };

/** One chapter of the export. What leaves is `fields` of what was read, and nothing else. */
export interface ExportSource {
  /** Its name in the JSON. */
  readonly name: string;
  readonly fields: readonly string[];
  /** Where it comes from; read as it is where there is no `read`. */
  readonly table: string;
  read?(reading: ExportReading): Promise<readonly ExportRow[]>;
}

/** Events read at once. */
const PAGE = 500;

/** Everything that is held about an identity, in the order in which it is told. A new table is a line here. */
export const EXPORT_SOURCES: readonly ExportSource[] = [
  {
    name: 'identity',
    table: 'identities',
    fields: ['id', 'state', 'ial', 'provenAt', 'createdAt', 'closesAt'],
    read: async ({ stores, identityId }) => [(await stores.identities.find(identityId)) ?? {}],
  },
  {
    name: 'personalData',
    table: 'personal_data',
    fields: PERSONAL_FIELDS,
    read: async ({ reveal }) => [await reveal(PERSONAL_FIELDS)],
  },
  {
    name: 'authenticators',
    table: 'authenticators',
    fields: ['kind', 'label', 'createdAt', 'usableFrom', 'usableUntil', 'lastUsedAt', 'passkey', 'site'],
    read: async ({ stores, identityId }) => {
      const all = await stores.holdings.of('authenticators', identityId);
      // What is kept of a passkey is public; of the others it leads to their secret, but for where a linked account is.
      return all.map((one) => {
        if (one.kind === 'outside') return { ...one, site: (one.data as { provider: string }).provider };
        return one.kind === 'passkey' ? { ...one, passkey: one.data } : one;
      });
    },
  },
  { name: 'recovery', table: 'recoveries', fields: ['goal', 'proofs', 'begunAt', 'effectiveAt'] },
  { name: 'preferences', table: 'preferences', fields: ['language', 'elder', 'notices'] },
  { name: 'knownDevices', table: 'known_devices', fields: ['confirmedAt', 'lastSeenAt'] },
  {
    name: 'sessions',
    table: 'login_sessions',
    fields: [
      ...['uid', 'aal', 'amr', 'used', 'browser', 'place', 'terminal'],
      ...['startedAt', 'lastSeenAt', 'expiresAt', 'endedAt'],
    ],
  },
  {
    name: 'sessionApplications',
    table: 'session_applications',
    fields: ['sessionUid', 'applicationId', 'joinedAt', 'notifiedAt'],
  },
  {
    name: 'consents',
    table: 'consents',
    fields: ['id', 'applicationId', 'items', 'givenAt', 'expiresAt', 'withdrawnAt', 'version'],
  },
  {
    name: 'consentReceipts',
    table: 'consent_receipts',
    fields: ['id', 'consentId', 'applicationId', 'version', 'action', 'at', 'shown'],
  },
  {
    name: 'delegations',
    table: 'delegations',
    fields: ['side', 'applications', 'days', 'invitedAt', 'startedAt', 'endsAt', 'endedAt', 'endedBy'],
    read: async ({ stores: { delegations }, identityId }) => {
      const [given, received] = [await delegations.ofIdentity(identityId), await delegations.ofHelper(identityId)];
      const seen = (side: string) => (one: Delegation) => ({ ...one, side });
      return [...given.map(seen('principal')), ...received.map(seen('helper'))];
    },
  },
  { name: 'subjects', table: 'subjects', fields: ['departmentId', 'subject'] },
  { name: 'grants', table: 'provider_grants', fields: ['applicationId', 'expiresAt', 'revokedAt'] },
  { name: 'refreshTokens', table: 'refresh_tokens', fields: ['applicationId', 'expiresAt', 'consumedAt'] },
  { name: 'guardians', table: 'guardianships', fields: ['state', 'askedAt', 'changedAt'] },
  {
    name: 'wards',
    table: 'guardianships',
    fields: ['state', 'askedAt', 'changedAt'],
    read: async ({ stores, identityId }) =>
      (await stores.guardianships.ofGuardian(identityId)).map((one) => ({ ...one })),
  },
  {
    name: 'corrections',
    table: 'corrections',
    fields: ['field', 'request', 'askedAt', 'outcome', 'answer', 'answeredAt'],
    read: async ({ stores, identityId, sealer }) =>
      (await stores.corrections.ofIdentity(identityId)).map((one) => ({ ...openCorrection(one, sealer) })),
  },
  {
    name: 'dataExports',
    table: 'data_exports',
    fields: ['askedAt', 'expiresAt'],
  },
  { name: 'history', table: 'audit_events', fields: ['at', 'type', 'words', 'by', 'applicationId'], read: history },
];

/** Tables that hold something of an identity which the export leaves out, and why. */
export const NOT_EXPORTED: Readonly<Record<string, string>> = {
  identity_number_index: 'a digest of the number, which personalData tells',
  contact_index: 'digests of the contacts, which personalData tells',
  authenticator_index: 'digests of what authenticators tells',
  former_identities: 'a digest of the number, of accounts that are closed',
  one_time_codes: 'a digest of a code, good for minutes',
  data_export_parts: 'the export itself',
};

async function history({ stores, identityId, tell }: ExportReading): Promise<readonly ExportRow[]> {
  const told: ExportRow[] = [];
  for (let last: AuditEvent | undefined; ; ) {
    const events = await stores.audit.before(identityId, last, undefined, PAGE);
    told.push(...(await tell(events)));
    last = events.at(-1);
    if (events.length < PAGE) return told;
  }
}

/** What a source holds of the identity, as it leaves: its fields alone, with the names of those who are only numbered there. */
export async function readSource(source: ExportSource, reading: ExportReading): Promise<readonly ExportRow[]> {
  const { stores, identityId } = reading;
  const rows = source.read ? await source.read(reading) : await stores.holdings.of(source.table, identityId);
  const names = new Map<string, Promise<object>>();
  return Promise.all(
    rows.map(async (row) => {
      const kept = Object.fromEntries(source.fields.map((field) => [field, row[field] ?? null]));
      const { applicationId, departmentId } = kept;
      const key = `${applicationId}|${departmentId}`;
      if (!names.has(key)) names.set(key, namesOf(stores, applicationId, departmentId));
      return { ...kept, ...(await names.get(key)) };
    }),
  );
}

async function namesOf(stores: ExportStores, applicationId: unknown, departmentId: unknown): Promise<object> {
  const application = typeof applicationId === 'string' ? await stores.applications.find(applicationId) : undefined;
  const id = departmentId ?? application?.departmentId;
  const department = typeof id === 'string' ? await stores.departments.find(id) : undefined;
  return { ...(application && { application: application.name }), ...(department && { department: department.name }) };
}
