import { assertAnyOrder } from '../support/journeys/any-order/index.js';
import { testServer } from '../support/stores.js';

const MINUTE = 60_000;

describe('every form in any order, for long', function () {
  this.timeout(20 * MINUTE);

  it('A3 on SQLite', () => assertAnyOrder({}, 10 * MINUTE));
  it('A3 on MariaDB and Redis', () => assertAnyOrder({ database: testServer('YIHAO_TEST_DATABASE_URL') }, 5 * MINUTE));
});
