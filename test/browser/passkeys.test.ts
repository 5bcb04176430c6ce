import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  assertAccessible,
  complaintsOf,
  LOOKS,
  type Look,
  openContext,
  signInWithCode,
} from '../support/browser/city-browser.js';
import { browser, type Citizen, city, someone } from '../support/browser/shared-city.js';
import { addVirtualAuthenticator } from '../support/browser/virtual-authenticator.js';

/** Where to keep pictures of the pages, for a person to look at; none are taken where it is unset. */
const PICTURES = process.env.YIHAO_TEST_PICTURES;

describe('a passkey in a real browser', function () {
  this.timeout(120_000);

  const list = (): string => `${city.yihao}/account/authenticators`;
  const home = (page: Page): Promise<void> => page.waitForURL(({ pathname }) => pathname === '/');

  async function open(look: Look): Promise<{ page: Page; complaints: string[]; see(name: string): Promise<void> }> {
    const page = await (await openContext(city, browser, look)).newPage();
    const complaints = complaintsOf(page);
    const name = `${look.locale}.${look.width}${look.elder ? '.elder' : ''}`;
    async function see(what: string): Promise<void> {
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${what}.${name}.png`), fullPage: true });
      await assertAccessible(page, `${what}.${name}`);
    }
    return { page, complaints, see };
  }

  async function logIn(page: Page, citizen: Citizen): Promise<void> {
    await signInWithCode(page, city, citizen);
    await home(page);
  }
  async function add(page: Page, name: string): Promise<void> {
    await page.goto(`${list()}/passkey`);
    await page.fill('#label', name);
    await page.click('.yihao-room__page form button.govuk-button');
    await page.waitForSelector('.govuk-notification-banner--success');
  }
  async function logOut(page: Page): Promise<void> {
    await page.goto(`${city.yihao}/logout`);
    await page.click('#sign-out-everywhere');
    await page.waitForLoadState();
  }
  /** With the device not answering by itself, so that it is the button that asks. */
  async function useButton(page: Page): Promise<void> {
    await page.click('button[name=way][value=passkey]');
  }

  for (const look of LOOKS)
    it(`is added, named, used to log in by its button, and removed (${look.locale}, ${look.width} px${look.elder ? ', larger' : ''})`, async () => {
      const { page, complaints, see } = await open(look);
      await logIn(page, someone());
      const device = await addVirtualAuthenticator(page);
      await page.goto(list());
      await page.click('a[href$="/authenticators/passkey"]');
      await page.waitForSelector('#label');
      await see('passkey-add');
      await device.verifies(false);
      await page.click('.yihao-room__page form button.govuk-button');
      await page.waitForSelector('.yihao-webauthn__said:not(:empty)');
      assert.match((await page.textContent('.yihao-webauthn__said')) ?? '', /没有用上|was not used/);
      await see('passkey-not-used');
      await device.verifies(true);
      await add(page, '办公 laptop');
      await see('passkey-added');
      assert.match((await page.textContent('[data-kind=passkey]')) ?? '', /办公 laptop/);
      const [credential] = await device.credentials();
      assert.equal((await device.credentials()).length, 1);
      await logOut(page);

      await device.present(false);
      await page.goto(`${city.yihao}/sign-in`);
      await see('login-with-passkey');
      await device.present(true);
      await useButton(page).catch(() => undefined);
      await home(page);
      assert.ok((await device.credentials())[0]!.signCount > credential!.signCount);
      await page.goto(list());
      assert.match((await page.textContent('[data-kind=passkey]')) ?? '', /最近使用|Last used/);
      await page.click('[data-kind=passkey] a[href*="/name/"]');
      await page.fill('#label', '旧 laptop');
      await page.click('.yihao-room__page form button.govuk-button');
      assert.match((await page.textContent('[data-kind=passkey]')) ?? '', /旧 laptop/);
      await page.click('[data-kind=passkey] a[href*="/remove/"]');
      await page.click('#remove');
      await page.waitForSelector('.govuk-notification-banner--success');
      assert.equal(await page.locator('[data-kind=passkey]').count(), 0);
      assert.deepEqual(complaints, []);
    });

  it('A19 is offered by the browser for the login name, and enters where the password is paused', async () => {
    const { page, complaints } = await open({ locale: 'zh-CN', width: 1280 });
    const citizen = someone();
    await logIn(page, citizen);
    const device = await addVirtualAuthenticator(page);
    await add(page, '手机');
    await logOut(page);
    await device.present(false);
    const stranger = (await open({ locale: 'zh-CN', width: 1280 })).page;
    await stranger.goto(`${city.yihao}/sign-in`);
    for (let tries = 0; tries < 6; tries += 1) {
      await stranger.fill('#login', citizen.number);
      await stranger.fill('#password', 'not the password');
      await stranger.click('.login-submit');
      await stranger.waitForSelector('.govuk-error-summary');
    }
    await stranger.fill('#login', citizen.number);
    await stranger.fill('#password', citizen.password);
    await stranger.click('.login-submit');
    await stranger.waitForSelector('.govuk-error-summary');
    // As if the holder chose it in the browser's list: nothing is typed and nothing pressed.
    await device.present(true);
    await page.goto(`${city.yihao}/sign-in`).catch(() => undefined);
    await home(page);
    assert.deepEqual(complaints, []);
  });

  it('makes a session stronger before anything is changed, and a copy that falls behind in its count does not', async () => {
    const { page, complaints, see } = await open({ locale: 'zh-CN', width: 390 });
    const citizen = someone();
    await logIn(page, citizen);
    const device = await addVirtualAuthenticator(page);
    await add(page, '手机');
    const [old] = await device.credentials();
    const discovery = await page.context().request.get(`${city.yihao}/.well-known/openid-configuration`);
    assert.ok((await discovery.json()).acr_values_supported.includes('urn:yihao:aal:3'));
    // The session was begun with a code; what the account has now reaches further.
    await page.goto(`${list()}/password`);
    await page.waitForURL(/\/code$/);
    await see('passkey-step-up');
    await page.click('.yihao-webauthn button');
    await page.waitForURL(`${list()}/password`);
    const [used] = await device.credentials();
    assert.ok(used!.signCount > old!.signCount);

    await logOut(page);
    await device.remove(used!);
    await device.add({ ...old!, signCount: 0 });
    await device.present(false);
    await page.goto(`${city.yihao}/sign-in`);
    await device.present(true);
    await useButton(page).catch(() => undefined);
    await page.waitForSelector('.govuk-error-summary');
    assert.match(await page.url(), /\/login\/with$/);
    await see('passkey-refused');
    // The page has another challenge than the one that the copy spent.
    for (const one of await device.credentials()) await device.remove(one);
    await device.add({ ...old!, signCount: used!.signCount + 10 });
    await page.click('.yihao-webauthn button');
    await home(page);
    assert.deepEqual(complaints, []);
  });

  it('without JavaScript the pages say what to use instead', async () => {
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false });
    const page = await context.newPage();
    await logIn(page, someone());
    await page.goto(`${list()}/passkey`);
    assert.match((await page.textContent('main')) ?? '', /请继续使用密码和短信验证码/);
    await page.goto(`${city.yihao}/logout`);
    await page.click('#sign-out-everywhere');
    await page.goto(`${city.yihao}/sign-in`);
    await useButton(page);
    await page.waitForURL(/\/way$/);
    assert.match((await page.textContent('main')) ?? '', /需要浏览器开启 JavaScript/);
    await page.click('a[href$="/login"]');
    await page.waitForSelector('#password');
  });
});
