import { FLOWS } from './flow-list.js';
import { makeSessions } from './load/sessions.js';
import { compare } from './measure.js';
import { spread, table } from './report.js';
import { isOurs, type Machine, startYihao } from './sides/start.js';
import { makeDurable, makeRoomy, type StoreCounters } from './sides/stores.js';

const ACTIVE = 1000;
const APPLICATIONS = 10_000;
/** No request may cost more than this many times as much. */
const MOST = 1.1;
const KEYS = new Set(['login', 'sso', 'userinfo', 'userinfo-claims', 'introspection', 'refresh']);

/** Whether a request costs the same with many identities and applications as with few. */
export async function runScale(machine: Machine, identities: number, rounds: number, counters: StoreCounters) {
  if (isOurs(machine)) await makeRoomy(machine.database);
  const both = { tree: machine.trees.own, stores: 'servers', active: ACTIVE } as const;
  const few = await startYihao(machine, { name: 'few', ...both, identities: ACTIVE, applications: 10 });
  const many = await startYihao(machine, {
    name: 'many',
    ...both,
    identities,
    applications: APPLICATIONS,
    redisNumber: 3,
  });
  console.log(`${identities} identities were loaded at ${many.rate.toFixed(0)} per second.`);
  if (isOurs(machine)) await makeDurable(machine.database.url, machine.redis.url);
  const rows: string[][] = [];
  for (const flow of FLOWS) {
    if (!KEYS.has(flow.key)) continue;
    if (flow.needs) await makeSessions(200, flow.needs, [few, many]);
    const operations = Math.round(flow.operations / 4);
    const { summaries, ratio } = await compare({ ...flow, operations }, [few, many], { rounds, counters });
    const cost = ratio('many', 'few')!;
    const cpu = [...summaries.values()].map(({ cpuMs }) => cpuMs.toFixed(2));
    rows.push([flow.title, ...cpu, spread(cost), cost.median <= MOST ? 'met' : '**missed**']);
  }
  console.log(
    `\nYihao with ${identities} identities and ${APPLICATIONS} applications (many), with 1,000 and 10 (few)\n`,
  );
  console.log(table(['flow', 'CPU ms few', 'CPU ms many', 'many / few', `≤ ${MOST}`], rows));
  await Promise.all([few.stop(), many.stop()]);
}
