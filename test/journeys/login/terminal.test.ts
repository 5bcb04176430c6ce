import assert from 'node:assert/strict';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import {
  atPortal,
  citizen,
  interactionOf,
  portalRequest,
  register,
  type TestCitizen,
} from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const START = '/?terminal=1';

oneStorePair('a public terminal, without JavaScript', (make) => {
  let app: JourneyApp;
  let serial = 0;
  before(async () => {
    const site = { id: 'province', name: { zh: '省平台', en: 'Province' } };
    const refused = async () => ({ outcome: 'refused' as const });
    const province = { ...site, begin: async () => 'https://province.example.test/', read: refused };
    app = await startJourneyApp(make, { outside: async () => [province] });
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  async function registered(index: number): Promise<{ who: TestCitizen; id: string }> {
    const who = citizen(index);
    const browser = new JourneyBrowser();
    await register(app, browser, await browser.get(portalRequest(app).url), who);
    app.clock.pass(61);
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    return { who, id: found.identity.id };
  }

  /** A browser that an operator has made a terminal. */
  async function terminal(): Promise<{ kiosk: JourneyBrowser; id: string; start: Page }> {
    serial += 1;
    const id = `hall-${serial}`;
    const input = { id, name: { zh: `${serial}号机`, en: `Terminal ${serial}` }, place: '330100' };
    const added = await app.terminals.add(input, 'operator:test');
    assert.ok(added.outcome === 'added');
    const kiosk = new JourneyBrowser();
    const page = await kiosk.get(`${app.url}/terminal`);
    const wrong = await kiosk.submit(page, { setup_code: '1234' });
    assert.match(text(wrong), /设置码不正确、已用过或已过期/);
    const start = await kiosk.submit(wrong, { setup_code: added.code.replace(/(.{4})/g, '$1 ') });
    const again = await new JourneyBrowser().get(`${app.url}/terminal`);
    assert.ok(again.status === 200);
    return { kiosk, id, start };
  }

  async function enter(kiosk: JourneyBrowser, who: TestCitizen, url = `${app.url}/sign-in`): Promise<Page> {
    const login = await kiosk.get(url);
    const code = await kiosk.submit(login, { login: who.number, password: who.password, keep: 'stay' });
    return kiosk.submit(code, { code: app.code(`+86${who.phone}`) }, atPortal);
  }
  /** Those of a finished or abandoned interaction have its path, and lead nowhere without the browser's own. */
  const names = (browser: JourneyBrowser): string[] =>
    browser.cookies().flatMap(({ name, path }) => (path === '/' ? [name] : []));
  const finish = (kiosk: JourneyBrowser, page: Page, follow = true): Promise<Page> =>
    kiosk.submit(page, {}, { action: '/terminal/finish', follow });

  it('is none without an operator: the address shows the ordinary page', async () => {
    const browser = new JourneyBrowser();
    const home = await browser.get(app.url + START);
    assert.doesNotMatch(text(home), /公共终端|开始办理/);
    const login = await browser.get(`${app.url}/sign-in?terminal=1`);
    assert.match(text(login), /保持登录 14 天/);
    browser.plant(app.url, 'yihao_terminal', 'x'.repeat(43));
    assert.doesNotMatch(text(await browser.get(app.url + START)), /开始办理/, 'nor with a made-up secret');
    const { _csrf = '' } = login.forms[0]!.fields;
    assert.equal((await browser.post(`${app.url}/terminal/finish`, { _csrf })).status, 404);
  });

  it('asks nobody whose device it is, keeps no device, and says in the list where it stands', async () => {
    const { who, id } = await registered(740);
    const { kiosk, start } = await terminal();
    assert.match(text(start), /^欢迎办理 .* 开始办理/);
    assert.match(start.html, /公共终端：\d+号机/);
    const login = await kiosk.get(`${app.url}/sign-in`);
    assert.doesNotMatch(text(login), /您正在使用|保持登录/);
    assert.equal(login.$('noscript meta[http-equiv=refresh]').attr('content')?.split('"')[0], '300; url=/?terminal=1');
    const home = await enter(kiosk, who);
    assert.match(home.$('#finish').text(), /^办完了，退出/);
    assert.ok(!names(kiosk).includes('yihao_device'));
    assert.equal(kiosk.cookies().find(({ name }) => name === 'yihao_session')?.expires, undefined);
    const [session] = (await app.stores.uow.read.sessions.ofIdentity(id)).toReversed();
    assert.deepEqual([session?.terminal, session?.place], [1, '330100']);
    const list = await kiosk.get(`${app.url}/account/sessions`);
    assert.match(text(list), /杭州市的公共终端/);
    assert.doesNotMatch(text(list), /登录另一块屏幕/);
    const screen = await kiosk.get(`${app.url}/account/sessions/screen/12345678`);
    assert.equal(screen.url.pathname, '/account/sessions', 'a terminal lends its login to no screen');
    const [event] = (await app.stores.uow.read.audit.ofIdentity(id, 20)).filter(
      ({ type }) => type === 'login.succeeded',
    );
    assert.equal(event?.detail.device, 'shared');
    await finish(kiosk, list);
  });

  it('A13 forgets at the end all that somebody left: session, portals, drafts, language, size', async () => {
    const { who, id } = await registered(741);
    const { kiosk } = await terminal();
    const home = await enter(kiosk, who);
    const settings = { ...home.forms.find(({ action }) => action === '/preferences')!.fields };
    await kiosk.post(`${app.url}/preferences`, { ...settings, locale: 'en' });
    const english = await kiosk.post(`${app.url}/preferences`, { ...settings, elder: 'on' });
    assert.ok(english.$('html').is('[lang=en].yihao-elder'));
    // Half a registration, as somebody leaves it.
    const draft = await kiosk.get(portalRequest(app, 'social', { prompt: 'create' }).url, atPortal);
    const uid = interactionOf(draft);
    const typed = await kiosk.submit(draft, { name: '王小明', number: '1', phone: '2' });
    assert.match(typed.html, /王小明/);

    const wiped = await finish(kiosk, typed, false);
    assert.equal(wiped.headers.get('clear-site-data'), '"cache", "storage"');
    assert.equal(wiped.headers.get('location'), START);
    assert.deepEqual(names(kiosk), ['yihao_terminal']);
    const start = await kiosk.get(app.url + START);
    assert.deepEqual({ ...start.$('html').attr() }, { lang: 'zh-CN', class: 'govuk-template' });
    assert.ok(
      (await app.stores.uow.read.sessions.ofIdentity(id)).every(({ endedAt, terminal: one }) => endedAt || !one),
    );

    const next = await kiosk.get(`${app.url}/sign-in`);
    assert.match(next.url.pathname, /\/login$/);
    assert.ok(!next.html.includes(who.number) && !next.html.includes('王小明'));
    const old = await kiosk.get(`${app.url}${uid}/register`);
    assert.equal(old.status, 400, 'an address from the history leads nowhere');
    assert.ok(!old.html.includes('王小明'));
    const again = await kiosk.get(`${app.url}/account`);
    assert.equal(again.url.pathname + again.url.search, START, 'who is not logged in here begins at the start');
  });

  it('A13 ends by itself where somebody walks away, and the next person finds nothing', async () => {
    const { who, id } = await registered(742);
    const { kiosk } = await terminal();
    await enter(kiosk, who);
    app.clock.pass(13 * 60);
    assert.ok((await app.sessions.expireDue()) >= 1);
    const sessions = (await app.stores.uow.read.sessions.ofIdentity(id)).filter(({ terminal: one }) => one === 1);
    assert.ok(
      sessions.every(({ endedAt }) => endedAt),
      'minutes, not half an hour',
    );
    const start = await kiosk.get(`${app.url}/account/history`);
    assert.equal(start.url.pathname + start.url.search, START);

    const { who: other } = await registered(743);
    await enter(kiosk, other);
    assert.ok(names(kiosk).includes('yihao_session'));
    const page = await kiosk.get(app.url + START);
    assert.match(text(page), /欢迎办理/);
    assert.ok(!names(kiosk).includes('yihao_session'), 'opening the start ends whoever was there');
  });

  it('takes nothing that would stay in it: no passkey, no account elsewhere, no copy of one’s data', async () => {
    const { who } = await registered(744);
    const { kiosk } = await terminal();
    const login = await kiosk.get(`${app.url}/sign-in`);
    assert.ok(login.html.includes('value="qr"'));
    assert.ok(!login.html.includes('value="outside-province"'), 'the next person would find that site logged in');
    const { _csrf = '' } = login.forms[0]!.fields;
    const way = { _csrf, way: 'outside-province', keep: 'once' };
    const forced = await kiosk.post(`${login.url}/with`, way);
    assert.equal(forced.headers.get('refresh'), null);
    const home = await enter(kiosk, who);
    for (const path of ['authenticators/passkey', 'authenticators/outside', 'data/export/fetch']) {
      const refused = await kiosk.get(`${app.url}/account/${path}`);
      assert.equal(refused.url.pathname, '/account', path);
      assert.match(text(refused), /公共终端上不能办理这一项/);
    }
    const sent = await kiosk.post(`${app.url}/account/authenticators/outside`, { ...home.forms[0]!.fields });
    assert.equal(sent.url.pathname, '/account');
    const own = await new JourneyBrowser().get(`${app.url}/sign-in`);
    assert.ok(own.html.includes('value="outside-province"'));
  });

  it('is an ordinary browser again when its operator removes it', async () => {
    const { kiosk, id } = await terminal();
    assert.equal(await app.terminals.disable(id, 'operator:test'), true);
    app.clock.pass(3);
    assert.doesNotMatch(text(await kiosk.get(app.url + START)), /开始办理/);
    assert.match(text(await kiosk.get(`${app.url}/sign-in`)), /您正在使用/);
  });
});
