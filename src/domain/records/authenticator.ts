/** `recovery` is a set of recovery codes, `outside` an account at another provider that was linked. */
export type AuthenticatorKind = 'password' | 'sms' | 'totp' | 'passkey' | 'recovery' | 'outside';

/** What a login can be made with: `qr` is passed on from a phone, and is no authenticator of anybody's. */
export type LoginKind = AuthenticatorKind | 'qr';

export interface Authenticator {
  readonly id: string;
  readonly identityId: string;
  readonly kind: AuthenticatorKind;
  /** A password's argon2id string, a sealed TOTP key; null for kinds whose secret lives elsewhere (sms: the phone). */
  readonly secret: string | null;
  /** What its holder calls it; null where the kind says enough. */
  readonly label: string | null;
  /** What the kind keeps beside the secret: a passkey's public key and counter, digests of recovery codes. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Null: at once. One that takes another's place after a recovery waits until then. */
  readonly usableFrom: Date | null;
  /** Null: until it is removed. One that a recovery ends works until then. */
  readonly usableUntil: Date | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What of an authenticator can change after it was added. */
export type AuthenticatorChange = Partial<
  Pick<Authenticator, 'secret' | 'label' | 'data' | 'usableFrom' | 'usableUntil' | 'lastUsedAt'>
>;

export interface AuthenticatorRepository {
  ofIdentity(identityId: string): Promise<readonly Authenticator[]>;
  /** As `ofIdentity`, and nobody else removes or changes them until this transaction ends. */
  hold(identityId: string): Promise<readonly Authenticator[]>;
  insert(authenticator: Authenticator): Promise<void>;
  /** @returns whether it is there */
  change(identityId: string, id: string, change: AuthenticatorChange): Promise<boolean>;
  /** @returns whether it was there */
  remove(identityId: string, id: string): Promise<boolean>;
  setSecret(identityId: string, id: string, secret: string): Promise<void>;
  /** Notes when those of these kinds were last used. */
  touch(identityId: string, kinds: readonly string[], at: Date): Promise<void>;
  removeIdentity(identityId: string): Promise<void>;
}

/** Leads from what an authenticator is known by outside (a passkey's credential id, a linked account) to its identity. */
export interface AuthenticatorIndexEntry {
  readonly kind: AuthenticatorKind;
  /** SHA-256 or HMAC, base64url. `(kind, digest)` is unique: one thing proves one identity. */
  readonly digest: string;
  readonly identityId: string;
  readonly authenticatorId: string;
}

export interface AuthenticatorIndexRepository {
  find(kind: AuthenticatorKind, digest: string): Promise<AuthenticatorIndexEntry | undefined>;
  /** @returns false where somebody has it already, themselves included */
  insert(entry: AuthenticatorIndexEntry): Promise<boolean>;
  removeAuthenticator(identityId: string, authenticatorId: string): Promise<void>;
  removeIdentity(identityId: string): Promise<void>;
}

/** A failure counter that survives a restart. `subject` is an identity id, or the digest of an unknown login name. */
export interface FailureCounter {
  readonly subject: string;
  /** What is counted: an authenticator kind, or a thing that is sent (`code-address-login`, `code-identity`, `code-visit`). */
  readonly purpose: string;
  readonly failures: number;
  readonly windowEndsAt: Date;
  readonly blockedUntil: Date | null;
}

export interface FailureCounterRepository {
  find(subject: string, purpose: string): Promise<FailureCounter | undefined>;
  /**
   * The counter, which nobody else reads so or changes until this transaction ends. Waits for a transaction that counts.
   * Where there is none nothing is held: others may begin one.
   */
  hold(subject: string, purpose: string): Promise<FailureCounter | undefined>;
  /**
   * Adds one failure, atomically: beginning a new window where the old one ended, and setting `blockedUntil` as
   * `blockFor(failures)` (seconds, 0 for none) says. Exact under any number of parallel callers.
   * @param held what `hold` gave in this transaction, which saves looking again
   */
  add(
    subject: string,
    purpose: string,
    now: Date,
    windowSeconds: number,
    blockFor: (failures: number) => number,
    held?: FailureCounter,
  ): Promise<FailureCounter>;
  clear(subject: string, purpose: string): Promise<void>;
  removeExpired(now: Date, limit: number): Promise<number>;
}

/** One-time things that were used. `(kind, digest)` is unique: spending is an insert, and the second insert loses. */
export interface SpentRepository {
  /** @returns false where it was spent before */
  spend(kind: string, digest: string, expiresAt: Date): Promise<boolean>;
  isSpent(kind: string, digest: string): Promise<boolean>;
  removeExpired(now: Date, limit: number): Promise<number>;
}

/** A code sent to a phone or an address, bound to a visit, a purpose and (once known) an identity. */
export interface OneTimeCode {
  readonly id: string;
  readonly purpose: 'login' | 'registration' | 'contact_old' | 'contact_new' | 'recovery';
  /** Digest of the browser's visit: a code works only in the browser that asked for it. */
  readonly visitDigest: string;
  readonly identityId: string | null;
  /** Digest of the address it went to. */
  readonly addressDigest: string;
  /** HMAC of the six digits under the code key, with the row's id. */
  readonly codeDigest: string;
  readonly tries: number;
  readonly expiresAt: Date;
}

export interface OneTimeCodeRepository {
  insert(code: OneTimeCode): Promise<void>;
  find(id: string): Promise<OneTimeCode | undefined>;
  /** Counts one try by compare-and-set. @returns false where `limit` tries were used or the code is gone */
  addTry(id: string, limit: number): Promise<boolean>;
  remove(id: string): Promise<void>;
  removeExpired(now: Date, limit: number): Promise<number>;
}

/** A browser that this identity has confirmed with a second factor. */
export interface KnownDevice {
  readonly identityId: string;
  /** SHA-256 of the random secret in the device cookie. */
  readonly deviceDigest: string;
  readonly confirmedAt: Date;
  readonly lastSeenAt: Date;
}

export interface KnownDeviceRepository {
  find(identityId: string, deviceDigest: string): Promise<KnownDevice | undefined>;
  /** All authenticators of an identity and, if it has any, one of its devices: what a login needs, read at once. */
  withAuthenticators(
    identityId: string,
    deviceDigest: string,
  ): Promise<{ readonly device: KnownDevice | undefined; readonly authenticators: readonly Authenticator[] }>;
  /** Inserts, or moves `lastSeenAt`. */
  put(device: KnownDevice): Promise<void>;
  removeIdentity(identityId: string): Promise<void>;
  /** Removes what was last seen by then. @returns how many, at most `limit` */
  removeUnseen(before: Date, limit: number): Promise<number>;
}
