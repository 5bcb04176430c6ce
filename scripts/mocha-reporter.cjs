/**
 * Mocha's own "spec" reporter, which also leaves its counts, and what each file took, in the file that TEST_REPORT_FILE
 * names.
 */
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');
const { cpuSeconds } = require('./cpu-time.cjs');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const costs = new Costs();
    const { EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_RUN_END } = Runner.constants;
    runner.on(EVENT_SUITE_BEGIN, ({ parent, file }) => {
      if (parent?.root) costs.enter(relative(process.cwd(), file));
    });
    runner.on(EVENT_SUITE_END, ({ parent }) => {
      if (parent?.root) costs.enter(undefined);
    });
    runner.once(EVENT_RUN_END, () => {
      costs.enter(undefined);
      const { passes, failures, pending } = this.stats;
      const { files, shared } = costs;
      writeFileSync(process.env.TEST_REPORT_FILE, JSON.stringify({ passes, failures, pending, files, shared }));
    });
  }
};

const nothing = () => ({ own: 0, below: 0, wall: 0 });

/** Seconds of each file: CPU time of this process (own) and of all it started (below), and of the clock (wall). */
class Costs {
  files = {};
  /** What is no file's: loading them, and what they share. */
  shared = nothing();
  #file;
  #last = nothing();

  /** From here on it is that file's. */
  enter(file) {
    const now = { ...cpuSeconds(), wall: process.uptime() };
    const into = this.#file === undefined ? this.shared : this.files[this.#file];
    // A process whose parent ended before it is nobody's: the sum can fall.
    for (const kind of Object.keys(into)) into[kind] += Math.max(0, now[kind] - this.#last[kind]);
    this.#last = now;
    this.#file = file;
    if (file !== undefined) this.files[file] ??= nothing();
  }
}
