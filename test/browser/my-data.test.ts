import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { axeFaults } from '../support/browser/axe.js';
import { assertAccessible, complaintsOf, LOOKS, openContext, signInWithCode } from '../support/browser/city-browser.js';
import { browser, type Citizen, city, someone } from '../support/browser/shared-city.js';

describe('my data in a real browser', function () {
  this.timeout(180_000);

  async function enter(page: Page, who: Citizen): Promise<void> {
    await signInWithCode(page, city, who, '/account/data');
    await page.waitForSelector('a[href="/account/data/export"]');
  }

  for (const look of LOOKS) {
    const { locale, width, elder } = look;
    it(`is fetched, corrected, and the account closed and kept (${locale}, ${width} px${elder ? ', elder' : ''})`, async () => {
      const context = await openContext(city, browser, look);
      const page = await context.newPage();
      const trouble = complaintsOf(page);
      const see = async (name: string, selector: string): Promise<void> => {
        await page.waitForSelector(selector);
        await assertAccessible(page, name);
      };
      const download = async (button: string): Promise<string> => {
        const [file] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
        return file.path();
      };
      const who = someone();
      await enter(page, who);
      await see('data', 'a[href="/account/data/closing"]');

      await page.click('a[href="/account/data/export"]');
      await see('export', '#ask');
      await page.click('#ask');
      // The page follows the preparation by itself.
      await see('export-ready', 'a[href="/account/data/export/fetch"]');
      await page.click('a[href="/account/data/export/fetch"]');
      await see('export-fetch', '#fetch-page');
      const paper = await download('#fetch-page');
      const json = JSON.parse(await readFile(await download('#fetch-json'), 'utf8'));
      assert.equal(json.data.personalData[0].number, who.number);
      await page.reload();
      await page.waitForSelector('#ask');

      await page.goto(`${city.yihao}/account/data/correction`);
      await see('correction', '#ask');
      await page.click('#ask');
      await see('correction-missing', '#field-error');
      await page.check('[name=field][value=residence]');
      await page.fill('#request', '330100');
      await page.click('#ask');
      await see('correction-asked', '[data-field=residence]');

      await page.goto(`${city.yihao}/account/data/closing`);
      await see('closing', 'a[href$="/confirm"]');
      await page.click('a[href$="/confirm"]');
      await see('closing-confirm', '#confirm');
      await page.click('#close');
      await see('closing-wrong', '#confirm-error');
      await page.fill('#confirm', locale === 'en' ? 'close my account' : '注销账号');
      await page.click('#close');
      await see('closing-asked', '#keep');
      await page.goto(`${city.yihao}/account/history`);
      await page.waitForURL('**/account/data/closing');
      await page.goto(city.social);
      await page.click('#sign-in');
      await see('closing-portal', '#keep');
      await page.click('#keep');
      await page.waitForSelector('#agree');
      await page.goto(`${city.yihao}/account/history`);
      await see('kept', '.yihao-history');

      // What was fetched stands by itself, without Yihao.
      const alone = await context.newPage();
      await alone.setContent(await readFile(paper, 'utf8'));
      assert.deepEqual(await axeFaults(alone), [], 'the file');
      assert.match((await alone.textContent('#personalData')) ?? '', new RegExp(who.number));
      assert.deepEqual(trouble, []);
    });
  }

  it('is fetched, and an account closed and kept, without JavaScript', async () => {
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false });
    const page = await context.newPage();
    await enter(page, someone());
    await page.click('a[href="/account/data/export"]');
    await page.click('#ask');
    for (let tries = 0; !(await page.isVisible('a[href$="/export/fetch"]')); tries += 1) {
      assert.ok(tries < 100, 'it was not ready in time');
      await page.waitForTimeout(100);
      await page.goto(`${city.yihao}/account/data/export`);
    }
    await page.click('a[href$="/export/fetch"]');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('#fetch-json')]);
    assert.equal(JSON.parse(await readFile(await file.path(), 'utf8')).format, 'yihao-data-export');
    await page.goto(`${city.yihao}/account/data/closing/confirm`);
    await page.fill('#confirm', '注销账号');
    await page.click('#close');
    await page.click('#keep');
    await page.waitForURL('**/account');
    assert.match((await page.textContent('.govuk-notification-banner')) ?? '', /您的账号已保留/);
  });
});
