import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import {
  answerCode,
  assertAccessible,
  codeFor,
  complaintsOf,
  LOOKS,
  openContext,
  signIn,
  takeRecoveryCode,
} from '../support/browser/city-browser.js';
import { browser, city, someone } from '../support/browser/shared-city.js';
import { untranslated } from '../support/browser/untranslated.js';

const SUBMIT = '.yihao-room__page form button.govuk-button[type=submit]';
const NOTICE = '.govuk-notification-banner';

describe('contact details and settings in a real browser', function () {
  this.timeout(120_000);

  for (const [index, look] of LOOKS.entries())
    it(`are changed by a citizen, and met again on another device (${look.locale}, ${look.width} px${look.elder ? ', elder' : ''})`, async () => {
      const citizen = someone();
      const { phone } = citizen;
      const newPhone = `1390000${String(1000 + index)}`;
      const mail = `citizen${index}@example.org`;
      const trouble: string[] = [];
      const newDevice = async (): Promise<Page> => {
        const page = await (await openContext(city, browser, look)).newPage();
        complaintsOf(page, trouble);
        return page;
      };
      const see = async (page: Page, name: string, selector: string): Promise<void> => {
        await page.waitForSelector(selector);
        await assertAccessible(page, name);
        assert.deepEqual(await untranslated(page), [], name);
      };
      const answer = async (page: Page, code: string): Promise<void> => {
        await answerCode(page, code);
        await page.waitForURL(`${city.yihao}/account/contact`);
      };
      const confirm = async (page: Page, address: string): Promise<void> => {
        await page.fill('#code', await codeFor(page, city, address));
        await page.click('form[action$="/confirm"] button');
      };

      const home = await newDevice();
      await signIn(home, city, citizen, '/account/contact');
      await answer(home, await codeFor(home, city, `+86${phone}`));
      await see(home, 'contact', '[data-contact=email]');
      await home.click('a[href="/account/contact/email"]');
      await see(home, 'email', '#address');
      await home.fill('#address', 'nowhere');
      await home.click(SUBMIT);
      await see(home, 'email-wrong', '#address-error');
      assert.equal(await home.inputValue('#address'), 'nowhere');
      await home.fill('#address', mail);
      await home.click(SUBMIT);
      await see(home, 'email-code', '#code');
      await home.fill('#code', '1234');
      await home.click('form[action$="/confirm"] button');
      await see(home, 'email-code-wrong', '#code-error');
      await confirm(home, mail);
      await see(home, 'email-added', NOTICE);
      await home.click('a[href="/account/contact/phone"]');
      await see(home, 'phone', '#address');
      await home.fill('#address', newPhone);
      await home.click(SUBMIT);
      await home.waitForSelector('#code');
      await confirm(home, `+86${newPhone}`);
      await home.click('details:has(a[href*="again=1"]) summary');
      await see(home, 'phone-code-old', 'details[open] a[href*="again=1"]');
      await confirm(home, `+86${phone}`);
      await see(home, 'phone-changed', NOTICE);
      await home.goto(`${city.yihao}/account/contact/email/remove`);
      await see(home, 'email-remove', '#remove');

      await home.goto(`${city.yihao}/account/settings`);
      await see(home, 'settings', '#show');
      const other = look.locale === 'en' ? 'zh-CN' : 'en';
      await home.check(`[name=language][value=${other}]`);
      await home.check(`[name=size][value=${look.elder ? 'ordinary' : 'elder'}]`);
      await home.click('#show button');
      await see(home, 'settings-saved', NOTICE);
      await home.check('[name=consent][value=email]');
      await home.click('#notices button');
      await home.waitForSelector(NOTICE);
      assert.ok(await home.isChecked('[name=consent][value=email]'));

      await home.goto(`${city.yihao}/account/authenticators/recovery`);
      await home.click(SUBMIT);
      const [recovery = ''] = await home.locator('.yihao-codes li').allTextContents();

      // Elsewhere, with a code on paper, since a minute is not over: in the language and the size that were chosen.
      const elsewhere = await newDevice();
      await signIn(elsewhere, city, citizen, '/account/contact');
      await takeRecoveryCode(elsewhere);
      await elsewhere.waitForSelector('#code');
      await answer(elsewhere, recovery);
      assert.equal(await elsewhere.getAttribute('html', 'lang'), other);
      assert.equal(await elsewhere.locator('html.yihao-elder').count(), look.elder ? 0 : 1);
      await see(elsewhere, 'contact-elsewhere', '[data-contact=phone]');

      // Word of it came to the new and the old phone and to the mailbox, in the languages that were chosen then.
      await elsewhere.goto(`${city.yihao}/demo/messages`);
      const to = (address: string) => elsewhere.locator(`[data-to="${address}"]`).allTextContents();
      const [changed, device] = [
        /更换了手机号/,
        other === 'en' ? /signed in to on a new device/ : /在一台新设备上登录/,
      ];
      for (const address of [`+86${phone}`, `+86${newPhone}`, mail])
        assert.ok(
          (await to(address)).some((text) => changed.test(text)),
          address,
        );
      assert.ok((await to(`+86${newPhone}`)).some((text) => device.test(text)));
      assert.deepEqual(trouble, []);
    });
});
