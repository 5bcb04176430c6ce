import { assertAnyOrder, sendsEveryForm } from '../../support/journeys/any-order/index.js';
import { chosenDatabase } from '../../support/stores.js';

describe('every form in any order', function () {
  this.timeout(120_000);

  it('A3 has an example, and changes nothing for somebody who has proved nothing', () => sendsEveryForm({}));
  it('A3 writes nothing without proof bound to session, identity and purpose', () =>
    assertAnyOrder(chosenDatabase(), 10_000));
});
