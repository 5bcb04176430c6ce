import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeFaults } from '../support/browser/axe.js';
import { assertAccessibleEverywhere, complaintsOf, signInWithCode } from '../support/browser/city-browser.js';
import { browser, type Citizen, city, someone } from '../support/browser/shared-city.js';

describe('two citizens, of whom one acts for the other, in a real browser', function () {
  this.timeout(180_000);
  let trouble: string[];
  beforeEach(() => {
    trouble = [];
  });

  async function open(javaScriptEnabled = true): Promise<Page> {
    const viewport = { width: 390, height: 844 };
    const context = await browser.newContext({ locale: 'zh-CN', viewport, javaScriptEnabled, reducedMotion: 'reduce' });
    const page = await context.newPage();
    complaintsOf(page, trouble);
    return page;
  }

  const see = (page: Page, name: string, selector: string): Promise<void> =>
    assertAccessibleEverywhere(page, city, name, selector);
  const enter = (page: Page, who: Citizen, to: string): Promise<void> => signInWithCode(page, city, who, to);
  const textOf = async (page: Page): Promise<string> => (await page.textContent('main')) ?? '';

  it('from the invitation to the department’s page and to the end', async () => {
    const [principal, helper] = [someone(), someone()];
    const [mine, theirs] = [await open(), await open()];
    const path = '/account/delegation';

    await enter(mine, principal, path);
    await mine.click('#given a');
    await see(mine, 'delegation-invite', '#send');
    await mine.click('#send');
    await mine.waitForSelector('#number-error');
    assert.deepEqual(await axeFaults(mine), [], 'delegation-invite-missing');
    await mine.fill('#name', helper.name);
    await mine.fill('#number', helper.number);
    await mine.check('[name=applications]');
    await mine.check('[name=days][value="90"]');
    await mine.click('#send');
    await mine.waitForSelector('.govuk-notification-banner');
    assert.deepEqual(await axeFaults(mine), [], 'delegation-sent');
    await see(mine, 'delegation-waiting', '[data-side=given][data-state=invited]');

    await enter(theirs, helper, path);
    await see(theirs, 'delegation-asked', '[data-side=received][data-state=invited]');
    await theirs.click('[data-side=received] a');
    await see(theirs, 'delegation-answer', '#accept');
    assert.ok((await textOf(theirs)).includes(principal.name));
    await theirs.click('#accept');
    await see(theirs, 'delegation-active', '[data-side=received][data-state=active]');

    // To the department: for oneself or for the other.
    await theirs.goto(city.social);
    await theirs.click('#sign-in');
    await see(theirs, 'for-whom', '#go-on');
    await theirs.click('#go-on');
    await theirs.waitForSelector('#as-error');
    assert.deepEqual(await axeFaults(theirs), [], 'for-whom-missing');
    await theirs.check('[name=as]:not([value=me])');
    await theirs.click('#go-on');
    await see(theirs, 'consent-acting', '#agree');
    assert.match(await textOf(theirs), new RegExp(`您正在代 ${principal.name[0]}\\*+ 办理`));
    await theirs.click('#agree');
    await theirs.waitForSelector('#hello');
    assert.ok((await theirs.textContent('#hello'))?.includes(`您正在代${principal.name}办理`));
    assert.ok(await theirs.isVisible('[data-claim=act]'));
    assert.deepEqual(await axeFaults(theirs), [], 'portal-acting');

    // Nothing of one's own is open meanwhile.
    await theirs.goto(city.yihao);
    await see(theirs, 'home-acting', '.yihao-greeting');
    await theirs.goto(city.yihao + path);
    await see(theirs, 'account-acting', 'button[name=as][value=me]');

    // The principal sees it, and ends it: the department's page is closed.
    await mine.goto(`${city.yihao}/account/sessions`);
    await see(mine, 'sessions-acting', '[data-here=no]');
    await mine.goto(`${city.yihao}/account/history?kind=delegation`);
    await mine.waitForSelector('[data-type="delegation.used"]');
    await mine.goto(city.yihao + path);
    await mine.click('[data-state=active] button');
    await see(mine, 'delegation-ended', '[data-state=ended]');
    for (let tries = 0; !(await theirs.isVisible('#sign-in')); tries++) {
      assert.ok(tries < 50, 'the portal was not told within 5 s');
      await theirs.waitForTimeout(100);
      await theirs.goto(city.social);
    }
    await theirs.goto(`${city.yihao}${path}`);
    await theirs.waitForSelector('#login');
    assert.deepEqual(trouble, []);
  });

  it('without JavaScript', async () => {
    const [principal, helper] = [someone(), someone()];
    const [mine, theirs] = [await open(false), await open(false)];
    await enter(mine, principal, '/account/delegation/invite');
    await mine.fill('#name', helper.name);
    await mine.fill('#number', helper.number);
    await mine.check('[name=applications]');
    await mine.check('[name=days][value="365"]');
    await mine.click('#send');
    await mine.waitForSelector('[data-side=given][data-state=invited]');
    await enter(theirs, helper, '/account/delegation');
    await theirs.click('[data-side=received] a');
    await theirs.click('#accept');
    await theirs.goto(city.social);
    await theirs.click('#sign-in');
    await theirs.check('[name=as]:not([value=me])');
    await theirs.click('#go-on');
    await theirs.click('#agree');
    await theirs.waitForSelector('[data-claim=act]');
    await theirs.goto(`${city.yihao}/account/delegation`);
    await theirs.click('button[name=as][value=me]');
    await theirs.click('[data-side=received] button');
    await theirs.waitForSelector('[data-state=ended]');
    assert.deepEqual(trouble, []);
  });
});
