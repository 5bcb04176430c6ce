import { cpus, totalmem } from 'node:os';
import type { Comparison, Summary } from './measure.js';
import type { Machine } from './sides.js';

/** The machine and the versions, for the head of the table. */
export function describe({ database, redis, cores }: Machine): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const place = cores
    ? `server on core ${cores.server}, load and stores on ${cores.others}`
    : 'cores not divided: taskset or a second core is missing, so the figures say little';
  return [
    `${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory} GiB; ${place}`,
    `Node ${process.version}, ${database.version}, ${redis.version}`,
  ].join('\n');
}

export const HEADER = [
  '| flow | target | A/B (lowest to highest) | CPU ms A | CPU ms B | per s A | per s B | Redis A | Redis B | SQL B | p50/p99 ms A | p50/p99 ms B | errors | peak MB A | peak MB B |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
].join('\n');

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const count = (value: number): string => value.toFixed(1);

export function row({ flow, a, b, ratio, ratios }: Comparison): string {
  const { target } = flow;
  const verdict = target === undefined ? '' : ratio >= target ? ' met' : ' missed';
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  return `| ${[
    flow.title,
    target === undefined ? '' : `≥ ${Number(target.toFixed(2))}${verdict}`,
    `**${ratio.toFixed(2)}** (${spread})`,
    ...both(a, b, ({ cpuMs }) => ms(cpuMs)),
    ...both(a, b, ({ perSecond }) => perSecond.toFixed(0)),
    ...both(a, b, ({ redisCommands }) => count(redisCommands)),
    count(b.sqlStatements),
    ...both(a, b, ({ p50, p99 }) => `${ms(p50)} / ${ms(p99)}`),
    String(a.errors + b.errors),
    ...both(a, b, ({ peakMegabytes }) => peakMegabytes.toFixed(0)),
  ].join(' | ')} |`;
}

function both(a: Summary, b: Summary, figure: (summary: Summary) => string): readonly [string, string] {
  return [figure(a), figure(b)];
}
