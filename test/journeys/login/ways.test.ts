import assert from 'node:assert/strict';
import type { FirstFactor, SecondFactor } from '../../../src/domain/authenticators/index.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, citizen, portalRequest, register } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const words = (zh: string) => ({ zh, en: `${zh} (en)` });
let holder = '';

const second = (change: Partial<SecondFactor>): SecondFactor => ({
  kind: 'totp',
  aal: 2,
  needsSending: false,
  label: words('验证器'),
  help: words('请打开 {hint}'),
  available: async () => ({ available: true, hint: '手机上的应用' }),
  begin: async () => ({
    outcome: 'begun',
    challenge: {},
    expiresAt: new Date(Date.now() + 600_000),
    shown: { entry: 'digits', length: 8 },
  }),
  verify: async ({ answer }) =>
    answer === '12345678' ? { outcome: 'right', amr: ['otp'], aal: 2 } : { outcome: 'used_up' },
  ...change,
});

/** Only there while it counts; its first question is answered too late. */
const slow: { begun: number | undefined } = { begun: undefined };
const slowKey = second({
  kind: 'passkey',
  available: async () => (slow.begun === undefined ? { available: false } : { available: true, hint: '' }),
  begin: async () => {
    slow.begun = (slow.begun ?? 0) + 1;
    return {
      outcome: 'begun',
      challenge: { number: String(slow.begun) },
      expiresAt: new Date(Date.now() + 600_000),
      shown: { entry: 'webauthn', options: `{"challenge":"number ${slow.begun}"}` },
    };
  },
  verify: async ({ challenge }) =>
    challenge.number === '1' ? { outcome: 'expired' } : { outcome: 'right', amr: ['hwk', 'user'], aal: 2 },
});

const first = (change: Partial<FirstFactor>): FirstFactor => ({
  kind: 'passkey',
  id: 'passkey',
  aal: 3,
  label: words('用通行密钥登录'),
  begin: async () => ({
    outcome: 'begun',
    challenge: { asked: 'x' },
    expiresAt: new Date(Date.now() + 600_000),
    shown: { entry: 'webauthn', options: '{"challenge":"x"}' },
  }),
  verify: async ({ answer, challenge }) =>
    answer === 'mine' && challenge.asked === 'x'
      ? { outcome: 'right', identityId: holder, amr: ['hwk', 'user'], aal: 3 }
      : { outcome: 'wrong' },
  ...change,
});

const outside = first({
  kind: 'outside',
  id: 'outside-test',
  aal: 1,
  label: words('用外部账号登录'),
  begin: async () => ({
    outcome: 'begun',
    challenge: { state: 's' },
    expiresAt: new Date(Date.now() + 600_000),
    shown: {
      entry: 'leave',
      href: 'https://elsewhere.example/authorize?state=s',
      state: 's',
      site: { id: 'test', name: words('别处') },
    },
  }),
  verify: async ({ answer, challenge }) =>
    new URLSearchParams(answer).get('state') === challenge.state
      ? { outcome: 'right', identityId: holder, amr: ['fed'], aal: 1 }
      : { outcome: 'wrong' },
});

oneStorePair('ways to log in', (make) => {
  let app: JourneyApp;
  const who = citizen(3);
  before(async () => {
    app = await startJourneyApp(make, { second: [slowKey, second({})], first: [first({}), outside] });
    const browser = new JourneyBrowser();
    await register(app, browser, await browser.get(`${app.url}/sign-in`), who);
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    holder = found.identity.id;
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  async function start(browser: JourneyBrowser, id: 'social' | 'tax' = 'social') {
    const request = portalRequest(app, id);
    return { request, login: await browser.get(request.url, atPortal) };
  }
  const choose = (browser: JourneyBrowser, login: Page, way: string, follow = true): Promise<Page> =>
    browser.post(
      `${login.url.href}/with`,
      { ...login.forms.find(({ action }) => action.endsWith('/login'))!.fields, way },
      { follow },
    );

  it('a second factor of any kind is asked for by the same page, in its own words, with another way beside it', async () => {
    const browser = new JourneyBrowser();
    const { request, login } = await start(browser);
    const ask = await browser.submit(login, { login: who.number, password: who.password });
    assert.match(ask.url.pathname, /\/code$/);
    assert.match(text(ask), /验证器.*请打开 手机上的应用.*换一种方式确认 短信验证码/);
    assert.doesNotMatch(text(ask), /短信里/);
    assert.equal((await browser.submit(ask, { code: '123456' })).status, 422, 'six figures are too few here');
    const wrong = await browser.submit(ask, { code: '87654321' });
    assert.match(text(wrong), /这个码已经用过/);
    const through = await browser.submit(wrong, { code: '1234 5678' }, atPortal);
    const claims = await request.claims(through);
    assert.deepEqual([claims.acr, claims.amr], ['urn:yihao:aal:2', ['pwd', 'otp', 'mfa']]);
  });

  it('what was asked too long ago is asked for anew, where that sends nothing', async () => {
    slow.begun = 0;
    try {
      const browser = new JourneyBrowser();
      const { request, login } = await start(browser);
      const ask = await browser.submit(login, { login: who.number, password: who.password });
      assert.match(ask.html, /number 1/);
      const again = await browser.submit(ask, { code: 'late' });
      assert.match(text(again), /等待的时间太长/);
      assert.match(again.html, /number 2/);
      const through = await browser.submit(again, { code: 'in time' }, atPortal);
      assert.deepEqual((await request.claims(through)).amr, ['pwd', 'hwk', 'user', 'mfa']);
    } finally {
      slow.begun = undefined;
    }
  });

  it('another second factor can be chosen, and none that is not the identity’s', async () => {
    const browser = new JourneyBrowser();
    const { request, login } = await start(browser);
    const ask = await browser.submit(login, { login: who.number, password: who.password });
    const form = ask.forms.find(({ element }) => element.find('[name=kind]').length > 0)!;
    const again = await browser.post(new URL(form.action, ask.url).href, { ...form.fields, kind: 'nothing' });
    assert.match(text(again), /验证器/);
    app.clock.pass(61);
    const sms = await browser.post(new URL(form.action, ask.url).href, { ...form.fields, kind: 'sms' });
    assert.match(text(sms), /输入短信验证码/);
    const through = await browser.submit(sms, { code: app.code(`+86${who.phone}`) }, atPortal);
    assert.deepEqual((await request.claims(through)).amr, ['pwd', 'otp', 'sms', 'mfa']);
  });

  it('without a password: the page shows each way, and a strong one is enough by itself', async () => {
    const browser = new JourneyBrowser();
    const { request, login } = await start(browser, 'tax');
    assert.match(text(login), /用通行密钥登录 用外部账号登录/);
    const way = await choose(browser, login, 'passkey');
    assert.match(way.url.pathname, /\/way$/);
    assert.match(way.$('[data-webauthn-get]').attr('data-webauthn-get')!, /^\{"challenge/);
    assert.match(text(way), /需要浏览器开启 JavaScript/);
    const wrong = await browser.submit(way, { code: 'another’s' });
    assert.match(text(wrong), /没有成功/);
    const through = await browser.submit(wrong, { code: 'mine' }, atPortal);
    const claims = await request.claims(through);
    assert.deepEqual([claims.acr, claims.amr], ['urn:yihao:aal:3', ['hwk', 'user']]);
  });

  it('A3 the way’s page and the code’s exist only after the step before them', async () => {
    const browser = new JourneyBrowser();
    const { login } = await start(browser);
    const base = login.url.href.replace(/\/login$/, '');
    for (const path of ['way', 'code']) {
      assert.match((await browser.get(`${base}/${path}`)).url.pathname, /\/login$/);
      const { _csrf = '' } = login.forms[0]!.fields;
      assert.match((await browser.post(`${base}/${path}`, { _csrf, code: 'mine' })).url.pathname, /\/login$/);
    }
    assert.match((await browser.get(`${base}/way?state=s`)).url.pathname, /\/login$/);
  });

  it('A20 an account elsewhere leads out and back, counts as one factor, and only with the answer that was asked for', async () => {
    const browser = new JourneyBrowser();
    const { request, login } = await start(browser);
    const left = await choose(browser, login, 'outside-test', false);
    assert.equal(left.headers.get('refresh'), '0; url=https://elsewhere.example/authorize?state=s');
    assert.ok(left.$('[href="https://elsewhere.example/authorize?state=s"]').length > 0);
    assert.match(text(left), /您将离开一号，在别处确认后会自动回来/);
    const base = login.url.href.replace(/\/login$/, '');
    assert.match(text(await browser.get(`${base}/way?state=forged`)), /没有成功/);
    for (const stray of ['/outside/test?state=forged', '/outside/other?state=s', '/outside/test'])
      assert.equal((await browser.get(app.url + stray)).status, 400, stray);
    await choose(browser, login, 'outside-test', false);
    const ask = await browser.get(`${app.url}/outside/test?state=s`);
    assert.match(ask.url.pathname, /\/code$/, 'a new device: a second factor is asked for');
    const through = await browser.submit(ask, { code: '12345678' }, atPortal);
    const claims = await request.claims(through);
    assert.deepEqual([claims.acr, claims.amr], ['urn:yihao:aal:2', ['fed', 'otp', 'mfa']]);
    const [latest] = (await app.stores.uow.read.sessions.ofIdentity(holder)).toReversed();
    assert.deepEqual(latest?.used, ['outside', 'totp']);
  });
});
