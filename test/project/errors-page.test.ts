import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readErrors, renderErrors } from '../../scripts/errors-catalogue.js';

describe('docs/errors.md', () => {
  it('lists every error of the sources as it is (run "npm run docs:errors" when it does not)', async () => {
    const entries = await readErrors('src');
    assert.ok(entries.length > 0);
    assert.equal(readFileSync('docs/errors.md', 'utf8'), renderErrors(entries));
  });

  it('names each error in both languages and with a status of its kind', async () => {
    for (const { code, status, text } of await readErrors('src')) {
      assert.match(code, /^[a-z][a-z0-9_]*$/);
      assert.ok(status >= 400 && status < 600, code);
      assert.match(text.zh, /\p{Script=Han}/u, code);
      assert.match(text.en, /^[A-Z][^\p{Script=Han}]+[.?]$/u, code);
    }
  });
});
