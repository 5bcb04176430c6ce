import type { Operation } from './flows.js';
import type { Side } from './side.js';
import type { StoreCounters } from './stores.js';

export interface Flow {
  readonly key: string;
  readonly title: string;
  /** The least ratio of A's CPU to B's; undefined where the issue sets none. */
  readonly target?: number;
  readonly run: Operation;
  readonly operations: number;
  /** Operations under way at once. */
  readonly lanes: number;
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

export interface Comparison {
  readonly flow: Flow;
  readonly a: Summary;
  readonly b: Summary;
  /** A's CPU over B's, round by round. */
  readonly ratios: readonly number[];
  readonly ratio: number;
}

export interface MeasureOptions {
  readonly rounds: number;
  readonly counters: StoreCounters;
  /** Writes a CPU profile of the last round here. */
  readonly profile?: string | undefined;
}

/** A warm-up, then rounds by turns, each round beginning with the other side. */
export async function compare(flow: Flow, a: Side, b: Side, options: MeasureOptions): Promise<Comparison> {
  const rounds: Record<'a' | 'b', Round[]> = { a: [], b: [] };
  for (const side of [a, b]) {
    await side.server.ask({ ask: 'hashing', real: flow.realHashing ?? false });
    await play({ ...flow, operations: Math.ceil(flow.operations / 4) }, side, options.counters);
  }
  for (let round = 0; round < options.rounds; round += 1) {
    const order = round % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const);
    for (const which of order) rounds[which].push(await play(flow, which === 'a' ? a : b, options.counters));
  }
  if (options.profile) for (const side of [a, b]) await profile(flow, side, options);
  const ratios = rounds.a.map((one, n) => one.cpuMs / rounds.b[n]!.cpuMs);
  return { flow, a: await summary(rounds.a, a), b: await summary(rounds.b, b), ratios, ratio: median(ratios) };
}

async function profile(flow: Flow, side: Side, { counters, profile: folder }: MeasureOptions): Promise<void> {
  await side.server.ask({ ask: 'profile' });
  await play(flow, side, counters);
  await side.server.ask({ ask: 'profile', file: `${folder}/${flow.key}-${side.name}.cpuprofile` });
}

let counted = 0;

async function play(flow: Flow, side: Side, counters: StoreCounters): Promise<Round> {
  const latencies: number[] = [];
  let errors = 0;
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started < flow.operations) {
      started += 1;
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
  const before = { stores: await counters.read(), usage: await side.server.usage(), at: performance.now() };
  await Promise.all(Array.from({ length: flow.lanes }, lane));
  const seconds = (performance.now() - before.at) / 1000;
  const [usage, stores] = [await side.server.usage(), await counters.read()];
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

async function summary(rounds: readonly Round[], side: Side): Promise<Summary> {
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
    peakMegabytes: (await side.server.usage()).peakMegabytes,
  };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}
