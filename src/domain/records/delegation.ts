/** That one citizen, the helper, may act for another, the principal, at named applications and for a time. */
export interface Delegation {
  /** The principal: whose matters they are. */
  readonly identityId: string;
  readonly id: string;
  /** Null where who was named is nobody here: to the principal that looks like an invitation without an answer. */
  readonly helperId: string | null;
  /** As the principal wrote it, sealed with the principal's own key. */
  readonly helperName: string;
  readonly applications: readonly string[];
  /** How long it lasts once the helper has agreed. */
  readonly days: number;
  /** One of the principal's few places while it is invited or lasts; null from its end on. */
  readonly slot: number | null;
  readonly invitedAt: Date;
  /** When the helper agreed. */
  readonly startedAt: Date | null;
  /** When it ends by itself; before the helper agreed, when the invitation does. */
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  readonly endedBy: EndedBy | null;
}

/** `time`: it ran out, or one of the two is gone. */
export type EndedBy = 'principal' | 'helper' | 'time';

export type DelegationState = 'invited' | 'active' | 'ended';

export interface DelegationRepository {
  find(identityId: string, id: string): Promise<Delegation | undefined>;
  /** The principal's, the latest first. */
  ofIdentity(identityId: string): Promise<readonly Delegation[]>;
  /** The helper's, the latest first. */
  ofHelper(helperId: string): Promise<readonly Delegation[]>;
  /** @returns false where its slot is taken */
  insert(delegation: Delegation): Promise<boolean>;
  /** Compare-and-set from not started and not ended. @returns whether this call was the one */
  start(identityId: string, id: string, startedAt: Date, endsAt: Date): Promise<boolean>;
  /** Compare-and-set from not ended; its slot is free. @returns whether this call was the one */
  end(identityId: string, id: string, at: Date, by: EndedBy): Promise<boolean>;
  /** Not ended by the record, but past their end. */
  due(now: Date, limit: number): Promise<readonly Delegation[]>;
  /** Removes those that a closed identity gave, and takes its name out of those it was given. */
  removeIdentity(identityId: string): Promise<void>;
  /** Removes those that ended by then. @returns how many, at most `limit` */
  removeEnded(before: Date, limit: number): Promise<number>;
}
