import type { Operation } from './load/flows.js';
import type { Needs } from './load/sessions.js';
import type { Side } from './sides/side.js';
import type { StoreCounters } from './sides/stores.js';

export interface Flow {
  readonly key: string;
  readonly title: string;
  readonly run: Operation;
  readonly operations: number;
  /** Operations under way at once. */
  readonly lanes: number;
  readonly needs?: Needs;
  readonly realHashing?: boolean;
}

export interface Round {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly redisCommands: number;
  readonly sqlStatements: number;
  readonly latencies: readonly number[];
  readonly errors: number;
}

/** What a side took for a flow: medians of its rounds. */
export interface Summary {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly redisCommands: number;
  readonly sqlStatements: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  readonly peakMegabytes: number;
}

/** One side's CPU over another's: the median of the rounds, the lowest and the highest. */
export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface Comparison {
  readonly flow: Flow;
  /** By the names of the sides that took part, in their order. */
  readonly summaries: ReadonlyMap<string, Summary>;
  /** Undefined where one of the two took no part. */
  ratio(of: string, over: string): Ratio | undefined;
}

export interface MeasureOptions {
  readonly rounds: number;
  /** The warm-up of a side that names its length is multiplied with it. */
  readonly warmUp?: number;
  readonly counters: StoreCounters;
  /** Writes a CPU profile of one more round here. */
  readonly profile?: string | undefined;
}

/** A warm-up, then rounds in turns, each round beginning with another side. */
export async function compare(flow: Flow, sides: readonly Side[], options: MeasureOptions): Promise<Comparison> {
  const { counters } = options;
  const rounds = new Map<string, Round[]>(sides.map(({ name }) => [name, []]));
  for (const side of sides) {
    await side.server.hashing(flow.realHashing ?? false);
    await warmUp(flow, side, options);
  }
  for (let round = 0; round < options.rounds; round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const side = sides[(round + turn) % sides.length]!;
      rounds.get(side.name)!.push(await play(flow, side, counters, operations(flow, side)));
    }
  }
  if (options.profile) for (const side of sides) await profile(flow, side, options);
  return {
    flow,
    summaries: new Map(sides.map((side) => [side.name, summary(rounds.get(side.name)!, side)])),
    ratio(of, over) {
      const [upper, lower] = [rounds.get(of), rounds.get(over)];
      return upper && lower && ratioOf(upper.map(({ cpuMs }, n) => cpuMs / lower[n]!.cpuMs));
    },
  };
}

const ratioOf = (values: readonly number[]): Ratio => ({
  median: median(values),
  lowest: Math.min(...values),
  highest: Math.max(...values),
});

const operations = (flow: Flow, { effort }: Side): (() => boolean) => {
  let left = Math.max(flow.lanes, Math.round(flow.operations * effort.operations));
  return () => left-- > 0;
};

async function warmUp(flow: Flow, side: Side, { warmUp: share = 1, counters }: MeasureOptions): Promise<void> {
  const { warmUpMs } = side.effort;
  if (warmUpMs === undefined) {
    await play(flow, side, counters, operations({ ...flow, operations: flow.operations / 4 }, side));
    return;
  }
  const end = performance.now() + warmUpMs * share;
  await play(flow, side, counters, () => performance.now() < end);
}

async function profile(flow: Flow, side: Side, { counters, profile: folder }: MeasureOptions): Promise<void> {
  await side.server.profile();
  await play(flow, side, counters, operations(flow, side));
  await side.server.profile(`${folder}/${flow.key}-${side.name}.cpuprofile`);
}

let counted = 0;

/** @param more asked before each operation whether there is to be another */
async function play(flow: Flow, side: Side, counters: StoreCounters, more: () => boolean): Promise<Round> {
  const latencies: number[] = [];
  let errors = 0;
  const lane = async (): Promise<void> => {
    while (more()) {
      const n = counted++;
      const begun = performance.now();
      try {
        await flow.run(side, n);
        latencies.push(performance.now() - begun);
      } catch (error) {
        if (errors++ === 0) console.error(`  ${side.name}, ${flow.title}: ${(error as Error).message.slice(0, 300)}`);
      }
    }
  };
  const before = { stores: await counters.read(), usage: side.server.usage(), at: performance.now() };
  await Promise.all(Array.from({ length: flow.lanes }, lane));
  const seconds = (performance.now() - before.at) / 1000;
  const [usage, stores] = [side.server.usage(), await counters.read()];
  const done = latencies.length || 1;
  return {
    cpuMs: (usage.cpuMs - before.usage.cpuMs) / done,
    perSecond: latencies.length / seconds,
    redisCommands: (stores.redisCommands - before.stores.redisCommands) / done,
    sqlStatements: (stores.sqlStatements - before.stores.sqlStatements) / done,
    latencies,
    errors,
  };
}

function summary(rounds: readonly Round[], side: Side): Summary {
  const of = (figure: (round: Round) => number): number => median(rounds.map(figure));
  const latencies = rounds.flatMap((round) => round.latencies);
  return {
    cpuMs: of((round) => round.cpuMs),
    perSecond: of((round) => round.perSecond),
    redisCommands: of((round) => round.redisCommands),
    sqlStatements: of((round) => round.sqlStatements),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    errors: rounds.reduce((sum, round) => sum + round.errors, 0),
    peakMegabytes: side.server.usage().peakMegabytes,
  };
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}
