import assert from 'node:assert/strict';
import {
  areaUnderCurve,
  assertSamePages,
  enrolKnown,
  type Observation,
  observeLogins,
  observeRegistrations,
} from '../support/enumeration.js';
import { type JourneyApp, startJourneyApp } from '../support/journey-app.js';
import { eachStorePair } from '../support/stores.js';

/** Enough to see work that is left out; the close look, 2 × 500, is one of the long tests. */
const COUNT = 40;
/** Four standard deviations of chance at this count. */
const CHANCE = 0.26;
/** Each registration is answered at a whole step of time. */
const REGISTRATIONS_MS = 120_000;

eachStorePair('A14 numbers that are registered and numbers that are not, by turns', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
    await enrolKnown(app, COUNT);
  });
  after(() => app.close());

  function assertAlike(observation: Observation): void {
    assertSamePages(observation);
    const area = areaUnderCurve(observation);
    assert.ok(Math.abs(area - 0.5) < CHANCE, `times tell them apart: AUC ${area.toFixed(3)}`);
  }

  it('get the same bytes and much the same time at login', async () => assertAlike(await observeLogins(app, COUNT)));

  it('get the same bytes and much the same time at registration', async () =>
    assertAlike(await observeRegistrations(app, COUNT))).timeout(REGISTRATIONS_MS);
});
