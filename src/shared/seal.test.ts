import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createSealer } from './seal.js';

describe('createSealer', () => {
  const key = randomBytes(32);
  const sealer = createSealer(key);

  it('opens what it sealed, whatever the text and context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
        assert.equal(sealer.open(sealer.seal(plain, context), context), plain);
      }),
    );
  });

  it('never makes the same seal twice', () => {
    const seals = new Set(Array.from({ length: 1000 }, () => sealer.seal('张三丰', 'a|b')));
    assert.equal(seals.size, 1000);
  });

  it('refuses another context and another key', () => {
    const sealed = sealer.seal('张三丰', 'a|b|1');
    assert.throws(() => sealer.open(sealed, 'a|b|2'), /broken/);
    assert.throws(() => createSealer(randomBytes(32)).open(sealed, 'a|b|1'), /broken/);
  });

  it('refuses every single altered byte, a cut seal and text that is no seal', () => {
    const sealed = sealer.seal('11010519491231002X', 'number');
    const bytes = Buffer.from(sealed.slice(2), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at] = altered[at]! ^ 1;
      assert.throws(() => sealer.open(`1.${altered.toString('base64url')}`, 'number'), /broken/);
    }
    assert.throws(() => sealer.open(sealed.slice(0, -4), 'number'), /broken/);
    for (const text of ['', '1.', '2.abcd', 'plain text']) assert.throws(() => sealer.open(text, 'number'), /broken/);
  });

  it('refuses a key that has not 32 bytes', () => {
    assert.throws(() => createSealer(randomBytes(16)), TypeError);
  });
});
