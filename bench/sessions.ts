import * as flows from './flows.js';
import type { Side } from './side.js';

const LANES = 16;

/** Logs `count` people in at each of the portals that only some flows use. */
export async function moreSessions(count: number, sides: readonly Side[]): Promise<void> {
  for (const side of sides) {
    await side.server.ask({ ask: 'hashing', real: false });
    await inLanes(count, () => flows.plainLogin(side, 0));
    await inLanes(count, () => flows.mobileLogin(side, 0));
  }
}

async function inLanes(count: number, run: () => Promise<void>): Promise<void> {
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started++ < count) await run();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
