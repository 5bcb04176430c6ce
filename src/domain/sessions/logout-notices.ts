import { plusSeconds } from '../../shared/clock.js';
import type { Outbox } from '../notifications/index.js';
import type { Repositories, SessionApplication } from '../records/index.js';

/** Hours after which a portal that never answered is no longer told; its own session has ended by then. */
const GIVE_UP_HOURS = 24;

/** What an outbox entry of kind `logout` carries: enough to sign a logout token when it is delivered. */
export interface LogoutNotice {
  readonly applicationId: string;
  readonly identityId: string;
  readonly sid: string;
}

type LogoutRepositories = Pick<Repositories, 'sessions' | 'applications' | 'grants' | 'outbox'>;

/**
 * Ends one application's part in a session, inside the caller's transaction: what it was granted there dies, and where
 * it has a back-channel logout address (OpenID Connect Back-Channel Logout 1.0) it is told, once.
 * @param tell false for the application that asked for the logout itself and knows
 * @returns whether it was live
 */
export async function endParticipation(
  repositories: LogoutRepositories,
  outbox: Outbox,
  part: SessionApplication,
  at: Date,
  tell = true,
): Promise<boolean> {
  if (!(await repositories.sessions.markNotified(part.sessionUid, part.applicationId, at))) return false;
  if (part.grantDigest !== null) await repositories.grants.revoke(part.grantDigest, at);
  const application = await repositories.applications.find(part.applicationId);
  if (tell && application?.backchannelLogoutUri && !application.disabledAt) {
    const { applicationId, identityId, sid } = part;
    const payload: LogoutNotice = { applicationId, identityId, sid };
    const expiresAt = plusSeconds(at, GIVE_UP_HOURS * 3600);
    await outbox.add(repositories.outbox, { kind: 'logout', payload, expiresAt });
  }
  return true;
}
