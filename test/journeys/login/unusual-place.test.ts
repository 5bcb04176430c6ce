import assert from 'node:assert/strict';
import { JourneyBrowser } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, citizen, interactionOf, portalRequest, register } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const HANGZHOU = { 'x-forwarded-for': '203.0.113.1' };
const CHENGDU = { 'x-forwarded-for': '203.0.113.2' };
const NOBODY_KNOWS = { 'x-forwarded-for': '203.0.113.3' };

oneStorePair('a login in an unusual place', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  it('sends word with the place, once, and for nobody whose place is not known', async () => {
    const who = citizen(760);
    const home = new JourneyBrowser(HANGZHOU);
    const done = await register(app, home, await home.get(portalRequest(app).url), who);
    const login = await home.get(`${app.url}${interactionOf(done)}/login`);
    await home.submit(login, { login: who.number, password: who.password }, atPortal);
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    const { id } = found.identity;
    const told = (): string[] => app.noticesTo(id).filter((template) => /place|device/.test(template));
    assert.deepEqual(told(), [], 'the first place there is is nothing unusual');

    /** With a code on a new device, with the password alone on a known one. */
    const enter = async (browser: JourneyBrowser): Promise<void> => {
      app.clock.pass(61);
      browser.forget(/session/);
      const page = await browser.get(portalRequest(app).url);
      const next = await browser.submit(page, { login: who.number, password: who.password }, atPortal);
      if (/\/code$/.test(next.url.pathname))
        await browser.submit(next, { code: app.code(`+86${who.phone}`) }, atPortal);
    };
    const away = new JourneyBrowser(CHENGDU);
    await enter(away);
    assert.deepEqual(told(), ['unusual_place']);
    const message = app.sent.findLast(({ template }) => template === 'unusual_place');
    assert.deepEqual(message?.values?.place, { zh: '成都市', en: 'Chengdu' });
    await enter(away);
    assert.deepEqual(told(), ['unusual_place'], 'it is a usual place now');
    await enter(new JourneyBrowser(NOBODY_KNOWS));
    assert.deepEqual(told(), ['unusual_place', 'new_device']);

    // The known device itself travels.
    app.clock.pass(91 * 24 * 3600);
    Object.assign(home.headers, CHENGDU);
    await enter(home);
    assert.deepEqual(told().slice(2), [], 'what was seen long ago does not count, and nothing is left to compare with');
  });
});
