import type { SessionEnd } from '../provider/interactions.js';
import type { PageExpiry } from '../ui/context.js';

/** Where a page's script asks to stay logged in. */
export const STAY = '/stay';

/** What a page for someone logged in says of the session's end. */
export function sessionExpiry({ expiresAt, secondsLeft, prolongs }: SessionEnd): PageExpiry {
  return { at: expiresAt, secondsLeft, moreTime: prolongs ? STAY : undefined, ends: 'session' };
}
