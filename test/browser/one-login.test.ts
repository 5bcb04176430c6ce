import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SyntheticCitizens } from '../../src/connectors/registry/synthetic-citizens.js';
import { axeFaults } from '../support/axe.js';
import { launchChromium } from '../support/chromium.js';
import { answerCode, complaintsOf } from '../support/city-browser.js';
import { type DemoCity, startDemoCity } from '../support/demo-city.js';
import { onServer, testServer } from '../support/stores.js';

const PASSWORD = '春风又绿 jiang nan an';
/** Where to keep pictures of the pages, for a person to look at; none are taken where it is unset. */
const PICTURES = process.env.YIHAO_TEST_PICTURES;

interface Look {
  readonly locale: 'zh-CN' | 'en';
  readonly width: number;
  readonly javaScript: boolean;
}

oneLogin('embedded (SQLite + in-process)', async () => ({ settings: {}, cleanUp: async () => undefined }), [
  { locale: 'zh-CN', width: 1280, javaScript: true },
  { locale: 'en', width: 390, javaScript: true },
  { locale: 'zh-CN', width: 390, javaScript: false },
  { locale: 'en', width: 1280, javaScript: false },
]);
oneLogin('MariaDB + Redis', emptyServers, [{ locale: 'zh-CN', width: 390, javaScript: false }]);

/** A database of its own on the test's servers, and the settings that lead there. */
async function emptyServers(): Promise<{ settings: Record<string, string>; cleanUp(): Promise<void> }> {
  const server = testServer('YIHAO_TEST_DATABASE_URL');
  const name = `yihao_test_city_${randomBytes(4).toString('hex')}`;
  await onServer(server, (root) => root.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const settings = {
    YIHAO_DATABASE_URL: url.href,
    YIHAO_REDIS_URL: testServer('YIHAO_TEST_REDIS_URL'),
    YIHAO_MASTER_KEY: randomBytes(32).toString('base64'),
    YIHAO_REGISTRY: 'simulated',
  };
  return { settings, cleanUp: () => onServer(server, (root) => root.query(`DROP DATABASE ${name}`)) };
}

function oneLogin(title: string, stores: typeof emptyServers, looks: readonly Look[]): void {
  describe(`one login in a real browser · ${title}`, function () {
    this.timeout(120_000);
    let city: DemoCity;
    let browser: Browser;
    let cleanUp: () => Promise<void>;
    before(async () => {
      const made = await stores();
      cleanUp = made.cleanUp;
      city = await startDemoCity(made.settings);
      browser = await launchChromium();
    });
    after(async () => {
      await browser?.close();
      await city?.close();
      await cleanUp?.();
    });

    for (const [index, { locale, width, javaScript }] of looks.entries()) {
      const how = `${locale}, ${width} px, ${javaScript ? 'with' : 'without'} JavaScript`;

      it(`registers once, enters both portals without typing again, and logs out of both (${how})`, async () => {
        const context = await browser.newContext({
          locale,
          viewport: { width, height: 900 },
          javaScriptEnabled: javaScript,
        });
        const page = await context.newPage();
        const trouble = complaintsOf(page);
        const visit = new Visitor(page, javaScript, `${index}.${locale}.${width}`);
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
        await page.fill('#code', await codeOf(context, phone));
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
        await visit.see('portal-social', '#hello', false);
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
        await visit.see('portal-tax', '#hello', false);
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
        await visit.see('signed-out', '#signed-out', false);
        await eventually(async () => {
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
      const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      const visit = new Visitor(page, true, 'en.1280');
      const [{ number, phone, password }] = city.citizens as [(typeof city.citizens)[0]];
      await page.goto(`${city.yihao}/sign-in`);
      await page.fill('#login', number);
      await page.fill('#password', 'not the password');
      await page.click('.login-submit');
      await visit.see('refused', '.govuk-error-summary');
      await page.fill('#password', password);
      await page.click('.login-submit');
      await visit.see('login-code', '#code');
      assert.match((await page.textContent('main')) ?? '', new RegExp(`${phone.slice(0, 3)}\\*{4}${phone.slice(-4)}`));
      await answerCode(page, await codeOf(context, `+86${phone}`));
      await page.waitForURL(({ pathname }) => pathname === '/');
      const mailbox = await context.newPage();
      await mailbox.goto(`${city.yihao}/demo/messages`);
      await new Visitor(mailbox, true, 'en.1280').see('messages', '[data-to]');
      await context.close();
    });

    it('sends an expired page back to its portal', async () => {
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
  });
}

/** Looks at every page it comes to: that it is there, accessible, and without a sideways scroll. */
class Visitor {
  constructor(
    readonly page: Page,
    readonly javaScript: boolean,
    readonly label: string,
  ) {}

  /** @param ours whether the page is Yihao's: only those are held to the rules of accessibility here */
  async see(name: string, selector: string, ours = true): Promise<void> {
    const { page } = this;
    await page.waitForSelector(selector);
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.${this.label}.png`), fullPage: true });
    if (!ours) return;
    // axe needs a script in the page; without JavaScript the same markup was checked in the other run.
    if (this.javaScript) {
      assert.deepEqual(await axeFaults(page), [], name);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      assert.ok(Number(overflow) <= 0, `${name} scrolls sideways by ${overflow} px`);
    }
  }

  /** Presses the main button of a form. */
  async send(form: string): Promise<void> {
    await this.page.click(`${form} button[type=submit]`);
  }
}

/** The code that the demo's mailbox page shows for a phone. */
async function codeOf(context: BrowserContext, phone: string): Promise<string> {
  const yihao = new URL(context.pages()[0]!.url()).origin;
  const mailbox = await context.newPage();
  try {
    return await eventually(async () => {
      await mailbox.goto(`${yihao}/demo/messages`);
      const found = mailbox.locator(`[data-to="${phone}"][data-code]`).first();
      return (await found.count()) > 0 ? ((await found.getAttribute('data-code')) ?? '') : '';
    });
  } finally {
    await mailbox.close();
  }
}

/** What is delivered through the outbox arrives within seconds, not at once. */
async function eventually<T>(look: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 50; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it did not happen within 10 s');
}
