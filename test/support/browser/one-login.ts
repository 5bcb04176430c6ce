import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { SyntheticCitizens } from '../../../src/connectors/registry/synthetic-citizens.js';
import { answerCode, codeFor, complaintsOf } from './city-browser.js';
import type { DemoCity } from './demo-city.js';

const PASSWORD = '春风又绿 jiang nan an';
/** Where to keep pictures of the pages, for a person to look at; none are taken where it is unset. */
const PICTURES = process.env.YIHAO_TEST_PICTURES;

export interface Way {
  readonly locale: 'zh-CN' | 'en';
  readonly width: number;
  readonly javaScript: boolean;
}

/**
 * One registration, both portals, one logout. That the pages are accessible is for accessibility.test.ts to see.
 * @param at what the tests' `before` started
 */
export function oneLogin(at: () => { city: DemoCity; browser: Browser }, ways: readonly Way[]): void {
  for (const [index, { locale, width, javaScript }] of ways.entries()) {
    const how = `${locale}, ${width} px, ${javaScript ? 'with' : 'without'} JavaScript`;

    it(`registers once, enters both portals without typing again, and logs out of both (${how})`, async () => {
      const { city, browser } = at();
      const context = await browser.newContext({
        locale,
        viewport: { width, height: 900 },
        javaScriptEnabled: javaScript,
      });
      const page = await context.newPage();
      const trouble = complaintsOf(page);
      const visit = new Visitor(page, `${index}.${locale}.${width}`);
      const { name, number, phone } = new SyntheticCitizens().citizen(700 + index);

      await page.goto(city.social);
      await page.click('#sign-in');
      await visit.see('login', 'input[name=login]');
      await page.click('a[href$="/register"]');
      await visit.see('details', '#number');
      await page.fill('#name', name);
      await page.fill('#number', '11010519491231002１');
      await page.fill('#phone', phone.slice(3));
      await visit.send('form[action$="/register"]');
      await visit.see('faults', '#number-error');
      await page.fill('#number', number);
      await visit.send('form[action$="/register"]');
      await visit.see('code', '#code');
      await page.fill('#code', await codeFor(page, city, phone));
      await visit.send('form[action$="/register/code"]');
      await visit.see('password', '#password');
      await page.fill('#password', PASSWORD);
      if (!javaScript) await page.fill('#password_again', PASSWORD);
      await visit.send('form[action$="/register/password"]');
      await visit.see('registered', '.govuk-panel');
      await page.click('a[href$="/login"]');
      assert.equal(await page.inputValue('#login'), number);
      await page.fill('#password', PASSWORD);
      await page.click('.login-submit');

      await visit.see('consent-social', '#agree');
      await page.click('#agree');
      await page.waitForURL(`${city.social}/`);
      await visit.see('portal-social', '#hello');
      assert.ok((await page.textContent('#hello'))?.includes(name));
      const socialSub = await page.textContent('[data-claim=sub] td');

      // The second portal wants two factors, and nothing is typed any more.
      await page.goto(city.tax);
      await page.click('#sign-in');
      await visit.see('continue', 'button[name=as][value=me]');
      assert.ok(!(await page.content()).includes(name), 'the name is masked');
      await page.click('button[name=as][value=me]');
      await visit.see('consent-tax', '#agree');
      await page.click('#agree');
      await page.waitForURL(`${city.tax}/`);
      await visit.see('portal-tax', '#hello');
      assert.match((await page.textContent('[data-claim=acr] td')) ?? '', /aal:2/);
      assert.notEqual(await page.textContent('[data-claim=sub] td'), socialSub);

      await page.goto(city.yihao);
      await visit.see('home', 'main');

      await page.goto(city.tax);
      await page.click('#sign-out-yihao');
      await visit.see('logout', '#sign-out-everywhere');
      assert.equal(await page.locator('#live-portals li').count(), 1);
      await page.click('#sign-out-everywhere');
      await page.waitForURL(`${city.tax}/signed-out**`);
      await visit.see('signed-out', '#signed-out');
      await eventually(page, async () => {
        await page.goto(city.social);
        return (await page.locator('#sign-in').count()) === 1;
      });
      await page.click('#sign-in');
      await visit.see('login-again', 'input[name=login]');
      assert.deepEqual(trouble, []);
      await context.close();
    });
  }

  it('asks a registered citizen for a code on a new device, in the reader’s language', async () => {
    const { city, browser } = at();
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const visit = new Visitor(page, 'en.1280');
    const { number, phone, password } = city.citizens.at(-1)!;
    await page.goto(`${city.yihao}/sign-in`);
    await page.fill('#login', number);
    await page.fill('#password', 'not the password');
    await page.click('.login-submit');
    await visit.see('refused', '.govuk-error-summary');
    await page.fill('#password', password);
    await page.click('.login-submit');
    await visit.see('login-code', '#code');
    assert.match((await page.textContent('main')) ?? '', new RegExp(`${phone.slice(0, 3)}\\*{4}${phone.slice(-4)}`));
    await answerCode(page, await codeFor(page, city, `+86${phone}`));
    await page.waitForURL(({ pathname }) => pathname === '/');
    const mailbox = await context.newPage();
    await mailbox.goto(`${city.yihao}/demo/messages`);
    await new Visitor(mailbox, 'en.1280').see('messages', '[data-to]');
    await context.close();
  });

  it('sends an expired page back to its portal', async () => {
    const { city, browser } = at();
    const page = await browser.newPage();
    await page.goto(city.social);
    await page.click('#sign-in');
    await page.waitForSelector('input[name=login]');
    const login = page.url();
    await page.click('form[action$="/abort"] button');
    await page.waitForURL(/localhost/);
    await page.goto(login);
    await page.click(`a[href="${city.social}/login"]`);
    await page.waitForSelector('input[name=login]');
    assert.notEqual(page.url(), login);
    await page.close();
  });
}

/** Looks that every page it comes to is there. */
class Visitor {
  constructor(
    readonly page: Page,
    readonly label: string,
  ) {}

  async see(name: string, selector: string): Promise<void> {
    await this.page.waitForSelector(selector);
    if (PICTURES) await this.page.screenshot({ path: join(PICTURES, `${name}.${this.label}.png`), fullPage: true });
  }

  /** Presses the main button of a form. */
  async send(form: string): Promise<void> {
    await this.page.click(`${form} button[type=submit]`);
  }
}

/** What is delivered through the outbox arrives soon, not at once. */
async function eventually(page: Page, look: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await look()) return;
    await page.waitForTimeout(50);
  }
  throw new Error('it did not happen within 10 s');
}
