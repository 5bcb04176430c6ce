import assert from 'node:assert/strict';
import { acceptedLanguages, chooseLocale } from './language.js';

describe('the language of a page', () => {
  it('is the best of ours in a list of wishes', () => {
    assert.equal(chooseLocale(['fr', 'en-GB', 'zh']), 'en');
    assert.equal(chooseLocale(['zh-Hant-HK']), 'zh-CN');
    assert.equal(chooseLocale(['fr', '']), undefined);
    assert.equal(chooseLocale([]), undefined);
  });

  it('follows the order of Accept-Language by quality', () => {
    assert.deepEqual(acceptedLanguages('en;q=0.3, zh-CN;q=0.9, fr, de;q=0'), ['fr', 'zh-CN', 'en']);
    assert.deepEqual(acceptedLanguages(''), []);
  });
});
