import { runContention } from './contention.js';
import { FLOWS } from './flow-list.js';
import { compare } from './measure.js';
import { describe, HEADER, row } from './report.js';
import { runScale } from './scale.js';
import { moreSessions } from './sessions.js';
import type { Side } from './side.js';
import { isOurs, type Machine, startBare, startYihao } from './sides.js';
import { makeDurable, StoreCounters } from './stores.js';

const IDENTITIES = 10_000;
/** Those who log in, each several times: a login makes a session. */
const PEOPLE = 2000;
/** Sessions for the flows that need another portal than the login flow's. */
const MORE_SESSIONS = 1000;
const NEED_MORE_SESSIONS = new Set(['userinfo', 'introspection', 'refresh']);
const EMBEDDED_PEOPLE = 500;

interface Tools {
  readonly counters: StoreCounters;
  /** Where profiles go. */
  readonly folder: string;
}

interface Plan {
  readonly rounds: number;
  /** What the operations of each round are multiplied with. */
  readonly share: number;
  readonly only: readonly string[] | undefined;
  readonly profile: string | undefined;
  readonly embedded: boolean;
  /** So many identities, instead of the comparison with the bare server. */
  readonly scale: number | undefined;
}

function readPlan(options: readonly string[]): Plan {
  const value = (name: string): string | undefined =>
    options.find((option) => option.startsWith(`--${name}=`))?.slice(name.length + 3);
  const quick = options.includes('--quick');
  const scale = value('scale');
  const profile = value('profile');
  return {
    rounds: profile ? 1 : quick ? 2 : 5,
    share: quick ? 0.1 : Number(value('share') ?? 1),
    only: (value('only') ?? profile)?.split(','),
    profile,
    scale: scale === undefined ? undefined : Number(scale),
    embedded: options.includes('--embedded') || !(quick || value('share') || value('only') || profile),
  };
}

export async function main(machine: Machine): Promise<void> {
  const plan = readPlan(machine.options);
  const people = plan.only ? PEOPLE / 10 : Math.round(PEOPLE * plan.share);
  const counters = await StoreCounters.open(machine.database.url, machine.redis.url);
  console.log(`${describe(machine)}\n\nFilling the stores …`);
  if (plan.scale !== undefined) return runScale(machine, plan.scale, plan.rounds, counters);
  const seeding = {
    identities: Math.max(people, Math.round(IDENTITIES * plan.share)),
    active: people,
    applications: 10,
  };
  const yihao = await startYihao(machine, { name: 'yihao', stores: 'servers', ...seeding });
  if (isOurs(machine)) await makeDurable(machine.database.url, machine.redis.url);
  const bare = await startBare(machine, yihao.people);
  console.log(`\nYihao on ${machine.database.version} and ${machine.redis.version} (B) beside bare oidc-provider (A)`);
  console.log(HEADER);
  await runFlows(plan, bare, yihao, { counters, folder: machine.folder });
  if (!plan.only || plan.only.includes('contention')) await runContention(plan.share, machine, yihao);
  await yihao.stop();
  if (plan.embedded) await runEmbedded(plan, machine, bare, counters);
  await Promise.all([bare.stop(), counters.close()]);
}

async function runFlows(plan: Plan, a: Side, b: Side, { counters, folder }: Tools): Promise<void> {
  for (const flow of FLOWS) {
    const wanted = plan.only === undefined || plan.only.includes(flow.key);
    // Everything after it needs its sessions.
    if (!wanted && flow.key !== 'login') continue;
    if (NEED_MORE_SESSIONS.has(flow.key) && !b.plainSessions.length) {
      await moreSessions(Math.ceil(MORE_SESSIONS * (plan.only ? 0.3 : plan.share)), [a, b]);
    }
    const operations = Math.max(40, Math.round(flow.operations * (wanted ? plan.share : 0.1)));
    const profile = plan.profile?.split(',').includes(flow.key) ? folder : undefined;
    const comparison = await compare({ ...flow, operations }, a, b, {
      rounds: wanted ? plan.rounds : 1,
      counters,
      profile,
    });
    if (wanted) console.log(row(comparison));
  }
}

/** For information: the same service on one SQLite file and a store in the process. */
async function runEmbedded(plan: Plan, machine: Machine, bare: Side, counters: StoreCounters): Promise<void> {
  const people = Math.round(EMBEDDED_PEOPLE * plan.share);
  const seeding = { identities: people, active: people, applications: 10 };
  const embedded = await startYihao(machine, { name: 'embedded', stores: 'embedded', ...seeding });
  console.log(`\nYihao on its embedded default (B) beside bare oidc-provider (A), for information`);
  console.log(HEADER);
  await runFlows({ ...plan, rounds: 3, share: plan.share / 8 }, bare, embedded, { counters, folder: machine.folder });
  await embedded.stop();
}
