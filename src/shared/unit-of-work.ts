/**
 * One transaction on the durable store. `R` is the set of repositories the caller asks for; a store that
 * offers more is assignable. The work may run again after a deadlock, so it must touch nothing but `repositories`,
 * and it must end: on SQLite everyone else who writes waits for it. One inside another throws a TypeError.
 */
export interface UnitOfWork<R> {
  /**
   * @param options.statements `one` promises that the work is a single writing statement: it is a transaction already and
   *   spares the store a BEGIN and a COMMIT. A second statement throws a TypeError.
   * @throws AppError(STORE_UNAVAILABLE) when the store does not answer in time
   */
  run<T>(work: (repositories: R) => Promise<T>, options?: { readonly statements?: 'one' }): Promise<T>;
  /** The same repositories outside a transaction; for reading: what writes throws a TypeError. */
  readonly read: R;
}
