import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { axeFaults } from '../support/browser/axe.js';
import { assertAccessibleEverywhere, codeFor, complaintsOf, signInWithCode } from '../support/browser/city-browser.js';
import { browser, city } from '../support/browser/shared-city.js';

const CHILD_PASSWORD = '春风又绿 jiang nan an';

describe('a child and a guardian in a real browser', function () {
  this.timeout(300_000);
  let trouble: string[];
  beforeEach(() => {
    trouble = [];
  });

  async function open(javaScriptEnabled = true): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
      javaScriptEnabled,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    complaintsOf(page, trouble);
    return { context, page };
  }

  const see = (page: Page, name: string, selector: string): Promise<void> =>
    assertAccessibleEverywhere(page, city, name, selector);
  const textOf = async (page: Page): Promise<string> => (await page.textContent('main')) ?? '';
  const submit = (page: Page): Promise<void> => page.click('main form button.govuk-button[type=submit]');

  it('go from registration to the guardian’s consent, into a department, and to the account’s end', async () => {
    const { child, guardian } = city;
    const [ward, parent] = [await open(), await open()];

    // The child comes from a portal, registers and names the guardian.
    await ward.page.goto(city.social);
    await ward.page.click('#sign-in');
    await ward.page.waitForSelector('#login');
    await ward.page.click('main a[href$="/register"]');
    for (const field of ['name', 'number', 'phone'] as const) await ward.page.fill(`#${field}`, child[field]);
    await submit(ward.page);
    await ward.page.waitForSelector('#code');
    await ward.page.fill('#code', await codeFor(ward.page, city, `+86${child.phone}`));
    await submit(ward.page);
    await see(ward.page, 'register-guardian', '#guardian_number');
    await submit(ward.page);
    await ward.page.waitForSelector('#guardian_number-error');
    assert.deepEqual(await axeFaults(ward.page), [], 'register-guardian-missing');
    await ward.page.fill('#guardian_name', guardian.name);
    await ward.page.fill('#guardian_number', guardian.number);
    await submit(ward.page);
    await ward.page.waitForSelector('#password');
    await ward.page.fill('#password', CHILD_PASSWORD);
    await submit(ward.page);
    await see(ward.page, 'registered', '.govuk-panel');
    await ward.page.click('main a[href$="/login"]');
    await ward.page.fill('#password', CHILD_PASSWORD);
    await ward.page.click('.login-submit');
    await see(ward.page, 'guardian-needed', '#look');
    await ward.page.click('#look');
    assert.match(await textOf(ward.page), /还没有监护人同意/);

    // The guardian reads, ticks and agrees.
    await signInWithCode(parent.page, city, guardian, '/account/family');
    await see(parent.page, 'family-requests', '#requests');
    await parent.page.click('#requests a');
    await see(parent.page, 'family-answer', '#agree');
    await parent.page.click('#agree');
    await parent.page.waitForSelector('#guardian-error');
    assert.deepEqual(await axeFaults(parent.page), [], 'family-answer-unticked');
    await parent.page.check('#guardian');
    await parent.page.click('#agree');
    await see(parent.page, 'family-children', '#children');

    // On to the department.
    await ward.page.click('#look');
    await ward.page.click('#agree');
    await ward.page.waitForSelector('#hello');
    await ward.page.goto(`${city.yihao}/account/family`);
    await see(ward.page, 'family-child', '[data-state=confirmed]');
    await ward.page.click('main a[href$="/family/guardian"]');
    await see(ward.page, 'family-ask', '#guardian_number');

    // The guardian looks, and closes the account.
    await parent.page.click('#children a');
    await see(parent.page, 'family-child-account', '#departments li');
    const account = parent.page.url();
    await parent.page.click('a[href$="/withdraw"]');
    await see(parent.page, 'family-withdraw', '#withdraw');
    await parent.page.goto(account);
    await parent.page.click('a[href$="/close"]');
    await see(parent.page, 'family-close', '#close');
    await parent.page.fill('#name', '别人');
    await parent.page.click('#close');
    await parent.page.waitForSelector('#name-error');
    assert.deepEqual(await axeFaults(parent.page), [], 'family-close-wrong');
    await parent.page.fill('#name', child.name);
    await parent.page.click('#close');
    await parent.page.waitForSelector('.govuk-notification-banner--success');
    assert.match(await textOf(parent.page), /账号已注销/);
    await ward.page.goto(`${city.yihao}/account/family`);
    await ward.page.waitForSelector('#login');

    // Word of it came to both.
    await parent.page.goto(`${city.yihao}/demo/messages`);
    const sent = async (phone: string) =>
      (await parent.page.locator(`[data-to="+86${phone}"]`).allTextContents()).join('\n');
    assert.match(await sent(guardian.phone), /填写您为监护人.*账号已注销|账号已注销.*填写您为监护人/s);
    assert.match(await sent(child.phone), /由监护人注销/);
    assert.deepEqual(trouble, []);
  });
});
