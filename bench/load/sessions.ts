import type { SessionsOf, Side } from '../sides/side.js';
import * as flows from './flows.js';
import { inLanes } from './lanes.js';

const LANES = 16;
/** Access tokens live ten minutes, and a flow is to be done with them. */
const YOUNG_MS = 240_000;

/** The sessions that a flow takes up. */
export interface Needs {
  readonly of: SessionsOf;
  /** Whether it uses their access tokens. */
  readonly tokens: boolean;
}

const LOGIN_OF: Record<SessionsOf, flows.Operation> = {
  sessions: flows.login,
  plainSessions: flows.plainLogin,
  mobileSessions: flows.mobileLogin,
};

/** Has so many logged in at each side, where they are not yet or have tokens that may end while they are used. */
export async function makeSessions(count: number, { of, tokens }: Needs, sides: readonly Side[]): Promise<void> {
  for (const side of sides) {
    // No two operations under way at once share one.
    const wanted = Math.max(LANES, Math.ceil(count * side.effort.sessions));
    const oldest = Math.min(...side[of].slice(-wanted).map(({ since }) => since));
    if (side[of].length >= wanted && (!tokens || performance.now() - oldest < YOUNG_MS)) continue;
    if (tokens) side[of].length = 0;
    await side.server.hashing(false);
    await inLanes(LANES, Array.from({ length: wanted }), () => LOGIN_OF[of](side, 0));
  }
}
