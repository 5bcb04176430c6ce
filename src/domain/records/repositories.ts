import type { AuditLog } from './audit-event.js';
import type {
  AuthenticatorIndexRepository,
  AuthenticatorRepository,
  FailureCounterRepository,
  KnownDeviceRepository,
  OneTimeCodeRepository,
  SpentRepository,
} from './authenticator.js';
import type { ConsentRepository } from './consent.js';
import type { CorrectionRepository } from './correction.js';
import type { DataExportRepository, HoldingRepository } from './data-export.js';
import type { DelegationRepository } from './delegation.js';
import type { ApplicationRepository, DepartmentRepository, SubjectRepository } from './department.js';
import type { GuardianshipRepository } from './guardianship.js';
import type {
  ContactIndexRepository,
  FormerIdentityRepository,
  IdentityRepository,
  IndexKeyRepository,
  NumberIndexRepository,
  PersonalDataRepository,
} from './identity.js';
import type { OutboxRepository } from './outbox.js';
import type { PreferenceRepository } from './preference.js';
import type { RecoveryRepository } from './recovery.js';
import type { GrantRepository, RefreshTokenRepository, SessionRepository } from './session.js';
import type { SigningKeyRepository } from './signing-key.js';
import type { StandingRepository } from './standing.js';
import type { TerminalRepository } from './terminal.js';

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
