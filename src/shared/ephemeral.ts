/**
 * A store that may be lost: browser sessions, interactions, codes, short tokens. Whatever lives here costs people
 * a login when it goes, never a right. Every key has a time to live.
 * Keys contain no personal data and no token: callers hash both.
 */
export interface EphemeralStore {
  /** @throws AppError(STORE_UNAVAILABLE) like every method here, within a second */
  get(key: string): Promise<string | undefined>;
  /** @param ttl seconds, at least 1 */
  set(key: string, value: string, ttl: number): Promise<void>;
  /** Sets only where nothing is. @returns whether it was set */
  add(key: string, value: string, ttl: number): Promise<boolean>;
  /**
   * Replaces only where the stored value is still `expected`.
   * @param ttl seconds from now; without it what time was left is kept
   * @returns whether it replaced
   */
  replace(key: string, expected: string, value: string, ttl?: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** All that was put at `key` by name; empty where nothing is. */
  fields(key: string): Promise<Readonly<Record<string, string>>>;
  /** Puts `fields` beside what is at `key` under other names, and lets all of it live `ttl` seconds from now. */
  setFields(key: string, fields: Readonly<Record<string, string>>, ttl: number): Promise<void>;
  removeField(key: string, field: string): Promise<void>;
  /** Counts one more in a window that begins at the first count. @returns the count and the seconds left */
  count(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }>;
}
