import { setTimeout as sleep } from 'node:timers/promises';
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
    await inLanes(LANES, Array.from({ length: wanted }), () => logIn(LOGIN_OF[of], side));
  }
}

/** Nothing is measured here: a starved machine gets another chance before the run is given up. */
async function logIn(run: flows.Operation, side: Side): Promise<void> {
  for (let left = 2; left >= 0; left -= 1) {
    try {
      return await run(side, 0);
    } catch (error) {
      if (left === 0) throw error;
      await sleep(1000);
    }
  }
}
