import type { PageExpiry } from '../context.js';

/** When a session ends, as the provider says it. */
export interface SessionLife {
  readonly expiresAt: Date;
  readonly secondsLeft: number;
  /** Whether using it makes it last longer. */
  readonly prolongs: boolean;
}

/** Where a page's script asks to stay logged in. */
export const STAY = '/stay';

/** Further away than this, an end is no page's business. */
const SOON_SECONDS = 24 * 3600;

/** What a page for someone logged in says of the session's end; nothing while that is days away. */
export function sessionExpiry({ expiresAt, secondsLeft, prolongs }: SessionLife): PageExpiry | undefined {
  if (secondsLeft > SOON_SECONDS) return undefined;
  return { at: expiresAt, secondsLeft, moreTime: prolongs ? STAY : undefined, ends: 'session' };
}
