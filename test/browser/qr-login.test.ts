import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeFaults } from '../support/browser/axe.js';
import { assertAccessible, complaintsOf, LOOKS, openContext, signInWithCode } from '../support/browser/city-browser.js';
import { browser, city, someone } from '../support/browser/shared-city.js';

const SUBMIT = '.yihao-room__page form button.govuk-button[type=submit]';

describe('a screen and a phone in a real browser', function () {
  this.timeout(120_000);

  for (const look of LOOKS)
    it(`the phone lets the screen in, which goes on by itself (${look.locale}, ${look.width} px${look.elder ? ', elder' : ''})`, async () => {
      const citizen = someone();
      const trouble: string[] = [];
      const [desk, hand] = [await openContext(city, browser, look), await openContext(city, browser, look)];
      const pageOf = async (context: typeof desk): Promise<Page> => {
        const page = await context.newPage();
        complaintsOf(page, trouble);
        return page;
      };
      const see = async (page: Page, name: string, selector: string): Promise<void> => {
        await page.waitForSelector(selector);
        await assertAccessible(page, name);
      };

      const inHand = await pageOf(hand);
      await signInWithCode(inHand, city, citizen, '/account/sessions');
      await inHand.waitForSelector('a[href="/account/sessions/screen"]');

      const screen = await pageOf(desk);
      await screen.goto(`${city.yihao}/sign-in?to=/account/sessions`);
      await screen.click('[name=way][value=qr]');
      await see(screen, 'screen', '.yihao-qr');
      assert.match((await screen.textContent('[data-wait]')) ?? '', /正在等待|Waiting/);
      await screen.click('details.govuk-details summary');
      const code = (await screen.textContent('#qr-code'))?.trim() ?? '';
      const shown = (await screen.textContent('#qr-number')) ?? '';

      await inHand.click('a[href="/account/sessions/screen"]');
      await see(inHand, 'type', '#screen_code');
      await inHand.fill('#screen_code', code);
      await inHand.click(SUBMIT);
      await see(inHand, 'ask', '#number_code');
      await inHand.fill('#number_code', shown === '00' ? '01' : '00');
      await inHand.click(SUBMIT);
      await see(inHand, 'wrong', '#number_code-error');
      await inHand.fill('#number_code', shown);
      await inHand.click(SUBMIT);
      await see(inHand, 'confirmed', '.govuk-notification-banner--success');
      await screen.waitForURL(`${city.yihao}/account/sessions`);
      await see(screen, 'in', '[data-here=yes]');
      assert.equal(await screen.locator('.yihao-thing').count(), 2);

      await inHand.goto(`${city.yihao}/account/history`);
      assert.match((await inHand.textContent('main')) ?? '', /另一块屏幕上登录|another screen with the phone/);
      assert.deepEqual(trouble, []);
    });

  it('a refused screen says so and waits for a press, then has another code', async () => {
    const context = await openContext(city, browser, { locale: 'zh-CN', width: 1280 });
    const screen = await context.newPage();
    await screen.goto(`${city.yihao}/sign-in`);
    await screen.click('[name=way][value=qr]');
    const before = await screen.textContent('#qr-number, #qr-code');
    await screen.route('**/way/state', (route) => route.fulfill({ json: { state: 'over' } }));
    await screen.locator('[data-wait]', { hasText: '已失效' }).waitFor();
    assert.deepEqual(await axeFaults(screen), []);
    assert.equal(await screen.textContent('#qr-number, #qr-code'), before);
  });
});
