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

const COUNT = 500;

eachStorePair('A14 numbers that are registered and numbers that are not, 2 × 500 by turns', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
    await enrolKnown(app, COUNT);
  });
  after(() => app.close());

  function assertAlike(observation: Observation): void {
    assertSamePages(observation);
    const area = areaUnderCurve(observation);
    console.log('AUC', area);
    assert.ok(area >= 0.45 && area <= 0.55, `times tell them apart: AUC ${area.toFixed(3)}`);
    assert.deepEqual(app.troubles, []);
  }

  it('get the same bytes and the same time at login', async () => assertAlike(await observeLogins(app, COUNT)));

  it('get the same bytes and the same time at registration', async () =>
    assertAlike(await observeRegistrations(app, COUNT)));
});
