import { readdirSync, readFileSync } from 'node:fs';

/** What a server and all processes that it started have used since they began. */
export interface Usage {
  /** Milliseconds of CPU, user and system, of every thread, also of those that ended. */
  readonly cpuMs: number;
  /** The most memory that it ever had. */
  readonly peakMegabytes: number;
}

/** Linux counts a process's time for others in these (USER_HZ). */
const TICK_MS = 10;

/** Reads it from /proc: the same way for every server, whatever it is written in, and without asking it. */
export function usageOf(pid: number): Usage {
  const family = withChildren(pid);
  const cpuMs = family.reduce((sum, one) => sum + ownCpu(one) + waitedFor(one), 0);
  // A child maps the program's own file as its parent does: that memory is there once.
  const peak = family.reduce((sum, one, n) => sum + status(one, 'VmHWM') - (n === 0 ? 0 : status(one, 'RssFile')), 0);
  return { cpuMs, peakMegabytes: peak / 1024 };
}

export function childrenOf(pid: number): number[] {
  return threads(pid)
    .flatMap((thread) => read(`${pid}/task/${thread}/children`).split(' ').filter(Boolean))
    .map(Number);
}

const withChildren = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(withChildren)];

/**
 * The scheduler's nanoseconds know the living threads, the ticks know all, to 10 ms each for user and system; neither
 * says too much, so the greater is nearer.
 */
function ownCpu(pid: number): number {
  const nanoseconds = threads(pid).map((thread) => Number(read(`${pid}/task/${thread}/schedstat`).split(' ')[0]));
  return Math.max(nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6, ticks(pid, 14, 15));
}

/** The time of children that ended, with theirs. */
const waitedFor = (pid: number): number => ticks(pid, 16, 17);

/** Fields of /proc/PID/stat by their number in proc_pid_stat(5). */
function ticks(pid: number, ...fields: readonly number[]): number {
  // The second is the program's name in brackets and may hold anything; the third follows the last bracket.
  const text = read(`${pid}/stat`);
  const values = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.reduce((sum, field) => sum + Number(values[field - 3] ?? 0), 0) * TICK_MS;
}

/** Kilobytes. */
function status(pid: number, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`${pid}/status`))?.[1] ?? 0);
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Empty when the process or thread is gone. */
function read(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return '';
  }
}
