import assert from 'node:assert/strict';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { citizen, register } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const HEADERS = { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36' };
const PASSWORD = 'seven quiet rivers at dusk';

oneStorePair('the citizen’s own pages', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    browser = new JourneyBrowser(HEADERS);
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const list = '/account/authenticators';
  const open = (path: string): Promise<Page> => browser.get(app.url + path);
  const kinds = async (): Promise<string[]> =>
    (await app.house.authenticators.list(app.citizen)).map(({ kind }) => kind);
  /** As somebody who logged in some time ago: the provider goes by the machine's clock. */
  const logInBefore = async (seconds: number): Promise<void> => {
    app.clock.pass(-seconds);
    await open('/sign-in');
    app.clock.pass(seconds);
  };

  it('ask for a login and come back to the page that was asked for', async () => {
    const page = await open(list);
    assert.equal(page.url.pathname, list);
    assert.equal(page.status, 200);
    assert.ok(page.trail.some((hop) => hop.includes('/authorize')));
    assert.deepEqual((await open(list)).trail.length, 1, 'and only once');
  });

  it('A18 come back nowhere else, whatever the address says', async () => {
    for (const to of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/account/../x',
      '/account\r\nX: y',
    ]) {
      const page = await new JourneyBrowser().get(`${app.url}/sign-in?to=${encodeURIComponent(to)}`);
      assert.equal(page.url.href, `${app.url}/`, to);
      for (const hop of page.trail) assert.equal(new URL(hop).origin, app.url, to);
    }
    for (const state of ['//evil.example', '/%2fevil.example', '/account?x=//evil.example']) {
      const landed = await open(`/?iss=${encodeURIComponent(app.url)}&state=${encodeURIComponent(state)}`);
      assert.equal(landed.url.href, `${app.url}/`);
    }
    const refused = await open(`/?iss=x&error=access_denied&state=${encodeURIComponent(list)}`);
    assert.equal(refused.url.pathname, '/', 'whoever turned back is not asked again');
  });

  it('say who I am in masked words, how I log in, and when and with what', async () => {
    await open('/sign-in');
    app.clock.pass(60);
    browser = new JourneyBrowser(HEADERS);
    const page = await open('/account');
    const words = text(page);
    assert.match(words, /张\*\* 的账号/);
    assert.match(words, /2 种登录方式/);
    assert.match(words, /2 处正在登录/);
    assert.match(words, /138\*\*\*\*5678/);
    assert.match(words, /1 级：姓名和号码与人口信息库一致/);
    assert.match(words, /安卓上的 Chrome/);
    assert.doesNotMatch(page.html, /张三丰|13812345678/);
    assert.ok(page.$('a[href="/account"][aria-current=page]').length > 0);
    assert.equal(page.$('header [href="/account"]').length, 1);
    assert.equal((await open('/help')).$('header [href="/account"]').length, 0);
  });

  it('record of a session: how, with what and in what', async () => {
    app.aal = 1;
    await open('/sign-in');
    const [began] = await app.domain.sessions.ofIdentity(app.citizen);
    assert.deepEqual(
      [began?.amr, began?.used, began?.browser, began?.place, began?.terminal],
      [['pwd'], ['password'], 'chrome-android', null, 0],
    );
    assert.ok(began?.lastSeenAt && began.lastSeenAt >= began.startedAt);
  });

  it('let nothing be changed by a login that is too old or too weak', async () => {
    await logInBefore(6 * 60);
    const before = await open(list);
    assert.equal(before.trail.length, 1, 'an old login may look');
    const page = await open(`${list}/password`);
    assert.equal(page.url.pathname, `${list}/password`);
    assert.ok(
      page.trail.some((hop) => hop.includes('max_age=')),
      'the login was asked for again',
    );
    browser.forget(/session/);
    await logInBefore(6 * 60);
    const sent = await browser.submit(page, { password: PASSWORD, password_again: PASSWORD }, { follow: false });
    assert.equal(sent.headers.get('location'), `/sign-in?to=${encodeURIComponent(`${list}/password`)}&fresh=1`);
  });

  it('change the password: a good one, word by every channel, and the other sessions over', async () => {
    const other = new JourneyBrowser();
    await other.get(`${app.url}/account`);
    const page = await open(`${list}/password`);
    const refused = await browser.submit(page, { password: 'zhangsanfeng', password_again: 'another' });
    assert.equal(refused.status, 422);
    const secret = async (): Promise<string | null | undefined> =>
      (await app.house.authenticators.list(app.citizen)).find(({ kind }) => kind === 'password')?.secret;
    const before = await secret();
    const done = await browser.submit(refused, { password: PASSWORD, password_again: PASSWORD });
    assert.equal(done.url.pathname, list);
    assert.match(text(done), /密码已更改。/);
    assert.doesNotMatch(text(await open(list)), /密码已更改。/, 'said once');
    assert.notEqual(await secret(), before);
    assert.equal((await open(list)).trail.length, 1, 'this session goes on');
    assert.ok((await other.get(`${app.url}/account`)).trail.length > 1, 'the other one is over');
    const types = (await app.stores.uow.read.audit.ofIdentity(app.citizen, 20)).map(({ type }) => type);
    assert.ok(types.includes('authenticator.changed') && types.includes('session.ended'));
  });

  it('change the password and leave other sessions be, where the box is not ticked', async () => {
    const other = new JourneyBrowser();
    await other.get(`${app.url}/account`);
    const page = await open(`${list}/password`);
    const done = await browser.submit(page, { password: PASSWORD, password_again: PASSWORD, others: undefined });
    assert.match(text(done), /密码已更改。/);
    assert.equal((await other.get(`${app.url}/account`)).trail.length, 1);
  });

  it('rename and remove what may go, and never the last way in', async () => {
    const add = { identityId: app.citizen, kind: 'sms' } as const;
    await open(list);
    const added = await app.house.authenticators.add(add);
    assert.ok(added.outcome === 'added');
    const { id } = added.authenticator;
    const rename = await open(`${list}/name/${id}`);
    assert.equal((await browser.submit(rename, { label: '' })).status, 422);
    assert.equal((await browser.submit(rename, { label: '名'.repeat(41) })).status, 422);
    assert.match(text(await browser.submit(rename, { label: '<b>备用' })), /<b>备用/);
    const removal = await open(`${list}/remove/${id}`);
    assert.match(text(removal), /移除 <b>备用？/);
    assert.match(text(await browser.submit(removal, {}, { action: `/remove/${id}` })), /已移除/);
    assert.deepEqual((await kinds()).sort(), ['password', 'sms']);
    for (const one of await app.house.authenticators.list(app.citizen)) {
      const page = await open(`${list}/remove/${one.id}`);
      assert.equal(page.status, 409);
      assert.match(text(page), /现在还不能移除/);
    }
    assert.match(text(await open(`${list}/remove/0000`)), /已不在您的登录方式里/);
  });
});

oneStorePair('the missing step of a login', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());

  it('is asked for alone: a code where the password was just given, and both where that was long ago', async () => {
    const who = citizen(1);
    const browser = new JourneyBrowser();
    const page = `${app.url}/account/authenticators/password`;
    const done = await register(app, browser, await browser.get(`${app.url}/sign-in`), who);
    await browser.submit(await browser.get(new URL('login', done.url.href.replace(/register.*/, '')).href), {
      login: who.number,
      password: who.password,
    });
    assert.equal((await browser.get(page)).url.pathname, '/account/authenticators/password', 'two factors, just now');

    browser.forget(/session/);
    app.clock.pass(120);
    const login = await browser.get(`${app.url}/account/authenticators`);
    const known = await browser.submit(login, { login: who.number, password: who.password });
    assert.equal(known.url.pathname, '/account/authenticators', 'a known device needs the password alone');
    const ask = await browser.get(page);
    assert.match(ask.url.pathname, /\/code$/);
    const code = await browser.submit(ask, {}, { action: '/code/send' });
    const through = await browser.submit(code, { code: app.code(`+86${who.phone}`) });
    assert.equal(through.url.pathname, '/account/authenticators/password');
  });
});
