import { FLOWS } from './flow-list.js';
import { compare } from './measure.js';
import { HEADER, row } from './report.js';
import { moreSessions } from './sessions.js';
import { isOurs, type Machine, startYihao } from './sides.js';
import { makeDurable, makeRoomy, type StoreCounters } from './stores.js';

const ACTIVE = 1000;
const APPLICATIONS = 10_000;
/** No request may cost more than this many times as much. */
const MOST = 1.1;
const KEYS = new Set(['login', 'sso', 'userinfo', 'userinfo-claims', 'introspection', 'refresh']);

/** Whether a request costs the same with many identities and applications (B) as with few (A). */
export async function runScale(machine: Machine, identities: number, rounds: number, counters: StoreCounters) {
  if (isOurs(machine)) await makeRoomy(machine.database);
  const few = await startYihao(machine, {
    name: 'few',
    stores: 'servers',
    identities: ACTIVE,
    active: ACTIVE,
    applications: 10,
  });
  const many = await startYihao(machine, {
    name: 'many',
    stores: 'servers',
    identities,
    active: ACTIVE,
    applications: APPLICATIONS,
    redisNumber: 3,
  });
  console.log(`${identities} identities were loaded at ${many.rate.toFixed(0)} per second.`);
  if (isOurs(machine)) await makeDurable(machine.database.url, machine.redis.url);
  console.log(`\nYihao with 1,000 identities and 10 applications (A), with ${identities} and ${APPLICATIONS} (B)`);
  console.log(HEADER);
  for (const flow of FLOWS) {
    if (!KEYS.has(flow.key)) continue;
    if (flow.key === 'userinfo') await moreSessions(200, [few, many]);
    const operations = Math.round(flow.operations / 4);
    console.log(row(await compare({ ...flow, operations, target: 1 / MOST }, few, many, { rounds, counters })));
  }
  await Promise.all([few.stop(), many.stop()]);
}
