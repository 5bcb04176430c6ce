import { assertWithstandsMalformed } from '../support/service/malformed-service.js';

describe('F16 malformed input, NUL, unicode, cookies', function () {
  this.timeout(240_000);

  it('is never answered with 5xx, and takes no memory that stays', () => assertWithstandsMalformed(3_000));
});
