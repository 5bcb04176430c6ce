/** Something that must leave the house once its transaction commits. Delivered at least once. */
export interface OutboxEntry {
  readonly id: string;
  /** Who delivers it: `message` (SMS, mail), `logout` (back-channel logout) `export` (a citizen's copy of their data) or `closing` (a reminder of it). */
  readonly kind: 'message' | 'logout' | 'export' | 'closing';
  /** JSON sealed under the outbox key: it may hold a phone number or a code. */
  readonly payload: string;
  readonly attempts: number;
  /** Not before. */
  readonly dueAt: Date;
  /** Given up after; a one-time code is worthless once it expired. */
  readonly expiresAt: Date;
  readonly createdAt: Date;
}

export interface OutboxRepository {
  add(entry: OutboxEntry): Promise<void>;
  /**
   * Takes up to `limit` due entries for this worker: moves their `dueAt` to `leaseUntil` by compare-and-set, so that
   * two workers never hold the same entry and a dead worker's entries come back by themselves.
   */
  claim(now: Date, leaseUntil: Date, limit: number): Promise<readonly OutboxEntry[]>;
  /** Delivered, or given up: the row goes. */
  remove(id: string): Promise<void>;
  retryAt(id: string, dueAt: Date, attempts: number): Promise<void>;
  /** For the lag figure: entries due and the oldest of them. */
  backlog(now: Date): Promise<{ due: number; oldest: Date | undefined }>;
}
