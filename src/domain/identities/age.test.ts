import assert from 'node:assert/strict';
import fc from 'fast-check';
import { childMark, dayOfTurning, hasTurned } from './age.js';

const DAY = 86_400_000;
const date = fc
  .integer({ min: Date.UTC(1930, 0, 1) / DAY, max: Date.UTC(2026, 10, 23) / DAY })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10));

describe('age', () => {
  it('turns at 00:00 in Beijing on the birthday, to the millisecond', () => {
    const midnight = new Date('2026-11-23T00:00:00+08:00');
    assert.equal(hasTurned(14, '2012-11-23', midnight), true);
    assert.equal(hasTurned(14, '2012-11-23', new Date(midnight.getTime() - 1)), false);
    assert.equal(childMark('2012-11-23', midnight), 0);
    assert.equal(childMark('2012-11-24', midnight), 1);
    assert.equal(childMark(undefined, midnight), 0);
  });

  it('takes 1 March for the birthday of 29 February in a common year', () => {
    assert.equal(dayOfTurning(14, '2012-02-29'), '2026-03-01');
    assert.equal(dayOfTurning(18, '2012-02-29'), '2030-03-01');
    assert.equal(dayOfTurning(16, '2012-02-29'), '2028-02-29');
    assert.equal(hasTurned(14, '2012-02-29', new Date('2026-02-28T23:59:59.999+08:00')), false);
    assert.equal(hasTurned(14, '2012-02-29', new Date('2026-03-01T00:00:00+08:00')), true);
  });

  it('agrees with the calendar of Beijing for any birth date, years and moment', () => {
    const beijing = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });
    const moment = fc.date({ min: new Date('1992-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 120 }), moment, (birthdate, years, now) => {
        const [year, ...rest] = birthdate.split('-');
        const birthday = [String(Number(year) + years), ...rest].join('-');
        assert.equal(hasTurned(years, birthdate, now), birthday <= beijing.format(now));
      }),
    );
  });

  it('happens once, on a day of the calendar, and never is undone', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 100 }), (birthdate, years) => {
        const day = dayOfTurning(years, birthdate);
        const begins = new Date(`${day}T00:00:00+08:00`);
        assert.equal(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10), day);
        assert.equal(hasTurned(years, birthdate, new Date(begins.getTime() - 1)), false);
        assert.equal(hasTurned(years, birthdate, begins), true);
        assert.equal(hasTurned(years, birthdate, new Date(begins.getTime() + 3650 * DAY)), true);
      }),
    );
  });
});
