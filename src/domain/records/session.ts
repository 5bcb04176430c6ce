import type { ProvenLogin } from './proven-login.js';

/** One login in one browser, as the durable record of it (the live session is in the ephemeral store). */
export interface SessionRecord extends Pick<ProvenLogin, 'identityId' | 'aal' | 'amr' | 'used'> {
  /** oidc-provider's session uid: stable while the cookie's value changes. */
  readonly uid: string;
  /** Who is in it, where that is somebody who acts for the identity; null where it is its own. */
  readonly actorId: string | null;
  /** As `browserOf` reads it, for example `chrome-android`; null where the browser said nothing. */
  readonly browser: string | null;
  /** As a `PlaceFinder` says it: a GB/T 2260 code or a country; null where nobody knows. The address itself is not kept. */
  readonly place: string | null;
  /** 1 for a public terminal, which forgets everything at the end. */
  readonly terminal: 0 | 1;
  readonly startedAt: Date;
  /** A few minutes late at most; null where it began before this was kept. */
  readonly lastSeenAt: Date | null;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

/** An application that took part in a session, under its own `sid`. */
export interface SessionApplication {
  readonly sessionUid: string;
  readonly applicationId: string;
  readonly identityId: string;
  readonly sid: string;
  /** `GrantRecord.digest` of the Grant that the application's tokens in this session hang on; it dies with the session. */
  readonly grantDigest: string | null;
  readonly joinedAt: Date;
  /** When the logout token was put into the outbox; null while the session is live there. */
  readonly notifiedAt: Date | null;
}

export interface SessionRepository {
  /** @returns false where the uid is known */
  begin(session: SessionRecord): Promise<boolean>;
  /**
   * Moves what a stronger login or use changes (`aal`, `amr`, `used`, `lastSeenAt`, `expiresAt`), or inserts; never
   * revives an ended one.
   * @returns false where it has ended
   */
  put(session: SessionRecord): Promise<boolean>;
  find(uid: string): Promise<SessionRecord | undefined>;
  ofIdentity(identityId: string): Promise<readonly SessionRecord[]>;
  /** Those in which this identity acts for another. */
  ofActor(actorId: string): Promise<readonly SessionRecord[]>;
  /** @returns whether it was live */
  end(uid: string, at: Date): Promise<boolean>;
  /** Live by the record but past `expiresAt`. */
  expired(now: Date, limit: number): Promise<readonly SessionRecord[]>;
  /**
   * One row for session × application. Where it joined already and is live (`notifiedAt` null), only a new `sid` or
   * `grantDigest` is written over the old. Where it had left (`notifiedAt` set), the row begins anew: `sid`,
   * `grantDigest`, `joinedAt`, `notifiedAt` null.
   * @param expectNew inserting is tried first, which spares a statement where it is right
   */
  join(application: SessionApplication, expectNew?: boolean): Promise<void>;
  applications(uid: string): Promise<readonly SessionApplication[]>;
  /** Compare-and-set from null. @returns whether this call was the one */
  markNotified(uid: string, applicationId: string, at: Date): Promise<boolean>;
  /** Removes sessions that ended by then, with those who took part in them. @returns how many sessions, at most `limit` */
  removeEnded(before: Date, limit: number): Promise<number>;
}

/** The provider's Grant, durable: every token names one, and a token whose grant is revoked is dead. */
export interface GrantRecord {
  /** SHA-256 of the grant id. */
  readonly digest: string;
  readonly identityId: string;
  readonly applicationId: string;
  /** oidc-provider's payload without `jti`. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export interface GrantRepository {
  /** Undefined where there is none or it is revoked. */
  find(digest: string): Promise<GrantRecord | undefined>;
  /** Inserts, or writes over one that is not revoked. @returns false where it is revoked */
  put(grant: GrantRecord): Promise<boolean>;
  revoke(digest: string, at: Date): Promise<boolean>;
  revokeByIdentity(identityId: string, at: Date): Promise<number>;
  revokeByApplication(applicationId: string, at: Date): Promise<number>;
  revokeByIdentityAndApplication(identityId: string, applicationId: string, at: Date): Promise<number>;
  removeExpired(now: Date, limit: number): Promise<number>;
}

export interface RefreshTokenRecord {
  /** SHA-256 of the token. */
  readonly digest: string;
  readonly grantDigest: string;
  readonly identityId: string;
  readonly applicationId: string;
  /** oidc-provider's payload without `jti`; the grant id in it is sealed. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly consumedAt: Date | null;
  readonly expiresAt: Date;
}

export interface RefreshTokenRepository {
  find(digest: string): Promise<RefreshTokenRecord | undefined>;
  insert(token: RefreshTokenRecord): Promise<void>;
  /** Compare-and-set from null. @returns false where it was consumed before */
  consume(digest: string, at: Date): Promise<boolean>;
  remove(digest: string): Promise<void>;
  removeByGrant(grantDigest: string): Promise<number>;
  removeExpired(now: Date, limit: number): Promise<number>;
}
