import { assertWithstandsMalformed } from '../support/service/malformed-service.js';

describe('F16 malformed input, a hundred thousand times', () => {
  it('is never answered with 5xx, and takes no memory that stays', () => assertWithstandsMalformed(100_000));
});
