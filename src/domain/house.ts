import type { Clock } from '../shared/clock.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import type { UnitOfWork } from '../shared/unit-of-work.js';
import type {
  Authenticators,
  Factors,
  KnownDevices,
  OneTimeCodes,
  OutsideAccounts,
  PasskeyEnrolment,
  PasswordHasher,
  QrLogin,
  RecoveryCodes,
  Throttle,
  TotpEnrolment,
} from './authenticators/index.js';
import type { Consents } from './consents/index.js';
import type { Contacts } from './contacts/index.js';
import type { Delegations } from './delegations/index.js';
import type { Applications, Departments, Subjects } from './departments/index.js';
import type { ComingOfAge, Guardians, Wards } from './guardians/index.js';
import type { ExportReading } from './holdings/index.js';
import type { Identities, KeyManagement, PopulationRegistry } from './identities/index.js';
import type { Notifications } from './notifications/index.js';
import type { Preferences } from './preferences/index.js';
import type { Repositories } from './records/index.js';
import type { Recoveries, RecoveryDoor } from './recovery/index.js';
import type { Closings, Corrections, DataExports, Returns } from './rights/index.js';
import type { PlaceFinder, Sessions } from './sessions/index.js';
import type { Terminals } from './terminals/index.js';

/**
 * All there is. The container builds it once; the entrance of a room names what it touches of it,
 * `Pick<House, 'consents' | 'applications'>`, and nobody below the rooms knows it (ADR 8).
 */
export interface House extends Settled {
  readonly uow: UnitOfWork<Repositories>;
  readonly ephemeral: EphemeralStore;
  readonly clock: Clock;
  readonly keys: KeyManagement;
  /** Digests what is counted and belongs to no identity yet: a name, a number, an address. `derive('login-name')`. */
  readonly throttleKey: Buffer;
  readonly hasher: PasswordHasher;
  readonly registry: PopulationRegistry;
  readonly places: PlaceFinder;

  readonly identities: Identities;
  readonly guardians: Guardians;
  readonly wards: Wards;
  readonly comingOfAge: ComingOfAge;
  readonly contacts: Contacts;
  readonly preferences: Preferences;

  readonly authenticators: Authenticators;
  readonly factors: Factors;
  readonly throttle: Throttle;
  readonly codes: OneTimeCodes;
  readonly devices: KnownDevices;
  readonly qr: QrLogin;
  readonly totp: TotpEnrolment;
  readonly outside: OutsideAccounts;
  /** Recovery codes. */
  readonly recovery: RecoveryCodes;
  /** Undefined where browsers allow no passkeys. */
  readonly passkeys: PasskeyEnrolment | undefined;

  readonly recoveries: Recoveries;
  readonly recoveryDoor: RecoveryDoor;

  readonly departments: Departments;
  readonly applications: Applications;
  readonly subjects: Subjects;
  readonly consents: Consents;
  readonly delegations: Delegations;

  readonly sessions: Sessions;
  readonly terminals: Terminals;
  readonly notifications: Notifications;

  readonly closings: Closings;
  readonly returns: Returns;
  readonly corrections: Corrections;
  readonly dataExports: DataExports;
  /** Events as the history tells them. */
  readonly tell: ExportReading['tell'];
}

/** What the operator decided, as far as rooms go by it. */
interface Settled {
  /** The public origin, without a trailing slash. */
  readonly issuer: string;
  /** Whether the issuer is https. */
  readonly secure: boolean;
  /** Country codes of the phones that may register. */
  readonly phoneCountries: readonly string[];
  /** Days that a browser may stay signed in; 0: that is not offered. */
  readonly stayDays: number;
  /** Minutes that a session lives without use. */
  readonly idleMinutes: number;
  /** The same at a public terminal. */
  readonly terminalIdleMinutes: number;
}
