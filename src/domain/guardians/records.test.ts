import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beijingDay, beijingHour } from '../../shared/beijing-time.js';
import { plusSeconds } from '../../shared/clock.js';
import { nextReview } from './records.js';

const DAY_SECONDS = 24 * 3600;
const day = fc
  .integer({ min: 0, max: 366 * 15 })
  .map((offset) => beijingDay(plusSeconds(new Date('2026-01-01T00:00:00Z'), offset * DAY_SECONDS)));
const moment = fc.date({ min: new Date('2025-12-01'), max: new Date('2042-01-01'), noInvalidDate: true });

describe('when upkeep looks at a child', () => {
  it('tells the month of the birthday alone until that month has begun', () => {
    fc.assert(
      fc.property(day, moment, (fourteenOn, now) => {
        const review = nextReview(fourteenOn, now);
        const month = beijingHour(`${fourteenOn.slice(0, 7)}-01`, 8);
        if (month > now) assert.deepEqual(review, month);
        else assert.ok(review > now && review <= plusSeconds(now, DAY_SECONDS), 'then it looks every day');
      }),
    );
  });

  it('looks on the birthday itself, at most a month’s days after it began to, and at eight in the morning', () => {
    fc.assert(
      fc.property(day, moment, (fourteenOn, asked) => {
        fc.pre(asked < beijingHour(fourteenOn));
        let [now, looks] = [asked, 0];
        while (beijingDay(now) < fourteenOn || looks === 0) {
          now = nextReview(fourteenOn, now);
          assert.ok(++looks <= 32, 'it looks too often');
          assert.deepEqual(now, beijingHour(beijingDay(now), 8));
        }
        assert.equal(beijingDay(now), fourteenOn);
      }),
    );
  });
});
