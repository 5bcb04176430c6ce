import { plusSeconds } from '../../shared/clock.js';
import { type AuditEvent, type Delegation, PERSONAL_FIELDS } from '../records/index.js';
import type { ExportReading, ExportRow, Holding, Store } from './holding.js';

/** Days after the last second factor for which a device is known: after that a code is asked for again anyway. */
export const KNOWN_DEVICE_DAYS = 180;
/** Days for which an ended delegation stays on the pages of the two; the history keeps it for longer. */
export const ENDED_DELEGATION_DAYS = 90;

const daysBefore = (now: Date, days: number): Date => plusSeconds(now, -days * 24 * 3600);
const ofNobody = 'says nothing of a citizen';

/**
 * What is held, once for each repository: what the citizen's copy has of it, what goes with an identity, how long it
 * stays (ADR 10). Chapters are told, and rows erased, in this order.
 */
export const HOLDINGS = {
  identities: {
    tables: ['identities'],
    exported: {
      identity: {
        words: { zh: '身份', en: 'Identity' },
        fields: ['id', 'state', 'ial', 'provenAt', 'createdAt', 'closesAt'],
        read: async ({ stores, identityId }) => [{ ...(await stores.identities.find(identityId)) }],
      },
    },
    erased: 'the row says that there was somebody, and no more',
    bounded: 'people; a closed one stays, without its data',
  },
  personalData: {
    tables: ['personal_data'],
    exported: {
      personalData: {
        words: { zh: '个人资料', en: 'Personal data' },
        fields: PERSONAL_FIELDS,
        read: async ({ reveal }) => [await reveal(PERSONAL_FIELDS)],
      },
    },
    erased: 'key',
    bounded: 'people; a closed identity’s is emptied and its key destroyed',
  },
  numberIndex: {
    tables: ['identity_number_index'],
    exported: 'a digest of the number, which personalData tells',
    erased: ({ numberIndex }, identityId) => numberIndex.removeIdentity(identityId),
    bounded: 'people; gone with the account',
  },
  contactIndex: {
    tables: ['contact_index'],
    exported: 'digests of the contacts, which personalData tells',
    erased: ({ contactIndex }, identityId) => contactIndex.removeIdentity(identityId),
    bounded: 'people; gone with the account',
  },
  authenticators: {
    tables: ['authenticators'],
    exported: {
      authenticators: {
        words: { zh: '登录方式', en: 'Ways to sign in' },
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
    },
    erased: ({ authenticators }, identityId) => authenticators.removeIdentity(identityId),
    bounded: 'people; gone with the account',
  },
  authenticatorIndex: {
    tables: ['authenticator_index'],
    exported: 'digests of what authenticators tells',
    erased: ({ authenticatorIndex }, identityId) => authenticatorIndex.removeIdentity(identityId),
    bounded: 'people; gone with the account',
  },
  recoveries: {
    tables: ['recoveries'],
    exported: {
      recovery: { words: { zh: '找回账号', en: 'Recovery' }, fields: ['goal', 'proofs', 'begunAt', 'effectiveAt'] },
    },
    erased: ({ recoveries }, identityId) => recoveries.removeIdentity(identityId),
    bounded: 'one at most for each person, and for a day at most: it goes when it is stopped or takes effect',
  },
  preferences: {
    tables: ['preferences'],
    exported: { preferences: { words: { zh: '设置', en: 'Settings' }, fields: ['language', 'elder', 'notices'] } },
    erased: ({ preferences }, identityId) => preferences.removeIdentity(identityId),
    bounded: 'one to an identity; gone with the account',
  },
  knownDevices: {
    tables: ['known_devices'],
    exported: {
      knownDevices: { words: { zh: '用过的设备', en: 'Known devices' }, fields: ['confirmedAt', 'lastSeenAt'] },
    },
    erased: ({ knownDevices }, identityId) => knownDevices.removeIdentity(identityId),
    bounded: `swept ${KNOWN_DEVICE_DAYS} days after the last second factor, when a code is asked for again anyway`,
    swept: ({ knownDevices }, { now, limit }) => knownDevices.removeUnseen(daysBefore(now, KNOWN_DEVICE_DAYS), limit),
  },
  sessions: {
    tables: ['login_sessions', 'session_applications'],
    exported: {
      sessions: {
        words: { zh: '登录记录', en: 'Sign-ins' },
        fields: [
          ...(['uid', 'aal', 'amr', 'used', 'browser', 'place', 'terminal'] as const),
          ...(['startedAt', 'lastSeenAt', 'expiresAt', 'endedAt'] as const),
        ],
      },
      sessionApplications: {
        words: { zh: '每次登录进入的应用', en: 'Services entered in each sign-in' },
        table: 'session_applications',
        fields: ['sessionUid', 'applicationId', 'joinedAt', 'notifiedAt'],
      },
    },
    erased: 'ended with the account, and swept like others: until then it is what a misuse is found by',
    bounded: 'swept `YIHAO_SESSION_RECORD_DAYS` after the session’s end',
    swept: ({ sessions }, { now, sessionRecordDays, limit }) =>
      sessions.removeEnded(daysBefore(now, sessionRecordDays), limit),
  },
  consents: {
    tables: ['consents', 'consent_receipts'],
    exported: {
      consents: {
        words: { zh: '授权', en: 'Consents' },
        fields: ['id', 'applicationId', 'items', 'givenAt', 'expiresAt', 'withdrawnAt', 'version'],
      },
      consentReceipts: {
        words: { zh: '授权凭据', en: 'Consent receipts' },
        table: 'consent_receipts',
        fields: ['id', 'consentId', 'applicationId', 'version', 'action', 'at', 'shown'],
      },
    },
    // The receipts are the proof of what was agreed to, for both sides.
    erased: ({ consents }, identityId, at) => consents.withdrawAll(identityId, at),
    bounded:
      'people × applications that they use; of the receipts **nothing**: they are the record. Move old rows to your archive as your law has it',
  },
  delegations: {
    tables: ['delegations'],
    exported: {
      delegations: {
        words: { zh: '亲友代办', en: 'Acting for others' },
        fields: ['side', 'applications', 'days', 'invitedAt', 'startedAt', 'endsAt', 'endedAt', 'endedBy'],
        read: async ({ stores: { delegations }, identityId }) => {
          const [given, received] = [await delegations.ofIdentity(identityId), await delegations.ofHelper(identityId)];
          const seen = (side: string) => (one: Delegation) => ({ ...one, side });
          return [...given.map(seen('principal')), ...received.map(seen('helper'))];
        },
      },
    },
    erased: ({ delegations }, identityId) => delegations.removeIdentity(identityId),
    bounded: `people; swept ${ENDED_DELEGATION_DAYS} days after the end; gone with the account`,
    swept: ({ delegations }, { now, limit }) => delegations.removeEnded(daysBefore(now, ENDED_DELEGATION_DAYS), limit),
  },
  subjects: {
    tables: ['subjects'],
    exported: {
      subjects: {
        words: { zh: '各部门对您的编号', en: 'What each department knows you by' },
        fields: ['departmentId', 'subject'],
      },
    },
    erased: 'by it the same person, who comes back, is the same to a department',
    bounded: 'people × departments that they use',
  },
  grants: {
    tables: ['provider_grants'],
    exported: {
      grants: {
        words: { zh: '发给应用的许可', en: 'Grants to services' },
        fields: ['applicationId', 'expiresAt', 'revokedAt'],
      },
    },
    erased: 'revoked with the account, and swept once expired',
    bounded: 'swept once expired',
    swept: ({ grants }, { now, limit }) => grants.removeExpired(now, limit),
  },
  refreshTokens: {
    tables: ['refresh_tokens'],
    exported: {
      refreshTokens: {
        words: { zh: '应用的续期凭证', en: 'Services’ refresh tokens' },
        fields: ['applicationId', 'expiresAt', 'consumedAt'],
      },
    },
    erased: 'dead with their grants, and swept once expired',
    bounded: 'swept once expired',
    swept: ({ refreshTokens }, { now, limit }) => refreshTokens.removeExpired(now, limit),
  },
  guardianships: {
    tables: ['guardianships'],
    exported: {
      guardians: { words: { zh: '我的监护人', en: 'My guardians' }, fields: ['state', 'askedAt', 'changedAt'] },
      wards: {
        words: { zh: '我照看的孩子', en: 'Children I look after' },
        fields: ['state', 'askedAt', 'changedAt'],
        read: async ({ stores, identityId }) =>
          (await stores.guardianships.ofGuardian(identityId)).map((one) => ({ ...one })),
      },
    },
    erased: 'ended before, each with word to the other: `Wards.ends`',
    bounded: 'two for each child under 14 who named a guardian; gone when the child’s account is closed',
  },
  corrections: {
    tables: ['corrections'],
    exported: {
      corrections: {
        words: { zh: '更正申请', en: 'Corrections' },
        fields: ['field', 'request', 'askedAt', 'outcome', 'answer', 'answeredAt'],
        read: async ({ stores, identityId, sealer, openCorrection }) =>
          (await stores.corrections.ofIdentity(identityId)).map((one) => ({ ...openCorrection(one, sealer) })),
      },
    },
    erased: ({ corrections }, identityId) => corrections.removeIdentity(identityId),
    bounded: 'people and what they ask, one open at a time for each detail; gone with the account',
  },
  dataExports: {
    tables: ['data_exports', 'data_export_parts'],
    exported: { dataExports: { words: { zh: '这份数据', en: 'This copy' }, fields: ['askedAt', 'expiresAt'] } },
    erased: ({ dataExports }, identityId) => dataExports.removeIdentity(identityId),
    bounded: 'one to an identity; swept 7 days after it was ready, its parts once it was fetched in both forms',
    swept: ({ dataExports }, { now, limit }) => dataExports.removeExpired(now, limit),
  },
  audit: {
    tables: ['audit_events'],
    exported: {
      history: {
        words: { zh: '历史记录', en: 'History' },
        fields: ['at', 'type', 'words', 'by', 'applicationId'],
        read: history,
      },
    },
    erased: 'it is the record of what was done, and holds codes, counts and ids alone',
    bounded: '**nothing**: it is the record. Move old rows to your archive as your law has it',
  },
  formerIdentities: {
    tables: ['former_identities'],
    exported: 'a digest of the number, of accounts that are closed',
    erased: 'written then: by it the same person can come back to their records at departments',
    bounded: 'accounts that were closed: a digest of the number each, by which the same person can come back',
  },
  oneTimeCodes: {
    tables: ['one_time_codes'],
    exported: 'a digest of a code, good for minutes',
    erased: 'good for minutes, and swept once expired',
    bounded: 'swept once expired',
    swept: ({ oneTimeCodes }, { now, limit }) => oneTimeCodes.removeExpired(now, limit),
  },
  failureCounters: {
    tables: ['failure_counters'],
    exported: 'counts of wrong tries, gone within a day; the history tells each',
    erased: 'swept once expired, within a day',
    bounded: 'swept once expired',
    swept: ({ failureCounters }, { now, limit }) => failureCounters.removeExpired(now, limit),
  },
  spent: {
    tables: ['spent'],
    exported: 'digests of what was good once',
    erased: 'it says that something was used, and not whose it was',
    bounded: 'swept once expired',
    swept: ({ spent }, { now, limit }) => spent.removeExpired(now, limit),
  },
  outbox: {
    tables: ['outbox'],
    exported: 'messages on their way to the citizen, sealed',
    erased: 'gone when it is delivered: the last message says that the account is closed',
    bounded:
      'delivered or given up: at the latest after 24 hours for a logout notice or a copy of a citizen’s data, 72 for a message; the reminder of a closing waits 6 days',
  },
  departments: operated('departments'),
  applications: operated('applications'),
  terminals: operated('terminals'),
  indexKeys: operated('index_keys'),
  signingKeys: operated('signing_keys'),
} as const satisfies Record<Store, Holding>;

/** What operators enter. */
function operated(table: string) {
  return { tables: [table], exported: ofNobody, erased: ofNobody, bounded: 'operators; old keys go by themselves' };
}

/** Events read at once. */
const PAGE = 500;

async function history({ stores, identityId, tell }: ExportReading): Promise<readonly ExportRow[]> {
  const told: ExportRow[] = [];
  for (let last: AuditEvent | undefined; ; ) {
    const events = await stores.audit.before(identityId, last, undefined, PAGE);
    told.push(...(await tell(events)));
    last = events.at(-1);
    if (events.length < PAGE) return told;
  }
}
