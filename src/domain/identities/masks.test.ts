import assert from 'node:assert/strict';
import { MASKS } from './masks.js';

describe('MASKS', () => {
  it('show of a phone what its holder knows it by: beginning and end, or the country and the end', () => {
    assert.equal(MASKS.phone('+8613800138000'), '138****8000');
    assert.equal(MASKS.phone('+85251234567'), '+852****4567');
    assert.equal(MASKS.phone('+14155550100'), '+141****0100');
  });

  it('show of a mail address its first character and where it is', () => {
    assert.equal(MASKS.email('li.lei@example.org'), 'l***@example.org');
  });

  it('show of a number its first and last, and nothing of what is none', () => {
    assert.equal(MASKS.number('11010519491231002X'), '1****************X');
    assert.equal(MASKS.number('12'), '');
  });
});
