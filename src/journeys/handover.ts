import { z } from 'zod';
import type { Visit } from '../ui/visit/visit.js';

/** Milliseconds that the code which confirmed a phone still counts as a second factor for the identity made with it. */
export const FRESH_FOR = 15 * 60_000;

const handover = z.object({
  /** What to fill in as login name. */
  name: z.string(),
  /**
   * The identity that was made with a phone confirmed in this very visit, and when. Null where nothing was made: the
   * page of a number that was taken is the same.
   */
  made: z.object({ identityId: z.string(), at: z.number() }).nullable(),
});
export type Handover = z.output<typeof handover>;

const key = (uid: string): string => `handover:${uid}`;

/** What registration leaves for the login that follows it in the same interaction, and one login page for the next. */
export function keepHandover(visit: Visit, uid: string, value: Handover): Promise<void> {
  return visit.set(key(uid), value);
}

export function readHandover(visit: Visit, uid: string): Promise<Handover | undefined> {
  return visit.get(key(uid), handover);
}
