import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normaliseEmail, normalisePhone, readLoginName } from './login-name.js';

const clock = { now: () => new Date('2026-06-30T12:00:00Z') };

describe('login name', () => {
  it('A5 reads every spelling of a phone as one', () => {
    const spellings = [
      '13812345678',
      '138 1234 5678',
      '138-1234-5678',
      '+8613812345678',
      '+86 138 1234 5678',
      '8613812345678',
      '0086 138 1234 5678',
      '１３８１２３４５６７８',
      '＋８６　１３８１２３４５６７８',
      '(+86) 138.1234.5678',
    ];
    for (const spelling of spellings) {
      assert.equal(normalisePhone(spelling), '+8613812345678', spelling);
      assert.equal(readLoginName(spelling, clock).canonical, '+8613812345678', spelling);
    }
  });

  it('takes foreign numbers with their country code, and no landlines or other digits', () => {
    assert.equal(normalisePhone('+852 9123 4567'), '+85291234567');
    assert.equal(normalisePhone('00 44 7911 123456'), '+447911123456');
    for (const text of ['', '12345678901', '1381234567', '138123456789', '+86 10 6552 1234', 'phone', '+0123456789']) {
      assert.equal(normalisePhone(text), undefined, text);
    }
  });

  it('A5 reads every spelling of an address as one, and refuses what is none', () => {
    for (const text of ['Zhang.San@Example.CN', ' zhang.san@example.cn　', 'ｚｈａｎｇ.ｓａｎ＠ｅｘａｍｐｌｅ.ｃｎ']) {
      assert.equal(normaliseEmail(text), 'zhang.san@example.cn', text);
    }
    for (const text of ['', '@', 'a@b', 'a@.cn', 'a@b@c.cn', `${'a'.repeat(260)}@example.cn`]) {
      assert.equal(normaliseEmail(text), undefined, text);
    }
  });

  it('A5 reads every spelling of a number as one', () => {
    for (const text of [
      '11010519491231002x',
      '１１０１０５１９４９１２３１００２Ｘ',
      '110105 491231 002',
      'CAN110078080102',
    ]) {
      assert.equal(readLoginName(text, clock).kind, 'number', text);
    }
    assert.equal(readLoginName('110105 491231 002', clock).canonical, '11010519491231002X');
  });

  it('A5 gives anything else one spelling too, so that guesses at it are counted together', () => {
    assert.deepEqual(readLoginName(' Zhang  San ', clock), { kind: 'unknown', canonical: 'zhangsan' });
    assert.equal(readLoginName('11010519491231002１', clock).kind, 'unknown');
  });

  it('never throws, and reads its own canonical form the same way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const once = readLoginName(text, clock);
        assert.equal(readLoginName(once.canonical, clock).canonical, once.canonical);
      }),
    );
  });
});
