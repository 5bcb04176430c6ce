import assert from 'node:assert/strict';
import { generateSync } from 'otplib';
import { recoveryCodesOn, totpKeyOn } from '../../support/http/html.js';
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

const LIST = '/account/authenticators';

oneStorePair('an app and recovery codes, as a citizen has them', (make) => {
  let app: JourneyApp;
  let browser: JourneyBrowser;
  let who: TestCitizen;
  let index = 40;
  before(async () => {
    app = await startJourneyApp(make);
  });
  beforeEach(async () => {
    index += 1;
    who = citizen(index);
    browser = new JourneyBrowser();
    const done = await register(app, browser, await browser.get(`${app.url}/sign-in`), who);
    const login = await browser.get(`${app.url}${interactionOf(done)}/login`);
    await browser.submit(login, { login: who.number, password: who.password });
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (path: string): Promise<Page> => browser.get(app.url + path);
  const shows = (key: string): string =>
    generateSync({ secret: key, epoch: Math.floor(app.clock.now().getTime() / 1000) });
  const keyOn = (page: Page): string => totpKeyOn(page.$);
  const codesOn = (page: Page): string[] => recoveryCodesOn(page.$);

  async function addApp(): Promise<string> {
    const page = await open(`${LIST}/totp`);
    const key = keyOn(page);
    const done = await browser.submit(page, { code: shows(key) });
    assert.match(text(done), /验证器应用已添加/);
    app.clock.pass(60);
    return key;
  }
  const makeCodes = async (): Promise<string[]> =>
    codesOn(await browser.submit(await open(`${LIST}/recovery`), {}, { action: '/recovery' }));
  /** At the tax office, on a device that nobody knows, as far as the second factor. */
  async function onNewDevice() {
    const fresh = new JourneyBrowser();
    const request = portalRequest(app, 'tax');
    const login = await fresh.get(request.url, atPortal);
    const ask = await fresh.submit(login, { login: who.number, password: who.password });
    return { fresh, request, ask };
  }
  async function choose(fresh: JourneyBrowser, ask: Page, kind: string): Promise<Page> {
    const form = ask.forms.find(({ element }) => element.find(`[value="${kind}"]`).length > 0)!;
    return fresh.post(new URL(form.action, ask.url).href, { ...form.fields, kind });
  }

  it('an app is added by its key and a right code, and asked for first from then on', async () => {
    const page = await open(`${LIST}/totp`);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(page.$('svg.yihao-qr[role=img]').length, 1);
    assert.match(page.$('#totp-key').text(), /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    const wrong = await browser.submit(page, { code: '000000' });
    assert.equal(wrong.status, 422);
    assert.match(text(wrong), /数字不正确/);
    assert.equal(keyOn(wrong), keyOn(page), 'what an app has read still holds');
    assert.doesNotMatch(wrong.html, /value="000000"/);
    const done = await browser.submit(wrong, { code: shows(keyOn(page)) });
    assert.equal(done.url.pathname, LIST);
    assert.match(text(done), /验证器应用已添加/);
    app.clock.pass(60);

    const { fresh, request, ask } = await onNewDevice();
    assert.match(text(ask), /验证器应用.*6 位数字.*换一种方式确认 短信验证码/);
    const through = await fresh.submit(ask, { code: shows(keyOn(page)) }, atPortal);
    const claims = await request.claims(through);
    assert.deepEqual([claims.acr, claims.amr], ['urn:yihao:aal:2', ['pwd', 'otp', 'mfa']]);
    assert.match(text(await open(LIST)), /验证器应用.*最近使用/);
  });

  it('A7 a code that was used is refused on another device, in plain words', async () => {
    const key = await addApp();
    const first = await onNewDevice();
    const second = await onNewDevice();
    await first.fresh.submit(first.ask, { code: shows(key) }, atPortal);
    const refused = await second.fresh.submit(second.ask, { code: shows(key) });
    assert.equal(refused.status, 422);
    assert.match(text(refused), /这个码已经用过/);
  });

  it('an app that was removed is not asked for any more', async () => {
    await addApp();
    const link = /href="(\/account\/authenticators\/remove\/[^"]+)"[^>]*>[^<]*<span[^>]*> 验证器应用/.exec(
      (await open(LIST)).html,
    );
    const removal = await open(link![1]!);
    assert.match(text(await browser.submit(removal, {}, { action: new URL(removal.url).pathname })), /已移除/);
    app.clock.pass(61);
    const { ask } = await onNewDevice();
    assert.match(text(ask), /短信验证码/);
    assert.doesNotMatch(text(ask), /验证器应用/);
  });

  it('three apps are enough', async () => {
    for (let count = 0; count < 3; count += 1) await addApp();
    assert.doesNotMatch((await open(LIST)).html, /href="\/account\/authenticators\/totp"/);
    assert.match(text(await open(`${LIST}/totp`)), /最多添加 3 个/);
  });

  it('A4 the key that one citizen was shown is not added for another in the same browser', async () => {
    const key = keyOn(await open(`${LIST}/totp`));
    browser.forget(/session/);
    const other = citizen(index + 500);
    const done = await register(app, browser, await browser.get(`${app.url}/sign-in`), other);
    const login = await browser.get(`${app.url}${interactionOf(done)}/login`);
    await browser.submit(login, { login: other.number, password: other.password });
    assert.notEqual(keyOn(await open(`${LIST}/totp`)), key);
  });

  it('recovery codes are shown once, stand in for the phone, and each works once', async () => {
    const page = await open(`${LIST}/recovery`);
    const made = await browser.submit(page, {}, { action: '/recovery' });
    assert.equal(made.headers.get('cache-control'), 'no-store');
    const codes = codesOn(made);
    assert.equal(codes.length, 10);
    assert.ok(decodeURIComponent(made.html).includes(`${codes[0]}\r\n${codes[1]}`), 'the file holds them');
    const list = await open(LIST);
    assert.match(text(list), /恢复码 还剩 10 个/);
    const again = await open(`${LIST}/recovery`);
    assert.match(text(again), /还有 10 个恢复码可用.*全部作废/);
    for (const shown of [list, again]) assert.ok(!shown.html.includes(codes[0]!));

    app.clock.pass(61);
    const { fresh, request, ask } = await onNewDevice();
    const entry = await choose(fresh, ask, 'recovery');
    assert.match(text(entry), /恢复码.*每个恢复码只能用一次/);
    const through = await fresh.submit(entry, { code: codes[0]!.toLowerCase() }, atPortal);
    assert.deepEqual((await request.claims(through)).amr, ['pwd', 'otp', 'mfa']);
    assert.match(text(await open(LIST)), /还剩 9 个/);

    app.clock.pass(61);
    const second = await onNewDevice();
    const refused = await second.fresh.submit(await choose(second.fresh, second.ask, 'recovery'), { code: codes[0] });
    assert.equal(refused.status, 422);
    assert.match(text(refused), /这个码已经用过/);
  });

  it('new recovery codes end the old ones', async () => {
    const [old] = await makeCodes();
    const [young] = await makeCodes();
    app.clock.pass(61);
    const { fresh, request, ask } = await onNewDevice();
    const entry = await choose(fresh, ask, 'recovery');
    const refused = await fresh.submit(entry, { code: old });
    assert.match(text(refused), /不正确/);
    await request.claims(await fresh.submit(refused, { code: young }, atPortal));
  });

  it('neither is touched by a login of long ago', async () => {
    app.clock.pass(6 * 60);
    for (const page of ['totp', 'recovery']) {
      const sent = await browser.get(`${app.url}${LIST}/${page}`, { follow: false });
      const to = encodeURIComponent(`${LIST}/${page}`);
      assert.equal(sent.headers.get('location'), `/sign-in?to=${to}&fresh=1`);
    }
  });
});
