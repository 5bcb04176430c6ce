import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import {
  assertAccessible,
  codeFor,
  complaintsOf,
  fillLogin,
  LOOKS,
  openContext,
} from '../support/browser/city-browser.js';
import { browser, city, someone } from '../support/browser/shared-city.js';

describe('a public terminal in a real browser', function () {
  this.timeout(120_000);

  for (const [index, look] of LOOKS.entries())
    it(`is set up once, used, left, and shows nothing of it (${look.locale}, ${look.width} px${look.elder ? ', elder' : ''})`, async () => {
      const citizen = someone();
      const id = `hall-${index}`;
      const said = await city.operate(
        'terminal',
        'add',
        '--id',
        id,
        '--name-zh',
        '大厅一号机',
        '--name-en',
        'Hall 1',
        '--place',
        '330100',
      );
      const code = /^[\d ]{14}$/m.exec(said)?.[0] ?? '';
      const context = await openContext(city, browser, look);
      const page = await context.newPage();
      const trouble = complaintsOf(page);
      const see = async (at: Page, name: string, selector: string): Promise<void> => {
        await at.waitForSelector(selector);
        await assertAccessible(at, name);
      };
      const start = `${city.yihao}/?terminal=1`;
      const begin = 'main a[href="/sign-in"]';

      await page.goto(`${city.yihao}/terminal`);
      await see(page, 'set-up', '#setup_code');
      await page.fill('#setup_code', '1');
      await page.click('main form button');
      await see(page, 'set-up-wrong', '#setup_code-error');
      await page.fill('#setup_code', code);
      await page.click('main form button');
      await page.waitForURL(start);
      await see(page, 'start', begin);

      // What the size was is gone already; whoever needs it chooses it anew.
      if (look.elder) await page.click('[name=elder]');
      await page.click(begin);
      await see(page, 'login', '#login');
      await fillLogin(page, citizen);
      await see(page, 'code', '#code');
      const elsewhere = await openContext(city, browser, look);
      await page.fill('#code', await codeFor(await elsewhere.newPage(), city, `+86${citizen.phone}`));
      await elsewhere.close();
      await page.clock.install();
      await page.click('form[action$="/code"] button');
      await page.waitForURL(`${city.yihao}/`);
      await page.goto(`${city.yihao}/account/sessions`);
      await see(page, 'sessions', '[data-here=yes]');
      assert.match((await page.textContent('[data-here=yes]')) ?? '', /杭州市的公共终端|Public terminal in Hangzhou/);

      // Nobody touches it: a minute before the end it warns, any key goes on, and then it leaves by itself.
      await page.clock.fastForward(4 * 60_000 + 5_000);
      await see(page, 'warning', '.yihao-terminal__soon');
      await page.keyboard.press('Shift');
      await page.waitForSelector('.yihao-terminal__soon', { state: 'detached' });
      await page.clock.fastForward(4 * 60_000);
      await page.waitForSelector('.yihao-terminal__soon');
      await page.clock.fastForward(61_000);
      await page.waitForURL(start);
      await see(page, 'left', begin);
      assert.equal(await page.locator('html.yihao-elder').count(), 0);
      await page.goBack();
      assert.equal(await page.locator('[data-here], .yihao-header__account').count(), 0, 'nor by going back');
      await page.goto(start);
      const left = (await context.cookies()).filter(({ path }) => path === '/').map(({ name }) => name);
      assert.ok(!left.some((name) => /session|device|prefs/.test(name)), left.join());

      // And by the button, from any page.
      await page.click(begin);
      await page.fill('#login', citizen.number);
      await page.click('#finish');
      await page.waitForURL(start);
      await page.click(begin);
      assert.equal(await page.inputValue('#login'), '');
      assert.deepEqual(trouble, []);
    });
});
