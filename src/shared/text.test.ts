import assert from 'node:assert/strict';
import { sayList } from './text.js';

describe('a list in words', () => {
  it('is written as its language does, whatever it is made of', () => {
    const words = [{ zh: '姓名', en: 'name' }, 'GB 11643'];
    assert.equal(sayList(words, 'zh-CN'), '姓名、GB 11643');
    assert.equal(sayList(words, 'en'), 'name, GB 11643');
    assert.equal(sayList(['a', 'b', 'c'], 'en'), 'a, b, c');
    assert.equal(sayList(['甲'], 'zh-CN'), '甲');
    assert.equal(sayList([], 'en'), '');
  });
});
