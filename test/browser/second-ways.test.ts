import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import {
  answerCode,
  appCode,
  assertAccessible,
  codeFor,
  complaintsOf,
  signIn,
  takeRecoveryCode,
} from '../support/browser/city-browser.js';
import { browser, city, someone } from '../support/browser/shared-city.js';

const SUBMIT = '.yihao-room__page form button.govuk-button[type=submit]';

const LOOKS = [
  { locale: 'zh-CN', width: 390, javaScriptEnabled: true },
  { locale: 'en', width: 1280, javaScriptEnabled: false },
] as const;

describe('an authenticator app and recovery codes in a real browser', function () {
  this.timeout(120_000);

  for (const { locale, width, javaScriptEnabled } of LOOKS)
    it(`are added, used on new devices, and each code once (${locale}, ${width} px, ${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async () => {
      const citizen = someone();
      const { phone } = citizen;
      const trouble: string[] = [];
      const newDevice = async (): Promise<{ context: BrowserContext; page: Page }> => {
        const context = await browser.newContext({ locale, viewport: { width, height: 900 }, javaScriptEnabled });
        const page = await context.newPage();
        complaintsOf(page, trouble);
        return { context, page };
      };
      const see = async (page: Page, name: string, selector: string): Promise<void> => {
        await page.waitForSelector(selector);
        if (!javaScriptEnabled) return;
        await assertAccessible(page, name);
      };
      const enter = async (page: Page, to: string): Promise<void> => {
        await signIn(page, city, citizen, to);
        await page.waitForSelector('#code');
      };
      const useRecovery = async (page: Page): Promise<void> => {
        await takeRecoveryCode(page);
        await page.waitForSelector('[name=kind][value=totp]', { state: 'attached' });
      };
      const list = `${city.yihao}/account/authenticators`;

      // At home: the app by its typed key, then codes on paper.
      const home = await newDevice();
      await enter(home.page, '/account/authenticators');
      await answerCode(home.page, await codeFor(home.page, city, `+86${phone}`));
      await home.page.click('a[href="/account/authenticators/totp"]');
      await see(home.page, 'totp', '.yihao-qr');
      const key = (await home.page.textContent('#totp-key')) ?? '';
      await home.page.fill('#code', '000000');
      await home.page.click(SUBMIT);
      await see(home.page, 'totp-wrong', '#code-error');
      await home.page.fill('#code', appCode(key));
      await home.page.click(SUBMIT);
      await see(home.page, 'totp-added', '[data-kind=totp]');
      await home.page.click('a[href="/account/authenticators/recovery"]');
      await see(home.page, 'recovery', SUBMIT);
      await home.page.click(SUBMIT);
      await see(home.page, 'recovery-codes', '.yihao-codes');
      const codes = await home.page.locator('.yihao-codes li').allTextContents();
      assert.equal(codes.length, 10);
      const [download] = await Promise.all([home.page.waitForEvent('download'), home.page.click('#download')]);
      const file = await readFile(await download.path(), 'utf8');
      for (const code of codes) assert.ok(file.includes(code));
      if (javaScriptEnabled) {
        await home.page.emulateMedia({ media: 'print' });
        await see(home.page, 'recovery-codes-print', '.yihao-codes');
        assert.equal(await home.page.isVisible('.yihao-room__menu, .yihao-room__side'), false);
        await home.page.emulateMedia({ media: 'screen' });
      }

      // Elsewhere, with the app. The code that added it is spent, so it is the next one, half a minute early.
      const phoneAhead = await newDevice();
      await enter(phoneAhead.page, '/account/authenticators');
      await see(phoneAhead.page, 'code-app', '#code');
      await answerCode(phoneAhead.page, appCode(key, 30));
      await see(phoneAhead.page, 'list', '[data-kind=recovery]');

      // Elsewhere again, without the phone; and whoever finds the crossed-out code gets nowhere with it.
      const lost = await newDevice();
      await enter(lost.page, '/account/authenticators');
      await useRecovery(lost.page);
      await see(lost.page, 'code-recovery', '#code');
      await answerCode(lost.page, codes[0]!.toLowerCase());
      await lost.page.waitForURL(list);
      assert.match((await lost.page.textContent('[data-kind=recovery] h3')) ?? '', /9/);
      const finder = await newDevice();
      await enter(finder.page, '/account/authenticators');
      await useRecovery(finder.page);
      await answerCode(finder.page, codes[0]!);
      await see(finder.page, 'code-recovery-used', '#code-error');

      // Word of it came to the phone.
      await finder.page.goto(`${city.yihao}/demo/messages`);
      const messages = await finder.page.locator(`[data-to="+86${phone}"]`).allTextContents();
      assert.ok(
        messages.some((text) => /还剩9个|9 are left/.test(text)),
        messages.join('\n'),
      );
      assert.deepEqual(trouble, []);
    });
});
