import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskName, parseName } from './person-name.js';

describe('person name', () => {
  const spelled: readonly (readonly [string, string])[] = [
    ['张三丰', '张三丰'],
    [' 张　三 丰 ', '张三丰'],
    ['阿依古丽•买买提', '阿依古丽·买买提'],
    ['阿依古丽 ・ 买买提', '阿依古丽·买买提'],
    ['𠮷田𬎆', '𠮷田𬎆'],
    ['ＪＯＨＮ   ＳＭＩＴＨ', 'JOHN SMITH'],
    ["Conan O'Brien-Müller Jr.", "Conan O'Brien-Müller Jr."],
  ];
  for (const [text, name] of spelled) {
    it(`${text} reads ${name}`, () => assert.deepEqual(parseName(text), { ok: true, name }));
  }

  it('refuses what is too short, too long or in nobody’s name', () => {
    for (const text of ['', '张', '　', '张'.repeat(51)])
      assert.deepEqual(parseName(text), { ok: false, reason: 'length' });
    for (const text of ['张三1', '张三<b>', '··', 'a@b.cn', '张三\u0000', '😀😀']) {
      assert.deepEqual(parseName(text), { ok: false, reason: 'characters' }, text);
    }
  });

  it('reads a name it has read before the same way', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('张', '三', ' ', '　', '·', '・', 'a', 'Ａ', "'", '买') }),
        (text) => {
          const once = parseName(text);
          if (once.ok) assert.deepEqual(parseName(once.name), once);
        },
      ),
    );
  });

  it('masks all but the first character, and the length of long names', () => {
    assert.equal(maskName('张三'), '张*');
    assert.equal(maskName('张三丰'), '张**');
    assert.equal(maskName('𠮷田三郎太'), '𠮷***');
    assert.equal(maskName(''), '');
  });
});
