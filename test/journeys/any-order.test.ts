import { assertAnyOrder, sendsEveryForm } from '../support/any-order/index.js';
import { testServer } from '../support/stores.js';

describe('every form in any order', function () {
  this.timeout(120_000);

  it('A3 has an example, and changes nothing for somebody who has proved nothing', () => sendsEveryForm({}));
  it('A3 writes nothing without proof bound to session, identity and purpose · embedded', () =>
    assertAnyOrder({}, 20_000));
  it('A3 writes nothing without proof bound to session, identity and purpose · MariaDB + Redis', () =>
    assertAnyOrder({ database: testServer('YIHAO_TEST_DATABASE_URL') }, 10_000));
});
