import type { AuditLog } from './audit/index.js';
import type {
  AuthenticatorIndexRepository,
  AuthenticatorRepository,
  FailureCounterRepository,
  KnownDeviceRepository,
  OneTimeCodeRepository,
  SpentRepository,
} from './authenticators/authenticator.js';
import type { ConsentRepository } from './consents/consent.js';
import type { DelegationRepository } from './delegations/delegation.js';
import type { ApplicationRepository, DepartmentRepository, SubjectRepository } from './departments/department.js';
import type { GuardianshipRepository } from './guardians/guardianship.js';
import type {
  ContactIndexRepository,
  FormerIdentityRepository,
  IdentityRepository,
  IndexKeyRepository,
  NumberIndexRepository,
  PersonalDataRepository,
} from './identities/identity.js';
import type { OutboxRepository } from './notifications/outbox.js';
import type { PreferenceRepository } from './preferences/preference.js';
import type { RecoveryRepository } from './recovery/recovery.js';
import type { CorrectionRepository } from './rights/correction.js';
import type { DataExportRepository, HoldingRepository } from './rights/data-export.js';
import type { GrantRepository, RefreshTokenRepository, SessionRepository } from './sessions/session.js';
import type { StandingRepository } from './sessions/standing.js';
import type { SigningKeyRepository } from './signing-keys/signing-key.js';
import type { TerminalRepository } from './terminals/terminal.js';

/** Everything a store must offer. A service asks for the few it needs: `UnitOfWork<Pick<Repositories, …>>`. */
export interface Repositories {
  readonly identities: IdentityRepository;
  readonly formerIdentities: FormerIdentityRepository;
  readonly personalData: PersonalDataRepository;
  readonly numberIndex: NumberIndexRepository;
  readonly indexKeys: IndexKeyRepository;
  readonly contactIndex: ContactIndexRepository;
  readonly authenticators: AuthenticatorRepository;
  readonly authenticatorIndex: AuthenticatorIndexRepository;
  readonly failureCounters: FailureCounterRepository;
  readonly spent: SpentRepository;
  readonly oneTimeCodes: OneTimeCodeRepository;
  readonly knownDevices: KnownDeviceRepository;
  readonly recoveries: RecoveryRepository;
  readonly departments: DepartmentRepository;
  readonly applications: ApplicationRepository;
  readonly subjects: SubjectRepository;
  readonly preferences: PreferenceRepository;
  readonly consents: ConsentRepository;
  readonly guardianships: GuardianshipRepository;
  readonly delegations: DelegationRepository;
  readonly sessions: SessionRepository;
  readonly grants: GrantRepository;
  readonly refreshTokens: RefreshTokenRepository;
  readonly corrections: CorrectionRepository;
  readonly dataExports: DataExportRepository;
  readonly holdings: HoldingRepository;
  readonly standings: StandingRepository;
  readonly terminals: TerminalRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly outbox: OutboxRepository;
  readonly audit: AuditLog;
}
