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
  /** Replaces only where the stored value is still `expected`; keeps the time to live. @returns whether it replaced */
  replace(key: string, expected: string, value: string): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Adds `member` to the set at `key` and lets the set live at least `ttl` seconds more. */
  addMember(key: string, member: string, ttl: number): Promise<void>;
  members(key: string): Promise<readonly string[]>;
  /** Counts one more in a window that begins at the first count. @returns the count and the seconds left */
  count(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }>;
}
