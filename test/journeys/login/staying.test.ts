import assert from 'node:assert/strict';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, citizen, portalRequest, register, type TestCitizen } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const DAY = 24 * 3600;

oneStorePair('staying signed in', (make) => {
  let app: JourneyApp;
  beforeEach(async () => {
    app = await startJourneyApp(make);
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  async function registered(index: number): Promise<TestCitizen> {
    const who = citizen(index);
    const browser = new JourneyBrowser();
    await register(app, browser, await browser.get(portalRequest(app).url), who);
    app.clock.pass(3600);
    return who;
  }

  /** Logs in with two factors on a new device. */
  async function enter(who: TestCitizen, keep: string | undefined, browser = new JourneyBrowser()) {
    const request = portalRequest(app);
    const login = await browser.get(request.url);
    const code = await browser.submit(login, { login: who.number, password: who.password, keep });
    const back = await browser.submit(code, { code: app.code(`+86${who.phone}`) }, atPortal);
    return { browser, claims: await request.claims(back) };
  }
  const again = async (browser: JourneyBrowser, portal: 'social' | 'tax' = 'social') => {
    const request = portalRequest(app, portal);
    const page = await browser.get(request.url, atPortal);
    return { request, page };
  };
  const cookieDays = (browser: JourneyBrowser): number => {
    const { expires = 0 } = browser.cookies().find(({ name }) => name === 'yihao_session') ?? {};
    return (expires - Date.now()) / 1000 / DAY;
  };
  /** Time goes by, and what has run out is ended, as the service does by itself. */
  const pass = async (seconds: number): Promise<void> => {
    app.clock.pass(seconds);
    await app.sessions.expireDue();
  };
  const isLogin = (page: Page): boolean => /\/login$/.test(page.url.pathname);

  it('is one of three answers to one question, and the ordinary one stands', async () => {
    const login = await new JourneyBrowser().get(portalRequest(app).url);
    assert.match(
      text(login),
      /您正在使用 自己的设备 30 分钟不使用，自动退出登录 自己的设备，保持登录 14 天 公共电脑或他人的设备/,
    );
    assert.equal(login.forms.find(({ action }) => action.endsWith('/login'))?.fields.keep, 'once');
  });

  it('lasts for the days of the setting without use, and ends then', async () => {
    const { browser } = await enter(await registered(720), 'stay');
    assert.ok(Math.abs(cookieDays(browser) - 14) < 0.1, `${cookieDays(browser)} days`);
    const page = await browser.get(`${app.url}/account/sessions`);
    assert.match(text(page), /保持登录至/);
    assert.ok(!page.html.includes('data-warn-in'), 'an end that is days away is no page’s business');
    await pass(13 * DAY);
    assert.equal((await browser.get(`${app.url}/account`)).url.pathname, '/account');
    await pass(DAY);
    assert.ok(isLogin(await browser.get(`${app.url}/account`)), 'used or not');
  });

  it('counts as level 1 once an ordinary session would have ended, and more needs a whole login', async () => {
    const who = await registered(721);
    const { browser, claims } = await enter(who, 'stay');
    assert.equal(claims.acr, 'urn:yihao:aal:2');
    await pass(11 * 3600);
    const soon = await again(browser);
    const soonClaims = await soon.request.claims(soon.page);
    assert.deepEqual([soonClaims.acr, soonClaims.auth_time], ['urn:yihao:aal:2', claims.auth_time]);

    await pass(2 * 3600);
    const later = await again(browser);
    const laterClaims = await later.request.claims(later.page);
    assert.deepEqual([laterClaims.acr, laterClaims.auth_time], ['urn:yihao:aal:1', claims.auth_time]);
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    const { id } = found.identity;
    const types = (await app.stores.uow.read.audit.ofIdentity(id, 30)).map(({ type }) => type);
    assert.equal(types.filter((type) => type === 'session.strengthened').length, 0, 'it became weaker, not stronger');

    const tax = await again(browser, 'tax');
    assert.ok(isLogin(tax.page), 'a code alone would be added to a password of half a day ago');
    assert.ok(!tax.page.html.includes('value="qr"'));
    const code = await browser.submit(tax.page, { login: who.number, password: who.password, keep: 'stay' });
    const through = await browser.submit(code, { code: app.code(`+86${who.phone}`) }, atPortal);
    assert.equal((await tax.request.claims(through)).acr, 'urn:yihao:aal:2');
    await pass(5 * DAY);
    assert.equal((await browser.get(`${app.url}/account`)).url.pathname, '/account', 'and it begins anew');
  });

  it('does not happen on a public computer, nor unasked, nor where it is not offered', async () => {
    const who = await registered(722);
    const { browser: shared } = await enter(who, 'shared');
    assert.equal(shared.cookies().find(({ name }) => name === 'yihao_session')?.expires, undefined);
    await pass(61);
    const { browser: once } = await enter(who, undefined);
    assert.ok(cookieDays(once) < 1);
    await pass(40 * 60);
    for (const browser of [shared, once]) assert.ok(isLogin(await browser.get(`${app.url}/account`)));

    await app.close();
    app = await startJourneyApp(make, { stayDays: 0 });
    const other = await registered(723);
    assert.doesNotMatch(text(await new JourneyBrowser().get(portalRequest(app).url)), /保持登录/);
    const { browser: forged } = await enter(other, 'stay');
    assert.ok(cookieDays(forged) < 1);
    await pass(40 * 60);
    assert.ok(isLogin(await forged.get(`${app.url}/account`)));
  });

  it('lets no screen in by QR code until its holder has logged in anew', async () => {
    const who = await registered(724);
    const { browser } = await enter(who, 'stay');
    const path = '/account/sessions/screen/12345678';
    assert.equal((await browser.get(app.url + path)).url.pathname, path);
    await pass(13 * 3600);
    const asked = await browser.get(app.url + path, { follow: false });
    assert.equal(asked.headers.get('location'), `/sign-in?to=${encodeURIComponent(path)}&fresh=1`);
  });
});
