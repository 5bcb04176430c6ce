import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import {
  answerCode,
  appCode,
  assertAccessible,
  codeFor,
  complaintsOf,
  LOOKS,
  openContext,
  signIn,
} from '../support/browser/city-browser.js';
import { browser, type Citizen, city, province, someone } from '../support/browser/shared-city.js';

const LIST = '/account/authenticators';
const ROW = '[data-kind=outside]';

describe('an account elsewhere in a real browser', function () {
  this.timeout(120_000);
  async function enter(page: Page, citizen: Citizen): Promise<void> {
    await signIn(page, city, citizen, LIST);
    await page.waitForSelector('#code');
  }
  const leave = async (page: Page): Promise<void> => {
    await page.goto(`${city.yihao}/sign-in?to=${LIST}`);
    await page.click('[name=way][value=outside-province]');
  };

  for (const [index, look] of LOOKS.entries())
    it(`is linked, logs in, and is removed (${look.locale}, ${look.width} px${look.elder ? ', elder' : ''})`, async () => {
      const citizen = someone();
      province.account = { sub: `citizen-${index}`, phone_number: '+8613800000000' };
      const trouble: string[] = [];
      const open = async (): Promise<{ context: BrowserContext; page: Page }> => {
        const context = await openContext(city, browser, look);
        const page = await context.newPage();
        complaintsOf(page, trouble);
        return { context, page };
      };
      const see = async (page: Page, name: string, selector: string): Promise<void> => {
        await page.waitForSelector(selector);
        await assertAccessible(page, name);
      };

      const home = await open();
      await enter(home.page, citizen);
      await answerCode(home.page, await codeFor(home.page, city, `+86${citizen.phone}`));
      // So that another device need not wait a minute for the next message.
      await home.page.click(`a[href="${LIST}/totp"]`);
      const key = (await home.page.textContent('#totp-key')) ?? '';
      await home.page.fill('#code', appCode(key));
      await home.page.click('.yihao-room__page form button.govuk-button[type=submit]');
      await home.page.click(`a[href="${LIST}/outside"]`);
      await see(home.page, 'link', '[name=provider]');
      // The page on the way, held for a look; its link goes on as it would have by itself.
      await home.context.route(`${province.url}/**`, (route) => route.abort('aborted'));
      await home.page.click('[name=provider]');
      await see(home.page, 'leave', `a[href^="${province.url}"]`);
      await home.context.unroute(`${province.url}/**`);
      await home.page.click(`a[href^="${province.url}"]`);
      await see(home.page, 'linked', ROW);
      assert.match((await home.page.textContent(ROW)) ?? '', /省政务服务网|Provincial services/);

      await home.page.goto(`${city.yihao}/logout`);
      await home.page.click('#sign-out-everywhere');
      await home.page.waitForSelector('main .govuk-button');
      await home.page.goto(`${city.yihao}/sign-in?to=${LIST}`);
      await see(home.page, 'login', '[name=way][value=outside-province]');
      await home.page.click('[name=way][value=outside-province]');
      await home.page.waitForURL(`${city.yihao}${LIST}`);

      // Where the device is not known, a code is asked for too; and an account that nobody linked leads nowhere.
      const elsewhere = await open();
      await leave(elsewhere.page);
      await see(elsewhere.page, 'code', '#code');
      await answerCode(elsewhere.page, appCode(key, 30));
      await elsewhere.page.waitForSelector(ROW);
      const nobody = await open();
      province.account = { sub: `nobody-${index}` };
      await leave(nobody.page);
      await see(nobody.page, 'refused', '.govuk-error-summary');
      assert.match((await nobody.page.textContent('.govuk-error-summary')) ?? '', /还没有关联|have not linked/);
      await nobody.page.goto(`${city.yihao}/outside/province?state=of-nobody&code=x`);
      await see(nobody.page, 'unasked', 'h1');

      // One factor alone was enough to look at the list, and is not to change it.
      await home.page.click(`${ROW} a[href*="/remove/"]`);
      await home.page.waitForSelector('form[action*="/code"]');
      await elsewhere.page.click(`${ROW} a[href*="/remove/"]`);
      await see(elsewhere.page, 'remove', '#remove');
      await elsewhere.page.click('#remove');
      await see(elsewhere.page, 'removed', '.govuk-notification-banner');
      assert.equal(await elsewhere.page.locator(ROW).count(), 0);

      await elsewhere.page.goto(`${city.yihao}/account/history?kind=methods`);
      const history = (await elsewhere.page.textContent('.yihao-history')) ?? '';
      assert.match(history, /关联的外部账号|linked account elsewhere/);
      await home.page.goto(`${city.yihao}/demo/messages`);
      const messages = (await home.page.locator(`[data-to="+86${citizen.phone}"]`).allTextContents()).join('\n');
      assert.match(messages, /添加了关联的外部账号|added: linked account/);
      assert.match(messages, /移除了关联的外部账号|removed: linked account/);
      assert.deepEqual(trouble, []);
    });

  it('needs no JavaScript', async () => {
    const citizen = someone();
    province.account = { sub: 'without-a-script' };
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false });
    const page = await context.newPage();
    await enter(page, citizen);
    await answerCode(page, await codeFor(page, city, `+86${citizen.phone}`));
    await page.click(`a[href="${LIST}/outside"]`);
    await page.click('[name=provider]');
    await page.waitForSelector(ROW);
    await context.clearCookies({ name: /session/ });
    await leave(page);
    await page.waitForURL(`${city.yihao}${LIST}`);
  });
});
