import assert from 'node:assert/strict';
import { JourneyBrowser, type Page } from '../../support/http/journey-browser.js';
import { authorization, type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';

const IDLE = 30 * 60;
const LONGEST = 12 * 3600;

oneStorePair('the time of someone logged in', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    await app.addPortal('portal');
    browser = new JourneyBrowser();
    await browser.get(authorization(app, 'portal').url);
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const warnIn = (page: Page): number => Number(page.$('[data-warn-in]').attr('data-warn-in'));
  const about = (actual: number, expected: number): void =>
    assert.ok(Math.abs(actual - expected) < 10, `${actual} s, not about ${expected} s`);
  const stay = async (page: Page): Promise<Page> => {
    const { _csrf = '' } = page.forms.find(({ fields }) => '_csrf' in fields)?.fields ?? {};
    return browser.post(`${app.url}/stay`, { _csrf, ends: 'session' });
  };
  const cookieEnds = (): number => browser.cookies().find(({ name }) => /yihao_session$/.test(name))?.expires ?? 0;

  for (const address of ['/', '/account/departments'])
    it(`is said in words on ${address}, with a link to stay and a warning five minutes before`, async () => {
      const page = await browser.get(app.url + address);
      assert.match(page.html, /您的登录 \d\d:\d\d 前有效/);
      assert.ok(page.html.includes(`href="${address}">继续使用</a>`));
      about(warnIn(page), IDLE - 300);
      app.clock.pass(20 * 60);
      about(warnIn(await browser.get(app.url + address)), IDLE - 300);
    });

  it('is prolonged from where one is, with the session’s cookie', async () => {
    const page = await browser.get(app.url);
    const before = cookieEnds();
    app.clock.pass(25 * 60);
    const answer = JSON.parse((await stay(page)).html);
    about(answer.warnIn, IDLE - 300);
    assert.equal(answer.more, true);
    assert.match(answer.given, /已延长到 \d\d:\d\d/);
    about((cookieEnds() - before) / 1000, 25 * 60);
  });

  it('ends after a day’s work all the same, and says so in time', async () => {
    const page = await browser.get(app.url);
    app.clock.pass(LONGEST - 10 * 60);
    const answer = JSON.parse((await stay(page)).html);
    about(answer.warnIn, 300);
    assert.equal(answer.more, false);
    assert.match(answer.given, /到时请重新登录/);
    const last = await browser.get(app.url);
    assert.ok(last.html.includes('到时请重新登录') && !last.html.includes('data-more-time'));
  });

  it('is nobody else’s to prolong, and needs the page’s own token', async () => {
    const page = await browser.get(app.url);
    assert.equal((await browser.post(`${app.url}/stay`, { _csrf: 'guessed' })).status, 403);
    browser.forget(/session/);
    assert.equal((await stay(page)).status, 410);
  });
});
