import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

describe('the login button of the example portals', () => {
  for (const file of ['yihao-button.css', 'yihao-mark.svg'])
    it(`is the guide's: ${file}`, () => {
      assert.equal(
        readFileSync(`examples/portal/${file}`, 'utf8'),
        readFileSync(`docs/guides/login-button/${file}`, 'utf8'),
      );
    });
});
