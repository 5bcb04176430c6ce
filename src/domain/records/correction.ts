/** What can be said to be wrong. The phone and the address for mail are changed by the citizen, on the account's pages. */
export const CORRECTABLE = ['name', 'number', 'birthdate', 'gender', 'residence', 'other'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** A citizen says that something about them is wrong (个人信息保护法 art. 46). */
export interface Correction {
  readonly identityId: string;
  readonly id: string;
  readonly field: Correctable;
  /** `field` until it is answered, then null: no identity has two that are open for one field. */
  readonly openField: Correctable | null;
  /** In the citizen's words, sealed under their own data key. */
  readonly request: string;
  /** In ours, sealed alike. */
  readonly answer: string | null;
  readonly outcome: CorrectionOutcome | null;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
}

export type CorrectionOutcome = 'corrected' | 'refused';

export interface CorrectionRepository {
  find(id: string): Promise<Correction | undefined>;
  /** The latest first. */
  ofIdentity(identityId: string): Promise<readonly Correction[]>;
  /** Those that wait for an answer, the longest first. */
  open(limit: number): Promise<readonly Correction[]>;
  /** @returns false where the identity has one that is open for the field */
  insert(correction: Correction): Promise<boolean>;
  /** Compare-and-set: answers one that is open. @returns whether it did */
  answer(identityId: string, id: string, answer: string, outcome: CorrectionOutcome, at: Date): Promise<boolean>;
  removeIdentity(identityId: string): Promise<void>;
}
