import type { Text } from '../../shared/text.js';
import type { LegalBasis } from './department.js';

/** One claim as it was shown and decided. */
export interface ConsentItem {
  readonly claim: string;
  readonly purpose: Text;
  readonly basis: LegalBasis;
  /** For `resident_of`: the regions that may be asked about. */
  readonly regions?: readonly string[] | undefined;
  readonly granted: boolean;
}

/** Identity × application, current. The history is in its receipts. */
export interface Consent {
  readonly id: string;
  readonly identityId: string;
  readonly applicationId: string;
  readonly items: readonly ConsentItem[];
  readonly givenAt: Date;
  readonly expiresAt: Date;
  readonly withdrawnAt: Date | null;
  /** The identity's `provenAt` when it was given. */
  readonly provenAt: Date;
  /** Rises with every decision; also the receipt's number. */
  readonly version: number;
}

/** What was shown and decided, once and for good. */
export interface ConsentReceipt {
  readonly id: string;
  readonly consentId: string;
  readonly identityId: string;
  readonly applicationId: string;
  readonly version: number;
  readonly action: 'given' | 'withdrawn';
  readonly at: Date;
  /** The page as data: items, bases, duration, language. */
  readonly shown: Readonly<Record<string, unknown>>;
}

/** The five reasons to ask. */
export type ConsentReason = 'new_application' | 'new_claims' | 'proven_anew' | 'expired' | 'withdrawn';

export interface ConsentRepository {
  find(identityId: string, applicationId: string): Promise<Consent | undefined>;
  ofIdentity(identityId: string): Promise<readonly Consent[]>;
  /** @returns false where the pair has one */
  insert(consent: Consent): Promise<boolean>;
  /** Compare-and-set on `version`. @returns whether it wrote */
  update(consent: Consent, expectedVersion: number): Promise<boolean>;
  addReceipt(receipt: ConsentReceipt): Promise<void>;
  receipts(identityId: string, applicationId: string): Promise<readonly ConsentReceipt[]>;
  withdrawAll(identityId: string, at: Date): Promise<void>;
}
