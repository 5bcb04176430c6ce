import type { Locale } from '../../shared/text.js';

/** What is lost, and what a recovery does about it: a new password, a passkey ended, another phone. */
export type RecoveryGoal = 'password' | 'passkey' | 'phone';

/**
 * A recovery that waits until it takes effect. One at a time for each identity: the row goes when it is stopped or done,
 * and removing it decides between the two. What was is in the audit.
 */
export interface Recovery {
  readonly identityId: string;
  readonly id: string;
  readonly goal: RecoveryGoal;
  /** What proved it, in words of `Proof`; nothing that could be used again. */
  readonly proofs: readonly string[];
  /** The authenticator that begins to work when this one takes effect. */
  readonly added: string | null;
  /** Those that end then. */
  readonly replaced: readonly string[];
  /** The new phone, sealed with the identity's own key. */
  readonly phone: string | null;
  /** HMAC of the code that stops it. */
  readonly stopDigest: string;
  /** In which language its messages are. */
  readonly locale: Locale;
  readonly begunAt: Date;
  readonly effectiveAt: Date;
}

export interface RecoveryRepository {
  find(identityId: string): Promise<Recovery | undefined>;
  byStop(stopDigest: string): Promise<Recovery | undefined>;
  /** Those whose time has come, the longest waiting first. */
  due(now: Date, limit: number): Promise<readonly Recovery[]>;
  /** @returns false where one waits for this identity already */
  insert(recovery: Recovery): Promise<boolean>;
  /** @returns whether it was there: of any number of callers one hears true */
  remove(identityId: string, id: string): Promise<boolean>;
  removeIdentity(identityId: string): Promise<void>;
}
