import assert from 'node:assert/strict';
import request from 'supertest';
import type { NewApplication } from '../../../src/domain/departments/index.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { authorization, type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';

const both = (words: string) => ({ zh: words, en: `${words} (en)` });
const CLAIMS: NewApplication['claims'] = [
  { claim: 'name', purpose: both('称呼您'), basis: { kind: 'consent' }, optional: false },
];
const PATH = '/account/history';
const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };

oneStorePair('the history', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    await app.addPortal('portal', { claims: CLAIMS });
    browser = new JourneyBrowser();
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (query = ''): Promise<Page> => browser.get(`${app.url}${PATH}${query}`);
  const enter = async (by = browser): Promise<string> => {
    const request = authorization(app, 'portal', { scope: 'openid profile' });
    let at = await by.get(request.url, away);
    if (!away.until(at.url)) at = await by.submit(at, {}, { action: '/consent', ...away });
    return (await request.tokens(at.url)).access_token;
  };
  const write = (count: number, type = 'login.failed'): Promise<void> =>
    app.stores.uow.run(async ({ audit }) => {
      const at = app.clock.now();
      const shared = { at, type, identityId: app.citizen, actor: 'visitor', applicationId: null };
      for (let index = 0; index < count; index += 1)
        await audit.append({
          ...shared,
          id: `made-up-${String(index).padStart(4, '0')}`,
          detail: { factor: index % 2 ? 'password' : 'sms', paused: false },
        });
    });

  it('tells in plain sentences, by day, what was given to whom and what was taken back', async () => {
    const token = await enter();
    for (let times = 0; times < 3; times += 1) await request(app.url).get('/userinfo').auth(token, { type: 'bearer' });
    await app.domain.consents.withdraw({ identityId: app.citizen, applicationId: 'portal', actor: app.citizen });
    app.clock.pass(86_400);
    await write(1);
    const words = text(await open());
    for (const said of [
      '有人尝试登录，没有通过再次验证',
      '撤回了对portal网的授权',
      'portal网取得了：姓名（3 次）',
      'portal网获得或更新了访问凭证',
      '同意portal网使用：姓名',
      '进入portal网',
      '注册了一号账号',
    ])
      assert.ok(words.includes(said), `${said} in ${words}`);
    assert.equal(words.match(/\d+年\d+月\d+日/g)?.length, 2, 'two days');
    assert.ok(words.indexOf('有人尝试登录') < words.indexOf('撤回了'), 'the latest first');
    const english = text(await new JourneyBrowser({ 'accept-language': 'en' }).get(app.url + PATH));
    assert.match(english, /portal网 \(en\) was given: Name \(3 times\)/);
    assert.doesNotMatch(english, /\{\w+\}/);
  });

  it('shows one kind where one is asked for, and nobody else’s', async () => {
    await enter();
    const data = text(await open('?kind=data'));
    assert.match(data, /同意portal网使用/);
    assert.doesNotMatch(data, /进入portal网|注册了/);
    assert.match(text(await open('?kind=methods')), /注册了一号账号/);
    assert.match(text(await open('?kind=%27&before=nonsense')), /进入portal网/);
    assert.equal((await open('?kind=data')).$('[href="/account/history?kind=data"][aria-current=true]').length, 1);
    assert.equal((await new JourneyBrowser().get(app.url + PATH, { follow: false })).status, 303);
  });

  it('is turned page by page, and loses nothing between them though all happened in one moment', async () => {
    await write(120);
    const seen: number[] = [];
    let page = await open('?kind=login');
    for (;;) {
      seen.push(page.$('[data-type="login.failed"]').length);
      const next = page.$('.yihao-turn [href*="before="]').attr('href');
      if (!next) break;
      page = await browser.get(app.url + next);
      assert.match(text(page), /回到最新/);
    }
    assert.equal(seen.length, 3);
    assert.equal(
      seen.reduce((sum, count) => sum + count, 0),
      120,
    );
  });

  it('A13 “this was not me” ends every other login, forgets devices, sends word and is on record', async () => {
    const thief = new JourneyBrowser();
    const token = await enter(thief);
    const { devices } = app.house;
    const device = await devices.confirm(app.citizen, undefined);
    const page = await open('/not-me');
    assert.match(text(page), /退出其他所有设备上的登录.*忘记所有用过的设备.*确认，立即保护/);
    const done = await browser.submit(page, {}, { action: `${PATH}/not-me` });
    assert.match(text(done), /已保护您的账号.*更改密码/);
    assert.ok(done.$('[href="/account/authenticators/password"]').length > 0);
    await request(app.url).get('/userinfo').auth(token, { type: 'bearer' }).expect(401);
    assert.equal((await thief.get(app.url + PATH, { follow: false })).status, 303);
    assert.equal((await open()).trail.length, 1, 'this login goes on');
    assert.equal((await devices.look(app.citizen, device)).known, false);
    const [event] = await app.stores.uow.read.audit.before(app.citizen, undefined, ['citizen.disputed'], 1);
    assert.deepEqual([event?.actor, event?.detail], [app.citizen, { sessions: 1 }]);
    const later = new Date(app.clock.now().getTime() + 1000);
    const due = await app.stores.uow.run(({ outbox }) => outbox.claim(later, later, 100));
    const sent = await Promise.all(due.map((entry) => app.domain.outbox.open(entry)));
    const ways = (sent as { template?: string; to?: { via: string } }[]).filter((one) => one.template === 'disputed');
    assert.deepEqual(ways.map(({ to }) => to?.via).sort(), ['email', 'phone']);
    assert.match(text(await open()), /您表示有操作不是本人所为/);
  });

  it('A10 A13 is not confirmed by an old login, nor by another site', async () => {
    app.clock.pass(-6 * 60);
    await browser.get(`${app.url}/sign-in`);
    app.clock.pass(6 * 60);
    const old = await browser.get(`${app.url}${PATH}/not-me`, { follow: false });
    assert.equal(old.headers.get('location'), `/sign-in?to=${encodeURIComponent(`${PATH}/not-me`)}&fresh=1`);
    const forged = await browser.post(`${app.url}${PATH}/not-me`, {}, { follow: false });
    assert.ok(forged.status >= 400, String(forged.status));
    const page = await open();
    const { _csrf = '' } = page.forms.find(({ fields }) => '_csrf' in fields)!.fields;
    const sent = await browser.post(`${app.url}${PATH}/not-me`, { _csrf }, { follow: false });
    assert.match(sent.headers.get('location') ?? '', /^\/sign-in/);
    assert.deepEqual(await app.stores.uow.read.audit.before(app.citizen, undefined, ['citizen.disputed'], 1), []);
  });
});
