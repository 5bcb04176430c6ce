import type { ContactChange } from '../../domain/contacts/index.js';
import type { GuardianshipEnding } from '../../domain/guardians/index.js';
import type { AuditEvent } from '../../domain/records/index.js';
import type { SessionEndReason } from '../../domain/sessions/index.js';
import type { Text } from '../../shared/text.js';
import {
  ACTED,
  CONTACT,
  DELEGATION_ENDINGS,
  DELEGATIONS,
  ENDINGS,
  GUARDIAN_ENDINGS,
  SENTENCES as S,
  WARD_ENDINGS,
} from './history.messages.js';

export const KINDS = ['login', 'methods', 'data', 'delegation'] as const;
export type HistoryKind = (typeof KINDS)[number];

type Told = Text | ((event: AuditEvent) => Text);

/** An event of a login that names a person is one of somebody who acts for the citizen. */
const own =
  (text: Text, acted: Text): Told =>
  ({ detail }) =>
    detail.person === undefined ? text : acted;

const sideOf = ({ detail }: AuditEvent) => (detail.side === 'helper' ? 'helper' : 'principal');

const ending =
  (what: keyof typeof DELEGATION_ENDINGS): Told =>
  (event) =>
    DELEGATION_ENDINGS[what][sideOf(event)][event.detail.by as 'principal' | 'helper'] ??
    DELEGATION_ENDINGS[what][sideOf(event)].time;

/** What the history tells of each type of event, by kind. */
const TOLD: Readonly<Record<HistoryKind, Readonly<Record<string, Told>>>> = {
  login: {
    'login.succeeded': ({ detail }) =>
      [detail.amr].flat().includes('mca')
        ? S.byPhone
        : detail.device === 'new'
          ? S.new
          : detail.device === 'shared'
            ? S.shared
            : S.known,
    'login.failed': ({ detail }) =>
      detail.paused ? S.paused : detail.factor === 'password' ? S.wrongPassword : S.wrongFactor,
    'qr_login.confirmed': S.qrConfirmed,
    'qr_login.refused': ({ detail }) => (detail.reason === 'by_holder' ? S.qrRefused : S.qrWrong),
    'session.strengthened': own(S.strengthened, ACTED.strengthened),
    'session.joined': S.joined,
    'session.left': own(S.left, ACTED.left),
    'session.ended': ({ detail }) =>
      detail.person === undefined ? (ENDINGS[detail.reason as SessionEndReason] ?? ENDINGS.logout) : ACTED.ended,
  },
  methods: {
    'authenticator.added': S.added,
    'authenticator.changed': S.changed,
    'authenticator.removed': S.removed,
    'recovery_code.used': S.codeUsed,
    'authenticator.counter_regressed': S.copied,
    'recovery.begun': ({ detail }) => (detail.window ? S.recoveryAtWindow : S.recoveryBegun),
    'recovery.refused': S.recoveryRefused,
    'recovery.stopped': S.recoveryStopped,
    'recovery.done': S.recoveryDone,
    'identity.registered': S.registered,
    'identity.registration_refused': S.registerAgain,
    'identity.data_changed': S.dataChanged,
    'preferences.changed': S.preferences,
    'contact.changed': ({ detail }) => CONTACT[detail.what as ContactChange] ?? S.dataChanged,
    'identity.state_changed': S.stateChanged,
    'identity.number_collision': S.claimed,
    'identity.number_proven': S.proven,
    'closing.asked': S.closingAsked,
    'closing.revoked': S.closingRevoked,
    'citizen.disputed': S.disputed,
    'guardian.asked': S.guardianAsked,
    'guardian.confirmed': ({ detail }) => (detail.as === 'ward' ? S.guardianConfirmed : S.wardConfirmed),
    'guardian.refused': ({ detail }) => (detail.as === 'ward' ? S.guardianRefused : S.wardRefused),
    'guardian.ended': ({ detail }) =>
      (detail.as === 'ward' ? GUARDIAN_ENDINGS : WARD_ENDINGS)[detail.why as GuardianshipEnding] ?? S.guardianEnded,
    'guardian.looked': S.guardianLooked,
  },
  data: {
    'consent.given': own(S.consented, ACTED.consented),
    'consent.withdrawn': S.withdrew,
    'claims.released': S.released,
    'token.issued': S.token,
    'subjects.returned': S.returned,
    'correction.asked': S.correctionAsked,
    'correction.read': S.correctionRead,
    'correction.answered': S.correctionAnswered,
    'data_export.asked': S.exportAsked,
    'data_export.fetched': S.exportFetched,
    'code.reused': S.reused,
    'refresh.reused': S.reused,
  },
  delegation: {
    'delegation.invited': (event) => DELEGATIONS.invited[sideOf(event)],
    'delegation.accepted': (event) => DELEGATIONS.accepted[sideOf(event)],
    'delegation.used': (event) => DELEGATIONS.used[event.actor === event.identityId ? 'helper' : 'principal'],
    'delegation.ended': ending('ended'),
    'delegation.lapsed': ending('lapsed'),
  },
};

/** Types of which the history says nothing: another event of the same act does, or they are about nobody. */
export const NOT_SHOWN: ReadonlySet<string> = new Set([
  'session.started',
  'grant.given',
  'grant.revoked',
  'grants.revoked',
  'refresh.issued',
  'refresh.rotated',
  'signing_key.published',
  'signing_key.signing',
  'signing_key.retired',
  'signing_key.removed',
  'index_key.added',
  'index_key.switched',
  'index_key.removed',
  'application.added',
  'application.allowed',
  'application.forbidden',
  'application.disabled',
  'terminal.added',
  'terminal.set_up',
  'terminal.disabled',
  'department.added',
  'department.disabled',
]);

/** The types of a kind, or of all. */
export function typesOf(kind: HistoryKind | undefined): readonly string[] {
  return (kind ? [kind] : KINDS).flatMap((one) => Object.keys(TOLD[one]));
}

/** @throws TypeError for a type that `typesOf` does not name */
export function sentenceOf(event: AuditEvent): Text {
  const told = KINDS.map((kind) => TOLD[kind][event.type]).find(Boolean);
  if (!told) throw new TypeError(`the history has no sentence for ${event.type}`);
  return typeof told === 'function' ? told(event) : told;
}
