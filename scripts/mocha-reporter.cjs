/** Mocha's own "spec" reporter, which also leaves its counts in the file that TEST_REPORT_FILE names. */
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(process.env.TEST_REPORT_FILE, JSON.stringify({ passes, failures, pending }));
    });
  }
};
