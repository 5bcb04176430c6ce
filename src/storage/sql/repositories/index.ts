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
    identities: new SqlIdentities(session, search),
    formerIdentities: new SqlFormerIdentities(session, search),
    personalData: new SqlPersonalData(session, search),
    numberIndex: new SqlNumberIndex(session, search),
    indexKeys: new SqlIndexKeys(session, search),
    contactIndex: new SqlContactIndex(session, search),
    authenticators: new SqlAuthenticators(session, search),
    authenticatorIndex: new SqlAuthenticatorIndex(session, search),
    failureCounters: new SqlFailureCounters(session, search),
    spent: new SqlSpent(session, search),
    oneTimeCodes: new SqlOneTimeCodes(session, search),
    knownDevices: new SqlKnownDevices(session, search),
    recoveries: new SqlRecoveries(session, search),
    departments: new SqlDepartments(session, search),
    applications: new SqlApplications(session, search),
    subjects: new SqlSubjects(session, search),
    preferences: new SqlPreferences(session, search),
    consents: new SqlConsents(session, search),
    guardianships: new SqlGuardianships(session, search),
    delegations: new SqlDelegations(session, search),
    sessions: new SqlSessions(session, search),
    grants: new SqlGrants(session, search),
    refreshTokens: new SqlRefreshTokens(session, search),
    corrections: new SqlCorrections(session, search),
    dataExports: new SqlDataExports(session, search),
    holdings: new SqlHoldings(session, search),
    standings: new SqlStandings(session, search),
    terminals: new SqlTerminals(session, search),
    signingKeys: new SqlSigningKeys(session, search),
    outbox: new SqlOutbox(session, search),
    audit: new SqlAuditLog(session, search),
  };
}
