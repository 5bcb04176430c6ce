import type { Ial } from './levels.js';

/** `locked` can be undone by staff; `closed` and `deceased` are final. Only `active` may log in. */
export type IdentityState = 'active' | 'locked' | 'closed' | 'deceased';

/** One natural person. The id is random and never derived from personal data. */
export interface Identity {
  readonly id: string;
  readonly state: IdentityState;
  readonly ial: Ial;
  /** When the person was last proven at `ial`; a newer date asks for consent again. */
  readonly provenAt: Date;
  /** Rises when everything issued before must die (lock, close, reset). */
  readonly tokenEpoch: number;
  readonly createdAt: Date;
  /**
   * Whether the holder was younger than 14 when this was last looked at: 0 stays so for good, 1 is looked at anew each
   * time, null was never looked at. It spares everyone who is older the opening of their birth date.
   */
  readonly child: 0 | 1 | null;
  /** When it closes, where its holder asked for that; null where nobody did, and once it is closed. */
  readonly closesAt: Date | null;
}

export const PERSONAL_FIELDS = ['name', 'number', 'birthdate', 'gender', 'residence', 'phone', 'email'] as const;
/**
 * `number` normalised; `birthdate` YYYY-MM-DD; `gender` male|female; `residence` a GB/T 2260 code of six digits as the
 * registry gave it; `phone` E.164 (+8613…); `email` lower-cased.
 */
export type PersonalField = (typeof PERSONAL_FIELDS)[number];

/** The personal data of one identity as it rests in the store: each field sealed on its own, null where unknown. */
export interface SealedPersonalData extends Readonly<Record<PersonalField, string | null>> {
  readonly identityId: string;
  /** Rises with every change; part of each seal's associated data. */
  readonly version: number;
  /** The identity's data key, wrapped by key management. Destroying it erases the person. */
  readonly dataKey: string | null;
}

export interface IdentityRepository {
  find(id: string): Promise<Identity | undefined>;
  /** Whose number is indexed under any of these digests of it, one for each key version. */
  byNumber(digests: readonly Pick<NumberIndexEntry, 'keyVersion' | 'digest'>[]): Promise<Identity | undefined>;
  /** Who holds a contact: at most `limit`, in the order of their ids. */
  byContact(kind: ContactKind, digest: string, limit: number): Promise<readonly Identity[]>;
  /** Active ones whose `closesAt` has come, the earliest first. */
  closing(now: Date, limit: number): Promise<readonly Identity[]>;
  /** Compare-and-set on `closesAt` of an active one. @returns whether it wrote */
  moveClosing(id: string, from: Date | null, to: Date | null): Promise<boolean>;
  insert(identity: Identity): Promise<void>;
  /** Compare-and-set on `tokenEpoch`. @returns whether a row changed */
  update(id: string, expectedEpoch: number, change: Partial<Omit<Identity, 'id' | 'createdAt'>>): Promise<boolean>;
  /** Writes `child`, whatever else changes at the same time. */
  markChild(id: string, child: Identity['child']): Promise<void>;
}

export interface PersonalDataRepository {
  find(identityId: string): Promise<SealedPersonalData | undefined>;
  insert(data: SealedPersonalData): Promise<void>;
  /** Compare-and-set on `version`: writes only over `expectedVersion`. @returns whether it wrote */
  update(data: SealedPersonalData, expectedVersion: number): Promise<boolean>;
}

/** That a closed identity had held a number: by it the same person is found again, and nobody can be looked up. */
export interface FormerIdentity {
  /** HMAC-SHA-256 of the normalised number under a derived key of its own: a rotation of the index key does not touch it. */
  readonly digest: string;
  readonly identityId: string;
  readonly closedAt: Date;
  /** The identity that decided what is to come back, and when. */
  readonly claimedBy: string | null;
  readonly claimedAt: Date | null;
}

export interface FormerIdentityRepository {
  insert(former: FormerIdentity): Promise<void>;
  /** The one that closed first comes first. */
  of(digest: string): Promise<readonly FormerIdentity[]>;
  /** All of them that nobody has claimed; compare-and-set from null. @returns whether there was any */
  claim(digest: string, by: string, at: Date): Promise<boolean>;
}

/** A number is held `provisional`ly at IAL 1 and `proven` from IAL 2 on. */
export type NumberClaim = 'provisional' | 'proven';

/** One row of the blind index: the number's HMAC under one version of the index key. `(keyVersion, digest)` is unique. */
export interface NumberIndexEntry {
  readonly keyVersion: number;
  /** HMAC-SHA-256, base64url. */
  readonly digest: string;
  readonly identityId: string;
  readonly claim: NumberClaim;
}

export interface IndexedIdentity {
  readonly identityId: string;
  readonly keyVersions: readonly number[];
}

export interface NumberIndexRepository {
  find(keyVersion: number, digest: string): Promise<NumberIndexEntry | undefined>;
  /** @returns false where one of the numbers is already claimed under its key version; none is written then */
  insert(...entries: readonly NumberIndexEntry[]): Promise<boolean>;
  /** Changes the claim of every row of an identity, when it proves the number that it holds. */
  setClaim(identityId: string, claim: NumberClaim): Promise<void>;
  removeIdentity(identityId: string): Promise<void>;
  removeVersion(keyVersion: number, limit: number): Promise<number>;
  /**
   * The next `limit` identities in id order after `afterId`, with the key versions under which each is indexed. Looks at
   * no more rows than it must for those, so that a million identities are walked in short steps.
   */
  page(afterId: string, limit: number): Promise<readonly IndexedIdentity[]>;
}

/** `writing`: rows are written, not yet read. `current`: read and written. `retiring`: written no more, being dropped. */
export type IndexKeyState = 'writing' | 'current' | 'retiring';

export interface IndexKey {
  readonly version: number;
  readonly state: IndexKeyState;
  /** Wrapped by key management. */
  readonly wrappedKey: string;
  readonly createdAt: Date;
}

export interface IndexKeyRepository {
  /** @param lock `share`: no rotation step commits before this transaction ends; `exclusive`: no registration does either. */
  all(lock?: 'share' | 'exclusive'): Promise<readonly IndexKey[]>;
  /** @returns false where that version exists (another node was first) */
  insert(key: IndexKey): Promise<boolean>;
  setState(version: number, state: IndexKeyState): Promise<void>;
  remove(version: number): Promise<void>;
}

export type ContactKind = 'phone' | 'email';

/** Not unique: a family may share a phone. Leads from a confirmed contact to the identities that hold it. */
export interface ContactIndexEntry {
  readonly identityId: string;
  readonly kind: ContactKind;
  /** HMAC-SHA-256, base64url. */
  readonly digest: string;
}

export interface ContactIndexRepository {
  /** At most `limit` identity ids. */
  find(kind: ContactKind, digest: string, limit: number): Promise<readonly string[]>;
  /** For an identity that has none of that kind. */
  insert(entry: ContactIndexEntry): Promise<void>;
  /** Replaces what the identity had of that kind. */
  put(entry: ContactIndexEntry): Promise<void>;
  removeIdentity(identityId: string): Promise<void>;
}
