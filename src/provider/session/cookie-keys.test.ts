import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { CookieKeys } from './cookie-keys.js';

describe('A6 the signature of a cookie', () => {
  const keys = new CookieKeys(randomBytes(32));
  const signature = keys.sign('yihao_session=abc');

  it('holds for what was signed', () => {
    assert.equal(keys.verify('yihao_session=abc', signature), true);
    assert.equal(keys.index('yihao_session=abc', signature), 0);
  });

  it('holds for nothing else: another value, another name, another key, a cut, longer or empty one', () => {
    for (const [data, given] of [
      ['yihao_session=abd', signature],
      ['yihao_resume=abc', signature],
      ['yihao_session=abc', new CookieKeys(randomBytes(32)).sign('yihao_session=abc')],
      ['yihao_session=abc', signature.slice(0, -4)],
      ['yihao_session=abc', `${signature}AAAA`],
      ['yihao_session=abc', ''],
    ] as const) {
      assert.equal(keys.verify(data, given), false);
      assert.equal(keys.index(data, given), -1);
    }
  });
});
