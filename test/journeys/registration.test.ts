import assert from 'node:assert/strict';
import { comparable, JourneyBrowser, type Page, text } from '../support/journey-browser.js';
import {
  atPortal,
  citizen,
  interactionOf,
  type JourneyApp,
  portalRequest,
  register,
  startJourneyApp,
} from '../support/journey-app.js';
import { eachStorePair } from '../support/stores.js';

eachStorePair('registration over HTTP', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());

  const begin = async (browser = new JourneyBrowser()): Promise<{ browser: JourneyBrowser; page: Page }> => ({
    browser,
    page: await browser.get(portalRequest(app).url),
  });

  it('leads from a portal through registering and logging in back to the portal, at AAL 2 without a second message', async () => {
    const who = citizen(1);
    const browser = new JourneyBrowser();
    const request = portalRequest(app, 'tax');
    const login = await browser.get(request.url);
    assert.match(login.url.pathname, /\/login$/);
    const done = await register(app, browser, login, who);
    assert.match(done.url.pathname, /\/register\/done$/);
    const again = await browser.get(`${app.url}${interactionOf(login)}/login`);
    assert.equal(again.forms.find(({ fields }) => 'login' in fields)?.fields.login, who.number);
    const sent = app.sent.length;
    const back = await browser.submit(again, { login: who.number, password: who.password }, atPortal);
    const claims = await request.claims(back);
    assert.equal(claims.acr, 'urn:yihao:aal:2');
    assert.deepEqual(claims.amr, ['pwd', 'otp', 'sms', 'mfa']);
    assert.equal(app.sent.length, sent, 'no message was sent');
  });
});
