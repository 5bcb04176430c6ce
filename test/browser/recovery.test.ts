import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  answerCode,
  assertAccessible,
  codeFor,
  complaintsOf,
  LOOKS,
  type Look,
  openContext,
  signIn,
  signInWithCode,
  takeRecoveryCode,
} from '../support/browser/city-browser.js';
import { browser, type Citizen, city, someone } from '../support/browser/shared-city.js';
import { addVirtualAuthenticator } from '../support/browser/virtual-authenticator.js';
import { readHtml, textsOf } from '../support/http/html.js';

/** Where to keep pictures of the pages, for a person to look at; none are taken where it is unset. */
const PICTURES = process.env.YIHAO_TEST_PICTURES;
const SUBMIT = 'main form button.govuk-button[type=submit]';

describe('recovering an account in a real browser', function () {
  this.timeout(180_000);

  async function open(look: Look) {
    const page = await (await openContext(city, browser, look)).newPage();
    const complaints = complaintsOf(page);
    const name = `${look.locale}.${look.width}${look.elder ? '.elder' : ''}`;
    async function see(what: string, selector: string): Promise<void> {
      await page.waitForSelector(selector);
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${what}.${name}.png`), fullPage: true });
      await assertAccessible(page, `${what}.${name}`);
    }
    return { page, complaints, see };
  }
  /** The stop code that the last message to the phone carried. */
  async function stopCode(page: Page, { phone }: Citizen): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await page.context().request.get(`${city.yihao}/demo/messages`);
      const sent = textsOf(readHtml(await answer.text()), `[data-to="+86${phone}"]`).join('\n');
      const code = /\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(sent)?.[0];
      if (code) return code;
      await page.waitForTimeout(100);
    }
    throw new Error('no stop code within 10 s');
  }

  for (const [index, look] of LOOKS.entries()) {
    const name = `${look.locale}, ${look.width} px${look.elder ? ', elder' : ''}`;

    it(`a forgotten password: two proofs, a new one, and the next login asks whether it was them (${name})`, async () => {
      const who = someone();
      const { page, complaints, see } = await open(look);
      await page.goto(`${city.yihao}/sign-in`);
      await page.click('main a[href$="/recover"]');
      await see('recover', '#goal');
      await page.click(SUBMIT);
      await see('recover-missing', '#goal-error');
      await page.check('[name=goal][value=password]');
      await page.fill('#login', who.number);
      await page.click(SUBMIT);
      await see('recover-ways', '#way');
      await page.check('[name=way][value="2"]');
      await page.click(SUBMIT);
      await see('recover-prove', '#prove');
      const code = await codeFor(page, city, `+86${who.phone}`);
      await page.fill('#name', who.name);
      await page.fill('#number', who.number);
      await page.fill('#code', code === '000000' ? '111111' : '000000');
      await page.click('#prove');
      await see('recover-refused', '.govuk-error-summary');
      await page.fill('#code', code);
      await page.click('#prove');
      await see('recover-password', '#password');
      await page.fill('#password', `a sentence of mine, ${index}`);
      await page.click(SUBMIT);
      await see('recover-done', '.govuk-panel');

      // The old password still works, and whoever uses it is asked.
      await page.context().clearCookies();
      await signIn(page, city, who, '/account');
      await page.waitForTimeout(50);
      await answerCode(page, await nextCode(page, who, code));
      await see('login-waiting', '#stop-recovery');
      await page.click('#stop-recovery');
      await see('login-stopped', '.govuk-panel');
      await page.click('#go-on');
      await page.waitForURL(`${city.yihao}/account`);
      assert.equal(await page.isVisible('#stop-recovery'), false);
      assert.deepEqual(complaints, []);
    });

    it(`a lost passkey: asked for by two other factors, seen everywhere, stopped by the message’s code (${name})`, async () => {
      const who = someone();
      const { page, complaints, see } = await open(look);
      const device = await addVirtualAuthenticator(page);
      await signInWithCode(page, city, who, '/account');
      await page.waitForURL(`${city.yihao}/account`);
      await page.goto(`${city.yihao}/account/authenticators/recovery`);
      await page.click('.yihao-room__page form button.govuk-button');
      const codes = await page.locator('.yihao-codes li').allTextContents();
      await page.goto(`${city.yihao}/account/authenticators/passkey`);
      await page.fill('#label', 'old phone');
      await page.click('.yihao-room__page form button.govuk-button');
      await page.waitForSelector('[data-kind=passkey]');
      // The phone with the passkey is gone; the password is known here.
      for (const credential of await device.credentials()) await device.remove(credential);
      await page.context().clearCookies({ name: /session/ });
      await signIn(page, city, who, '/account/authenticators');
      await page.waitForSelector('[data-kind=passkey]');
      await page.click('[data-kind=passkey] a[href*="/lost/"]');
      // It is asked for two factors: not for the passkey.
      await takeRecoveryCode(page);
      await page.waitForSelector('#code');
      await answerCode(page, codes[0]!);
      await see('account-lost', '#lost');
      await page.click('#lost');
      await see('account-waiting', '#stop-recovery');

      const stranger = await open(look);
      await stranger.page.goto(`${city.yihao}/stop`);
      await stranger.see('stop', '#stop');
      await stranger.page.fill('#code', '00000-00000');
      await stranger.page.click('#stop');
      await stranger.see('stop-wrong', '#code-error');
      await stranger.page.fill('#code', (await stopCode(page, who)).toLowerCase());
      await stranger.page.click('#stop');
      await stranger.see('stopped', '.govuk-panel');
      await page.goto(`${city.yihao}/account`);
      assert.equal(await page.isVisible('#stop-recovery'), false);
      assert.deepEqual([...complaints, ...stranger.complaints], []);
    });
  }

  /** The code that came after `before`. A minute lies between two: the clock of the service is the real one. */
  async function nextCode(page: Page, { phone }: Citizen, before: string): Promise<string> {
    for (let tries = 0; tries < 20; tries += 1) {
      const code = await codeFor(page, city, `+86${phone}`);
      if (code !== before) return code;
      await page.waitForTimeout(100);
    }
    throw new Error('no further code was sent');
  }
});
