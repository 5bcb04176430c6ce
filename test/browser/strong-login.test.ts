import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import type { BrowserContext, Page } from 'playwright-core';
import { assertAccessible, codeFor, LOOKS, type Look, openContext } from '../support/browser/city-browser.js';
import { browser, type Citizen, city, someone } from '../support/browser/shared-city.js';
import { addVirtualAuthenticator } from '../support/browser/virtual-authenticator.js';
import { authorization } from '../support/journeys/citizen-app.js';

/** Where to keep pictures of the pages, for a person to look at; none are taken where it is unset. */
const PICTURES = process.env.YIHAO_TEST_PICTURES;
/** By what each portal demands of a login. */
const PORTALS = { plain: '1', strict: '3' };
const ADD = 'main a[href="/account/authenticators/passkey"]';
const USE = '.yihao-webauthn button';

describe('a portal that asks for authentication level 3', function () {
  this.timeout(120_000);
  let origin: string;
  const portals = createServer((_request, answer) => answer.end('the portal'));
  before(async () => {
    await once(portals.listen(0, '127.0.0.1'), 'listening');
    origin = `http://localhost:${(portals.address() as AddressInfo).port}`;
    for (const [id, aal] of Object.entries(PORTALS)) {
      const words = ['--name-zh', '最严网', '--name-en', 'Strictest', '--summary-zh', '测试', '--summary-en', 'tests'];
      const uris = ['--home-uri', `${origin}/`, '--redirect-uri', `${origin}/callback`];
      const more = ['--backchannel-logout-uri', `${origin}/logout`, '--minimum-aal', aal, '--authentication', 'none'];
      await city.operate(
        'application',
        'add',
        '--id',
        id,
        '--department',
        'national-tax-service',
        ...words,
        ...uris,
        ...more,
      );
    }
  });
  after(() => portals.close());

  async function open(context: BrowserContext, look: Look) {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    const name = `${look.locale}.${look.width}${look.elder ? '.elder' : ''}`;
    async function see(what: string, selector: string): Promise<void> {
      await page.waitForSelector(selector);
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${what}.${name}.png`), fullPage: true });
      await assertAccessible(page, `${what}.${name}`);
    }
    return { page, complaints, see };
  }

  async function logIn(page: Page, { number, phone, password }: Citizen): Promise<void> {
    await page.goto(`${city.yihao}/sign-in`);
    await page.fill('#login', number);
    await page.fill('#password', password);
    await page.click('.login-submit');
    await page.fill('#code', await codeFor(page, city, `+86${phone}`));
    await page.click('form[action$="/code"] button');
    await page.waitForURL(({ pathname }) => pathname === '/');
  }

  async function addPasskey(page: Page): Promise<void> {
    await page.fill('#label', '手机');
    await page.click('.yihao-room__page form button.govuk-button');
    await page.waitForSelector('.govuk-notification-banner--success');
  }

  /** Goes to a portal's login; `through` goes on to its answer, with whatever pages are left to agree to. */
  function enter(page: Page, id: keyof typeof PORTALS, more: Record<string, string> = {}) {
    const request = authorization({ url: city.yihao }, id, more, origin);
    const answered = (): boolean => page.url().startsWith(origin);
    return {
      go: () => page.goto(request.url),
      async answer(): Promise<URL> {
        for (const choice of ['button[name=as][value=me]', '#agree']) {
          if (!answered() && (await page.isVisible(choice))) await page.click(choice);
          await page.waitForLoadState();
        }
        await page.waitForURL(`${origin}/callback?**`);
        return new URL(page.url());
      },
      async claims(at: URL) {
        const { acr, amr, sid, auth_time: authTime } = decodeJwt((await request.tokens(at)).id_token);
        return { acr, amr: [...(amr as string[])].sort(), sid, authTime };
      },
    };
  }

  for (const look of LOOKS)
    it(`asks a session of level 2 for the passkey alone, and the session goes on (${look.locale}, ${look.width} px${look.elder ? ', larger' : ''})`, async () => {
      const { page, complaints, see } = await open(await openContext(city, browser, look), look);
      await logIn(page, someone());
      const plain = enter(page, 'plain');
      await plain.go();
      const before = await plain.claims(await plain.answer());
      assert.equal(before.acr, 'urn:yihao:aal:2');

      const strict = enter(page, 'strict');
      await strict.go();
      await see('strong-no-passkey', ADD);
      const device = await addVirtualAuthenticator(page);
      await page.click(ADD);
      await page.waitForSelector('#label');
      await addPasskey(page);

      await strict.go();
      await page.waitForSelector(USE);
      assert.equal(await page.isVisible('#password, #code'), false, 'nothing else is asked for');
      await device.verifies(false);
      await page.click(USE);
      await see('strong-passkey-not-used', '.yihao-webauthn__said:not(:empty)');
      assert.match((await page.textContent('.yihao-webauthn__said')) ?? '', /没有用上|was not used/);
      await device.verifies(true);
      await page.click(USE);
      await page.waitForURL((url) => !url.pathname.endsWith('/code'));
      const strong = await strict.claims(await strict.answer());
      assert.deepEqual(strong, {
        acr: 'urn:yihao:aal:3',
        amr: ['hwk', 'mfa', 'otp', 'pwd', 'sms', 'user'],
        sid: strong.sid,
        authTime: before.authTime,
      });
      await plain.go();
      const after = await plain.claims(await plain.answer());
      assert.deepEqual([after.acr, after.sid, after.authTime], ['urn:yihao:aal:3', before.sid, before.authTime]);
      assert.deepEqual(complaints, []);
    });

  it('whoever has no passkey is led back, and the portal hears that the level cannot be met', async () => {
    const look = { locale: 'zh-CN', width: 390 } as const;
    const { page, complaints, see } = await open(await openContext(city, browser, look), look);
    const { number, phone, password } = someone();
    const strict = enter(page, 'strict');
    await strict.go();
    await page.fill('#login', number);
    await page.fill('#password', password);
    await page.click('.login-submit');
    await see('strong-no-passkey-at-login', ADD);
    assert.match((await page.textContent('main')) ?? '', /要求用通行密钥确认是您本人，密码和验证码不能代替/);
    await page.click('form[action$="/abort"] button');
    const { searchParams } = await strict.answer();
    assert.deepEqual(
      ['error', 'state', 'iss', 'code'].map((name) => searchParams.get(name)),
      ['unmet_authentication_requirements', 'state', city.yihao, null],
    );

    // A wish is another matter (`acr_values`): it is met as far as the citizen can.
    const wish = enter(page, 'plain', { acr_values: 'urn:yihao:aal:3' });
    await wish.go();
    await page.fill('#login', number);
    await page.fill('#password', password);
    await page.click('.login-submit');
    await page.fill('#code', await codeFor(page, city, `+86${phone}`));
    await page.click('form[action$="/code"] button');
    assert.equal((await wish.claims(await wish.answer())).acr, 'urn:yihao:aal:2');
    assert.deepEqual(complaints, []);
  });

  it('without JavaScript the page says what is needed', async () => {
    const citizen = someone();
    const look = { locale: 'zh-CN', width: 390 } as const;
    const first = await open(await openContext(city, browser, look), look);
    await logIn(first.page, citizen);
    await addVirtualAuthenticator(first.page);
    await first.page.goto(`${city.yihao}/account/authenticators/passkey`);
    await addPasskey(first.page);
    const storageState = await first.page.context().storageState();
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false, storageState });
    const { page } = await open(context, look);
    const strict = enter(page, 'strict');
    await strict.go();
    assert.match((await page.textContent('main')) ?? '', /这里只能用通行密钥确认/);
    await page.click(USE);
    assert.match((await page.textContent('main')) ?? '', /这里只能用通行密钥确认/);
    await page.click('form[action$="/abort"] button');
    assert.equal((await strict.answer()).searchParams.get('error'), 'access_denied');
  });
});
