import assert from 'node:assert/strict';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { citizen, interactionOf, register, type TestCitizen } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const PATH = '/account/settings';

oneStorePair('settings, the same on every device', (make) => {
  let app: JourneyApp;
  let browser: JourneyBrowser;
  let who: TestCitizen;
  let id: string;
  let index = 700;
  before(async () => {
    app = await startJourneyApp(make);
  });
  beforeEach(async () => {
    index += 1;
    who = citizen(index);
    browser = new JourneyBrowser();
    await enter(browser);
    const named = await app.identities.resolveLogin(who.number);
    assert.ok(named.outcome === 'one');
    id = named.identity.id;
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  async function enter(by: JourneyBrowser): Promise<void> {
    const done = await register(app, by, await by.get(`${app.url}/sign-in`), who);
    const login = await by.get(`${app.url}${interactionOf(done)}/login`);
    await by.submit(login, { login: who.number, password: who.password });
  }
  const open = (path: string, by = browser): Promise<Page> => by.get(app.url + path);
  const chosen = () => app.stores.uow.read.preferences.find(id);
  const languageOf = (page: Page): string | undefined => page.$('html').attr('lang');
  const isElder = (page: Page): boolean => page.$('html, body').is('[class*=elder]');
  const save = (fields: Record<string, string>) => async (by: JourneyBrowser) =>
    by.submit(await open(PATH, by), fields, { action: PATH });

  it('show what is chosen, and hold at once and on the next device that logs in', async () => {
    const before = await open(PATH);
    assert.deepEqual([languageOf(before), isElder(before)], ['zh-CN', false]);
    const saved = await save({ language: 'en', size: 'elder' })(browser);
    assert.deepEqual([languageOf(saved), isElder(saved)], ['en', true]);
    assert.match(text(saved), /Your settings have been saved/);
    assert.match(text(await open('/account/history?kind=methods')), /Changed language, text size or notices/);

    app.clock.pass(61);
    const elsewhere = new JourneyBrowser();
    const login = await open(`/sign-in?to=${PATH}`, elsewhere);
    assert.deepEqual(
      [languageOf(login), isElder(login)],
      ['zh-CN', false],
      'before the login nobody knows whose it is',
    );
    const ask = await elsewhere.submit(login, { login: who.number, password: who.password });
    const there = await elsewhere.submit(ask, { code: app.code(`+86${who.phone}`) });
    assert.deepEqual([there.url.pathname, languageOf(there), isElder(there)], [PATH, 'en', true]);
  });

  it('the switch at a page’s head holds in its browser until the next login', async () => {
    await save({ language: 'en', size: 'ordinary' })(browser);
    const page = await open(PATH);
    const switched = await browser.submit(page, { locale: 'zh-CN' }, { action: '/preferences' });
    assert.equal(languageOf(switched), 'zh-CN');
    assert.equal((await chosen())?.language, 'en');
    browser.forget(/session/);
    const login = await open(`/sign-in?to=${PATH}`);
    assert.equal(languageOf(login), 'zh-CN');
    const again = await browser.submit(login, { login: who.number, password: who.password });
    assert.equal(languageOf(again), 'en');
  });

  it('are nobody’s on a public computer once its browser is closed', async () => {
    await save({ language: 'en', size: 'elder' })(browser);
    app.clock.pass(61);
    const shared = new JourneyBrowser();
    const login = await open('/sign-in', shared);
    const ask = await shared.submit(login, { login: who.number, password: who.password, keep: 'shared' });
    await shared.submit(ask, { code: app.code(`+86${who.phone}`) });
    const kept = shared.cookies().find(({ name }) => name === 'yihao_prefs');
    assert.deepEqual([kept?.value, kept?.expires], ['en.elder', undefined]);
  });

  it('nothing chosen changes nothing at a login; registering in English chooses it', async () => {
    assert.equal(await chosen(), undefined);
    assert.equal(browser.cookie('yihao_prefs'), undefined);
    who = citizen(index + 100);
    const english = new JourneyBrowser({ 'accept-language': 'en' });
    await enter(english);
    const named = await app.identities.resolveLogin(who.number);
    id = named.outcome === 'one' ? named.identity.id : '';
    assert.equal((await chosen())?.language, 'en');
  });

  it('notices that are wished are chosen by channel; mail only where there is an address', async () => {
    const page = await open(PATH);
    assert.match(text(page), /这些通知不能关闭/);
    assert.doesNotMatch(page.html, /value="email"/);
    assert.match(text(page), /请先在“联系方式”里添加邮箱/);
    const saved = await browser.submit(page, { consent: 'phone' }, { action: '/notices' });
    assert.match(text(saved), /设置已保存/);
    assert.deepEqual((await chosen())?.notices, { consent: ['phone'] });
    await app.identities.change(id, { email: 'wish@example.org' }, id);
    const with2 = await open(PATH);
    assert.ok(with2.$('[value=email]').length > 0);
    await browser.submit(with2, { consent: undefined }, { action: '/notices' });
    assert.deepEqual((await chosen())?.notices, { consent: [] });
  });

  it('take nothing that is no choice', async () => {
    await save({ language: 'tlh', size: 'elder' })(browser);
    await save({ language: 'en', size: 'giant' })(browser);
    assert.equal(await chosen(), undefined);
  });
});
