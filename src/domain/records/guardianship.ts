/**
 * `asked`: the child named somebody, who has not answered. `confirmed`: that person is the guardian and agreed.
 * `refused`, `ended`: nothing holds any more; the slot may be asked with again.
 */
export type GuardianshipState = 'asked' | 'confirmed' | 'refused' | 'ended';

/** A child has at most two guardians (父母 as a rule), and either one's consent is enough. */
export const SLOTS = [1, 2] as const;

/** One guardian of someone younger than 14, asked or confirmed. */
export interface Guardianship {
  /** The child's. */
  readonly identityId: string;
  /** 1 or 2. */
  readonly slot: number;
  /** Random; names it in the guardian's pages. A new request in the slot has a new one. */
  readonly id: string;
  readonly state: GuardianshipState;
  /** The guardian's name and number as the child gave them, sealed with the child's own key. */
  readonly named: string;
  /** HMAC of that number and name while it is `asked`: what leads the guardian to it, whoever is registered by then. */
  readonly askedDigest: string | null;
  /** Who confirmed; null unless it is `confirmed`. */
  readonly guardianId: string | null;
  readonly askedAt: Date;
  /** When it entered its state. */
  readonly changedAt: Date;
  /**
   * When upkeep looks whether the child has turned 14; null where nothing is left to end. Until the month of that
   * birthday it says the month alone: the day is personal data and stays sealed.
   */
  readonly reviewAt: Date | null;
}

export interface GuardianshipRepository {
  /** At most two, by slot. */
  ofWard(identityId: string): Promise<readonly Guardianship[]>;
  /** The same, held until the transaction ends: of two who change a child's guardians one sees what the other did. */
  hold(identityId: string): Promise<readonly Guardianship[]>;
  /** Those that this identity has confirmed, the earliest first. */
  ofGuardian(guardianId: string): Promise<readonly Guardianship[]>;
  /** Those that wait for someone who has this number and name, the earliest first. */
  asked(askedDigest: string, limit: number): Promise<readonly Guardianship[]>;
  /** Those whose `reviewAt` has come, the earliest first. */
  due(now: Date, limit: number): Promise<readonly Guardianship[]>;
  /** @returns false where the slot is taken */
  insert(guardianship: Guardianship): Promise<boolean>;
  /** For a caller that holds those of the child. */
  update(guardianship: Guardianship): Promise<void>;
  removeWard(identityId: string): Promise<void>;
}
