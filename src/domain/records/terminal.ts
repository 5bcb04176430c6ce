import type { Text } from '../../shared/text.js';

/** How a terminal's id is written. */
export const TERMINAL_ID_FORM = /^[a-z0-9-]{3,40}$/;

/** A browser at a public counter that an operator has registered: whoever uses it leaves nothing behind. */
export interface Terminal {
  readonly id: string;
  /** “Service hall, terminal 3”. */
  readonly name: Text;
  /** GB/T 2260, six digits. */
  readonly place: string;
  /** HMAC of the code that sets its browser up; null once that is spent. */
  readonly setupDigest: string | null;
  readonly setupUntil: Date | null;
  /** SHA-256 of the secret in its browser's cookie; null until it is set up and once it is disabled. */
  readonly secretDigest: string | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

export interface TerminalRepository {
  list(): Promise<readonly Terminal[]>;
  /** @returns false where the id is taken */
  insert(terminal: Terminal): Promise<boolean>;
  findBySetup(setupDigest: string): Promise<Terminal | undefined>;
  findBySecret(secretDigest: string): Promise<Terminal | undefined>;
  /** Puts the secret in the place of the code. @returns false where the code was spent meanwhile */
  setUp(setupDigest: string, secretDigest: string): Promise<boolean>;
  /** @returns false where there is none, or it is disabled already */
  disable(id: string, at: Date): Promise<boolean>;
}
