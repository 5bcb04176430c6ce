/** Hashes passwords somewhere that is not the event loop. Implemented in connectors. */
export interface PasswordHasher {
  /**
   * @returns an argon2id string with its parameters and salt
   * @throws AppError(BUSY) when too many are waiting
   */
  hash(password: string): Promise<string>;
  /**
   * @param hash null where there is nothing to compare with: the same work is done and the answer is no, so that an
   *   unknown number takes as long as a known one
   * @returns `rehash` only with `matches`: the stored hash is weaker than the settings now ask for
   * @throws AppError(BUSY) when too many are waiting; the caller must treat every throw as "not verified"
   */
  verify(hash: string | null, password: string): Promise<{ matches: boolean; rehash: boolean }>;
}

/**
 * The form in which a password is counted, compared and hashed: RFC 8265 §4.2 OpaqueString, without its refusals.
 * Spaces of any kind become U+0020 and the text becomes NFC, so that the same password typed on another keyboard or
 * system gives the same bytes. Case and width are kept: they are part of what was chosen.
 */
export function normalisePassword(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}
