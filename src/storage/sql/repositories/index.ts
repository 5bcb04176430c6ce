import type { DataSource } from 'typeorm';
import type { Repositories } from '../../../domain/records/index.js';
import { Search } from '../search.js';
import type { Session } from '../session.js';
import {
  SqlAuthenticatorIndex,
  SqlAuthenticators,
  SqlFailureCounters,
  SqlKnownDevices,
  SqlOneTimeCodes,
  SqlSpent,
} from './authenticators.js';
import { SqlConsents } from './consents.js';
import { SqlDelegations } from './delegations.js';
import { SqlApplications, SqlDepartments, SqlSubjects } from './departments.js';
import { SqlGuardianships } from './guardianships.js';
import { SqlAuditLog, SqlOutbox, SqlSigningKeys } from './house.js';
import {
  SqlContactIndex,
  SqlFormerIdentities,
  SqlIdentities,
  SqlIndexKeys,
  SqlNumberIndex,
  SqlPersonalData,
} from './identities.js';
import { SqlPreferences } from './preferences.js';
import { SqlRecoveries } from './recoveries.js';
import { SqlCorrections, SqlDataExports, SqlHoldings } from './rights.js';
import { SqlGrants, SqlRefreshTokens, SqlSessions } from './sessions.js';
import { SqlStandings } from './standings.js';
import { SqlTerminals } from './terminals.js';

/**
 * All repositories over one session.
 * @param source knows the tables, for statements that are written when they are asked for
 */
export function repositoriesOver(session: Session, source: Pick<DataSource, 'createQueryBuilder'>): Repositories {
  const search = new Search(session, source);
  return {
    identities: new SqlIdentities(session),
    formerIdentities: new SqlFormerIdentities(session),
    personalData: new SqlPersonalData(session),
    numberIndex: new SqlNumberIndex(session),
    indexKeys: new SqlIndexKeys(session),
    contactIndex: new SqlContactIndex(session),
    authenticators: new SqlAuthenticators(session),
    authenticatorIndex: new SqlAuthenticatorIndex(session),
    failureCounters: new SqlFailureCounters(session),
    spent: new SqlSpent(session),
    oneTimeCodes: new SqlOneTimeCodes(session),
    knownDevices: new SqlKnownDevices(session),
    recoveries: new SqlRecoveries(session),
    departments: new SqlDepartments(session, search),
    applications: new SqlApplications(session, search),
    subjects: new SqlSubjects(session),
    preferences: new SqlPreferences(session),
    consents: new SqlConsents(session),
    guardianships: new SqlGuardianships(session),
    delegations: new SqlDelegations(session),
    sessions: new SqlSessions(session),
    grants: new SqlGrants(session),
    refreshTokens: new SqlRefreshTokens(session),
    corrections: new SqlCorrections(session, search),
    dataExports: new SqlDataExports(session),
    holdings: new SqlHoldings(session),
    standings: new SqlStandings(session),
    terminals: new SqlTerminals(session),
    signingKeys: new SqlSigningKeys(session),
    outbox: new SqlOutbox(session),
    audit: new SqlAuditLog(session, search),
  };
}
