/** The CPU time of this process and of every process below it. */
const { readdirSync, readFileSync } = require('node:fs');

/** In which /proc counts, whatever the kernel's own clock does (USER_HZ). */
const TICKS_A_SECOND = 100;

/**
 * What this process and all below it have used so far, in seconds. A process below counts for itself while it lives, and
 * as its parent's once that has waited for it: nothing is lost or counted twice, whichever end it comes to. Servers that
 * all files share stand beside this process, not below it.
 *
 * @returns `below` is 0 where there is no /proc to read it from
 */
exports.cpuSeconds = function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1e6, below: ticksBelow(process.pid) / TICKS_A_SECOND };
};

function ticksBelow(root) {
  const all = new Map(processes().map((one) => [one.pid, one]));
  const isBelow = (pid) => pid === root || (all.has(pid) && isBelow(all.get(pid).parent));
  let ticks = all.get(root)?.waitedFor ?? 0;
  for (const { pid, used, waitedFor } of all.values()) if (pid !== root && isBelow(pid)) ticks += used + waitedFor;
  return ticks;
}

function processes() {
  let names = [];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    // Not Linux.
  }
  return names.flatMap((name) => {
    try {
      // The name comes first and may hold anything; then state, parent, … utime, stime, cutime, cstime: proc_pid_stat(5).
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      return [
        { pid: Number(name), parent: fields[1], used: fields[11] + fields[12], waitedFor: fields[13] + fields[14] },
      ];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
