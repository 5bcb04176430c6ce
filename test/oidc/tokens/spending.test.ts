import { spendInParallel } from '../../support/provider/provider-spending.js';
import { eachStorePair } from '../../support/stores.js';

/** The 200 rounds of the attack's list are in test/heavy. */
const ROUNDS = 30;

eachStorePair('A1 spent once by two nodes', (make) => {
  for (const what of ['code', 'refresh'] as const) {
    it(`${what}: ${ROUNDS} rounds of 8 parallel requests, at most one success each`, function spend() {
      this.timeout(60_000);
      return spendInParallel(make, what, ROUNDS);
    });
  }
});
