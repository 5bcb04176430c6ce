import type { Locale } from '../shared/text.js';

type Purpose = 'login' | 'registration';

/** One-time codes as the journeys use them: sent to a phone, good once, in this visit, for this purpose. */
export interface OneTimeCodes {
  send(input: {
    purpose: Purpose;
    visitDigest: string;
    identityId: string | null;
    /** E.164. */
    phone: string;
    locale: Locale;
  }): Promise<{ outcome: 'sent'; codeId: string; expiresAt: Date } | { outcome: 'limited'; secondsLeft: number }>;
  verify(input: {
    codeId: string;
    visitDigest: string;
    purpose: Purpose;
    code: string;
  }): Promise<{ outcome: 'right' | 'wrong' | 'expired' | 'used_up' }>;
}
