import { runContention } from './contention.js';
import { FLOWS } from './flow-list.js';
import { makeSessions } from './load/sessions.js';
import { type Comparison, compare } from './measure.js';
import { type Plan, readPlan } from './plan.js';
import { CpuTable, describe, detailTable, memoryTable, type Names } from './report.js';
import { runScale } from './scale.js';
import { startKeycloak } from './sides/keycloak.js';
import type { Side } from './sides/side.js';
import { isOurs, type Machine, startBare, startYihao, type Tree, type YihaoSide } from './sides/start.js';
import { makeDurable, StoreCounters } from './sides/stores.js';

const IDENTITIES = 10_000;
/** Those who log in, each several times: a login makes a session. */
const PEOPLE = 2000;
/** Sessions made for a flow that finds too few. */
const SESSIONS = 1000;
const EMBEDDED_PEOPLE = 500;
/** The embedded default's rounds are so much smaller. */
const EMBEDDED_SHARE = 1 / 8;

export async function main(machine: Machine): Promise<void> {
  const plan = readPlan(machine.options);
  const begun = performance.now();
  const counters = await StoreCounters.open(machine.database.url, machine.redis.url);
  console.log(`${describe(machine)}\n\nFilling the stores …`);
  if (plan.scale !== undefined) await runScale(machine, plan.scale, plan.rounds, counters);
  else await runComparisons(plan, machine, counters);
  await counters.close();
  console.log(`\nIt took ${((performance.now() - begun) / 60_000).toFixed(1)} minutes.`);
}

async function runComparisons(plan: Plan, machine: Machine, counters: StoreCounters): Promise<void> {
  const people = plan.only ? PEOPLE / 10 : Math.round(PEOPLE * plan.share);
  const identities = Math.max(people, Math.round(IDENTITIES * plan.share));
  const seeding = { identities, active: people, applications: 10, stores: 'servers' } as const;
  const { own, against } = machine.trees;
  // It starts on the servers' core while the others' stores are filled.
  const starting = plan.servers && machine.keycloak ? startKeycloak(machine) : undefined;
  const yihao = await startYihao(machine, { name: 'yihao', tree: own, ...seeding });
  const bare = await startBare(machine, yihao.people);
  if (plan.servers) {
    const other =
      against && (await startYihao(machine, { name: against.name, tree: against, ...seeding, redisNumber: 4 }));
    const keycloak = await starting;
    if (isOurs(machine)) await makeDurable(machine.database.url, machine.redis.url);
    const peer = machine.keycloak ? `, beside Keycloak ${machine.keycloak.version}` : '';
    console.log(`\nYihao on ${machine.database.version} and ${machine.redis.version}${peer}`);
    const names = { own: yihao.name, bare: bare.name, against: other?.name, keycloak: keycloak?.name };
    await runFlows(plan, machine, { names, sides: present([bare, yihao, other, keycloak]), counters });
    await Promise.all([other?.stop(), keycloak?.stop()]);
    if (!plan.only || plan.only.includes('contention')) await runContention(plan.share, machine, yihao);
  }
  await yihao.stop();
  if (plan.embedded) await runEmbedded(plan, machine, bare, counters);
  await bare.stop();
}

const present = (sides: readonly (Side | undefined)[]): readonly Side[] => sides.filter((side) => side !== undefined);

interface Field {
  readonly names: Names;
  readonly sides: readonly Side[];
  readonly counters: StoreCounters;
}

async function runFlows(plan: Plan, machine: Machine, { names, sides, counters }: Field): Promise<void> {
  const cpu = new CpuTable(names);
  const comparisons: Comparison[] = [];
  console.log(cpu.head);
  for (const flow of FLOWS) {
    if (plan.only && !plan.only.includes(flow.key)) continue;
    const sessions = Math.max(flow.lanes, Math.ceil(SESSIONS * (plan.only ? 0.3 : plan.share)));
    const taking = sides.filter(({ name }) => name !== names.keycloak || flow.targets.keycloak !== undefined);
    if (flow.needs) await makeSessions(sessions, flow.needs, taking);
    const operations = Math.max(40, Math.round(flow.operations * plan.share));
    const profile = plan.profile.includes(flow.key) ? machine.folder : undefined;
    const { rounds, warmUp } = plan;
    const comparison = await compare({ ...flow, operations }, taking, { rounds, warmUp, counters, profile });
    comparisons.push(comparison);
    console.log(cpu.row(flow, comparison));
  }
  if (comparisons.length) console.log(`\n${detailTable(comparisons)}\n\n${memoryTable(comparisons, names)}`);
}

/** The same service on one SQLite file and a store in the process. */
async function runEmbedded(plan: Plan, machine: Machine, bare: Side, counters: StoreCounters): Promise<void> {
  const people = Math.round(EMBEDDED_PEOPLE * plan.share);
  const start = (name: string, tree: Tree): Promise<YihaoSide> =>
    startYihao(machine, { name, tree, stores: 'embedded', identities: people, active: people, applications: 10 });
  const { own, against } = machine.trees;
  const embedded = await start('embedded', own);
  const other = against && (await start(`embedded-${against.name}`, against));
  console.log('\nYihao on its embedded default');
  const names = { own: embedded.name, bare: bare.name, against: other?.name, embedded: true };
  const smaller = { ...plan, share: plan.share * EMBEDDED_SHARE };
  await runFlows(smaller, machine, { names, sides: present([bare, embedded, other]), counters });
  await Promise.all([embedded.stop(), other?.stop()]);
}
