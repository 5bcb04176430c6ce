import { strict as assert } from 'node:assert';
import { errors } from 'oidc-provider';
import { AppError, INTERNAL } from '../shared/errors.js';
import { dropProtocolStacks } from './stackless.js';

describe('errors of the protocol', () => {
  before(dropProtocolStacks);

  it('say what they say and look for no stack', () => {
    const error = new errors.InvalidToken('access token not found');
    assert.ok(error instanceof errors.OIDCProviderError && error instanceof Error);
    assert.deepEqual(
      [error.status, error.error, error.error_description, error.error_detail],
      [401, 'invalid_token', 'invalid token provided', 'access token not found'],
    );
    assert.doesNotMatch(String(error.stack), /\n/);
    const cause = new TypeError('why');
    assert.equal(new errors.InvalidToken({ cause } as never).cause, cause);
  });

  it('leave every other error its stack', () => {
    for (const error of [new TypeError('x'), new AppError(INTERNAL)]) assert.match(String(error.stack), /\n\s+at /);
    const target: { stack?: string } = {};
    Error.captureStackTrace(target);
    assert.match(String(target.stack), /\n\s+at /);
  });
});
