import { assertHolderEnters } from '../../support/journeys/lockout.js';
import { chosenDatabase } from '../../support/stores.js';

describe('A19 the holder of an identity on which strangers fail in every way', function () {
  this.timeout(120_000);

  it('enters by passkey and from a known device after 40 failures of each kind', () =>
    assertHolderEnters(chosenDatabase(), 40));
});
