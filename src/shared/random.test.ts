import assert from 'node:assert/strict';
import { freshBytes, randomId, randomToken } from './random.js';

describe('random values', () => {
  it('never come twice, however many are drawn, and are what the caller may keep', () => {
    const kept = Array.from({ length: 5000 }, () => freshBytes(32));
    const texts = kept.map((bytes) => bytes.toString('hex'));
    assert.equal(new Set(texts).size, kept.length);
    for (let n = 0; n < 5000; n++) freshBytes(16);
    assert.deepEqual(
      kept.map((bytes) => bytes.toString('hex')),
      texts,
      'what was given out does not change',
    );
    assert.equal(new Set(Array.from({ length: 5000 }, randomToken)).size, 5000);
    assert.equal(new Set(Array.from({ length: 5000 }, () => randomId(0))).size, 5000);
  });

  it('have every byte about as often as any other', () => {
    const counts = new Array<number>(256).fill(0);
    const drawn = 256 * 400;
    for (let n = 0; n < drawn; n += 40) for (const byte of freshBytes(40)) counts[byte] = counts[byte]! + 1;
    // Chi-square with 255 degrees of freedom: beyond 400 once in a hundred million runs.
    const chi = counts.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    assert.ok(chi < 400, `chi-square ${chi}`);
  });

  it('are of the length asked for, and not of any length', () => {
    assert.deepEqual(
      [0, 1, 12, 8192].map((length) => freshBytes(length).length),
      [0, 1, 12, 8192],
    );
    assert.throws(() => freshBytes(8193), RangeError);
    assert.match(randomToken(), /^[\w-]{43}$/);
    assert.match(randomId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
