import assert from 'node:assert/strict';
import { axeFaults } from '../support/browser/axe.js';
import { answerCode, codeFor, fillLogin, LOOKS, openContext } from '../support/browser/city-browser.js';
import { browser, city, someone } from '../support/browser/shared-city.js';

describe('taking back what a department was given, in a real browser', function () {
  this.timeout(120_000);

  for (const look of LOOKS)
    it(`logs out of its portal, which has to ask again (${look.locale}, ${look.width} px${look.elder ? ', elder' : ''})`, async () => {
      const citizen = someone();
      const context = await openContext(city, browser, look);
      const page = await context.newPage();
      await page.goto(city.social);
      await page.click('#sign-in');
      await fillLogin(page, citizen);
      await page.waitForSelector('#code');
      await answerCode(page, await codeFor(page, city, `+86${citizen.phone}`));
      await page.click('#agree');
      await page.waitForSelector('#hello');

      await page.goto(`${city.yihao}/account`);
      await page.goto(`${city.yihao}/account/departments`);
      const given = page.locator('[data-application][data-state=current]');
      await given.waitFor();
      assert.equal(await given.count(), 1);
      await given.locator('button').click();
      await page.waitForSelector('[data-state=withdrawn]');
      assert.equal(await given.count(), 0);
      assert.deepEqual(await axeFaults(page), []);

      for (const until = Date.now() + 20_000; ; ) {
        await page.goto(city.social);
        if ((await page.locator('#sign-in').count()) === 1) break;
        assert.ok(Date.now() < until, 'the portal was never told');
        await page.waitForTimeout(100);
      }
      await page.click('#sign-in');
      await page.waitForSelector('#agree, button[name=as]');
      if (await page.locator('button[name=as]').count()) await page.click('button[name=as][value=me]');
      await page.waitForSelector('#agree');
    });
});
