import { assertHolderEnters, KINDS } from '../support/journeys/lockout.js';
import { testServer } from '../support/stores.js';

const FAILURES = 10_000;
const EACH = Math.ceil(FAILURES / KINDS);

describe(`A19 after ${FAILURES} failures on one identity its passkey and its known device enter`, () => {
  it('on SQLite', () => assertHolderEnters({}, EACH));
  it('on MariaDB and Redis', () => assertHolderEnters({ database: testServer('YIHAO_TEST_DATABASE_URL') }, EACH));
});
