/**
 * One append-only row. `detail` holds codes, counts and ids only: a value of personal data in it is a defect.
 */
export interface AuditEvent {
  readonly id: string;
  readonly at: Date;
  /** `noun.verb`, for example `identity.registered`, `login.failed`, `claims.released`, `application.disabled`. */
  readonly type: string;
  /** Whose data or right this is about. */
  readonly identityId: string | null;
  /** Who did it: an identity id, an application id, `operator:<name>` or `system`. */
  readonly actor: string;
  readonly applicationId: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Part of every unit of work that changes something: the act and its record commit together or not at all. */
export interface AuditLog {
  append(event: AuditEvent): Promise<void>;
  /** In one statement, for a unit of work that is nothing else. */
  appendAll(events: readonly AuditEvent[]): Promise<void>;
  /** Newest first. */
  ofIdentity(identityId: string, limit: number): Promise<readonly AuditEvent[]>;
  /**
   * Those of these types, or all, newest first, from the one after `last` on.
   * @param last the event that a page ended with; from the newest on without it
   */
  before(
    identityId: string,
    last: Pick<AuditEvent, 'at' | 'id'> | undefined,
    types: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly AuditEvent[]>;
}
