import { cpus, totalmem } from 'node:os';
import { type ListedFlow, MEMORY_TARGET } from './flow-list.js';
import type { Comparison, Ratio } from './measure.js';
import type { Machine } from './sides/start.js';

/** The machine and the versions, for the head of the tables. */
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

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** Lines of Markdown. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableHead(header), ...rows.map(tableRow)].join('\n');
}

const tableHead = (header: readonly string[]): string => `${tableRow(header)}\n|${'---|'.repeat(header.length)}`;
const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The column of ratios to one of the other sides. */
interface Column {
  readonly title: string;
  /** Whose CPU is divided by whose. */
  readonly of: string;
  readonly over: string;
  readonly target: (flow: ListedFlow) => number | undefined;
  /** Whether more is better. */
  readonly least: boolean;
}

export interface Names {
  /** This build's side. */
  readonly own: string;
  readonly bare: string;
  readonly against?: string | undefined;
  readonly keycloak?: string | undefined;
  /** Whether it is the embedded default that is measured. */
  readonly embedded?: boolean;
}

/** The main table, row by row: CPU per operation of each side, and the ratios with their targets. */
export class CpuTable {
  readonly #columns: readonly Column[];
  readonly #sides: readonly string[];

  constructor({ own, bare, against, keycloak, embedded = false }: Names) {
    this.#sides = [own, bare, against, keycloak].filter((name) => name !== undefined);
    const wanted = embedded ? 'embedded' : 'against';
    const columns: readonly (Omit<Column, 'of' | 'over' | 'title'> & { of?: string; over?: string })[] = [
      { of: own, ...(against && { over: against }), target: ({ targets }) => targets[wanted], least: false },
      { ...(keycloak && { of: keycloak }), over: own, target: ({ targets }) => targets.keycloak, least: true },
      { of: bare, over: own, target: ({ targets }) => (embedded ? undefined : targets.bare), least: true },
    ];
    this.#columns = columns.flatMap(({ of, over, ...more }) =>
      of && over ? [{ of, over, title: `${of} / ${over}`, ...more }] : [],
    );
  }

  get head(): string {
    const ratios = this.#columns.flatMap(({ title }) => [title, 'target']);
    return tableHead(['flow', ...this.#sides.map((name) => `CPU ms ${name}`), ...ratios]);
  }

  row(flow: ListedFlow, { summaries, ratio }: Comparison): string {
    const cpu = this.#sides.map((name) => {
      const summary = summaries.get(name);
      return summary ? ms(summary.cpuMs) : '–';
    });
    const ratios = this.#columns.flatMap((column) => verdict(ratio(column.of, column.over), column, flow));
    return tableRow([flow.title, ...cpu, ...ratios]);
  }
}

function verdict(ratio: Ratio | undefined, { target, least }: Column, flow: ListedFlow): readonly [string, string] {
  if (!ratio) return ['–', '–'];
  const wanted = target(flow);
  if (wanted === undefined) return [spread(ratio), '–'];
  return [spread(ratio), `${least ? '≥' : '≤'} ${wanted} ${met(ratio.median, wanted, least)}`];
}

function met(value: number, target: number, least: boolean): string {
  return (least ? value >= target : value <= target) ? 'met' : '**missed**';
}

export const spread = ({ median, lowest, highest }: Ratio): string =>
  `**${median.toFixed(2)}** (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;

/** What else was seen, a row for each flow and side. */
export function detailTable(comparisons: readonly Comparison[]): string {
  const header = ['flow', 'server', 'per s', 'p50 / p99 ms', 'Redis', 'SQL', 'errors', 'peak MB so far'];
  const rows = comparisons.flatMap(({ flow, summaries }) =>
    [...summaries].map(([name, one]) => [
      flow.title,
      name,
      one.perSecond.toFixed(0),
      `${ms(one.p50)} / ${ms(one.p99)}`,
      one.redisCommands.toFixed(1),
      one.sqlStatements.toFixed(1),
      String(one.errors),
      one.peakMegabytes.toFixed(0),
    ]),
  );
  return table(header, rows);
}

/** The peak of each side's memory over the whole run. */
export function memoryTable(comparisons: readonly Comparison[], { own, bare }: Names): string {
  const peaks = new Map<string, number>();
  for (const { summaries } of comparisons) {
    for (const [name, { peakMegabytes }] of summaries) peaks.set(name, peakMegabytes);
  }
  const least = peaks.get(bare)!;
  const rows = [...peaks].map(([name, peak]) => {
    const over = peak / least;
    const target = name === own ? `≤ ${MEMORY_TARGET} ${met(over, MEMORY_TARGET, false)}` : '–';
    return [name, peak.toFixed(0), over.toFixed(2), target];
  });
  return table(['server', 'peak MB', 'over the bare server', 'target'], rows);
}
