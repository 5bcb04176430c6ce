import type { Identity } from './identity.js';
import type { RefreshTokenRecord } from './session.js';

/** What a token hangs on. */
export interface StandingQuestion {
  readonly identityId: string;
  /** Null where it outlives its session. */
  readonly sessionUid: string | null;
  /** `GrantRecord.digest`; null where only the login is asked about. */
  readonly grantDigest: string | null;
}

/** How that stood, seen in one look at the store. */
export interface Standing {
  readonly identity: Identity;
  /** The session was recorded and has not ended. */
  readonly sessionLive: boolean;
  /** The grant's payload; undefined where there is none or it is revoked. */
  readonly grant: Readonly<Record<string, unknown>> | undefined;
}

/** Reads what lies in several tables with one statement, for requests that need all of it and nothing else. */
export interface StandingRepository {
  /** In the order of the questions; undefined where the identity is unknown. */
  of(questions: readonly StandingQuestion[]): Promise<readonly (Standing | undefined)[]>;
  /** A refresh token with its grant and identity; its session is not looked at. */
  ofRefreshToken(
    digest: string,
  ): Promise<{ readonly token: RefreshTokenRecord; readonly standing: Standing | undefined } | undefined>;
}
