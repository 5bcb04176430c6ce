import type { Locale } from '../../shared/text.js';

/** Ways out that a citizen can choose for a notice. */
export type NoticeChannel = 'phone' | 'email';

/** Notices that nobody needs to stay safe: sent to whoever wishes them. Any other goes everywhere, wished or not. */
export type WishedNotice = 'consent';

/** What one identity chose, on whatever device it logs in. */
export interface Preference {
  readonly identityId: string;
  /** Of pages after a login, and of every notice; null: never chosen. */
  readonly language: Locale | null;
  /** 1: larger type and simpler pages; null: never chosen. */
  readonly elder: 0 | 1 | null;
  readonly notices: Readonly<Partial<Record<WishedNotice, readonly NoticeChannel[]>>> | null;
}

export type PreferenceChange = Partial<Omit<Preference, 'identityId'>>;

export interface PreferenceRepository {
  find(identityId: string): Promise<Preference | undefined>;
  /** Changes what is named and leaves the rest as it is. */
  put(identityId: string, change: PreferenceChange): Promise<void>;
  removeIdentity(identityId: string): Promise<void>;
}
