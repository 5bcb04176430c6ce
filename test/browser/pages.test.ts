import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { homeRouter } from '../../src/journeys/home/home.routes.js';
import { axeFaults } from '../support/browser/axe.js';
import { complaintsOf } from '../support/browser/city-browser.js';
import { samplePages } from '../support/browser/sample-pages.js';
import { browser } from '../support/browser/shared-city.js';
import { homeServices } from '../support/http/home-services.js';
import { compiledAssets, startWeb, type TestWeb } from '../support/http/web.js';

const ADDRESSES = [
  '/',
  '/?name=1',
  '/?q=nothing',
  '/help',
  '/privacy',
  '/everything',
  '/done',
  '/down',
  '/expired',
  '/nowhere',
];

const SESSION = { expiresAt: new Date('2026-03-02T09:40:00Z'), secondsLeft: 1800, prolongs: true };

describe('pages in a browser', () => {
  let web: TestWeb;
  // Another origin, with one more redirect of its own, as a portal has after its callback.
  const portal = createServer((request, response) => {
    if (request.url === '/callback') response.writeHead(302, { location: '/landed' }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>landed</p>');
  });

  before(async () => {
    const assetsDirectory = await compiledAssets();
    portal.listen(0, '127.0.0.1');
    await once(portal, 'listening');
    const portalOrigin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    web = await startWeb((issuer) => ({
      assetsDirectory,
      routers: [
        homeRouter({
          issuer,
          clientId: 'yihao-home',
          applications: { listForHome: async () => homeServices() },
          visitor: async (ctx) => (ctx.query.name ? { session: SESSION, maskedName: '张**' } : undefined),
          simulated: true,
          strongest: async () => undefined,
        }),
        samplePages(portalOrigin),
      ],
    }));
  });
  after(async () => {
    await web?.close();
    portal.close();
  });

  /** A page that collects what its policy refused. */
  async function open(
    locale: string,
    width: number,
    javaScriptEnabled = true,
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ locale, viewport: { width, height: 900 }, javaScriptEnabled });
    const page = await context.newPage();
    return { page, complaints: complaintsOf(page) };
  }

  const fits = async (page: Page, address: string): Promise<void> => {
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    assert.ok(Number(wider) <= 0, `${address} is ${wider} px too wide`);
  };
  const audit = async (page: Page, address: string): Promise<void> =>
    assert.deepEqual(await axeFaults(page), [], address);

  // Each language once and each width once: what axe judges differs by the one or the other, not by both together.
  for (const [locale, width] of [
    ['zh-CN', 390],
    ['en', 1280],
  ] as const)
    it(`are accessible (axe, WCAG 2.2 AA), fit and keep to their policy: ${locale}, ${width} px`, async function () {
      this.timeout(60_000);
      const { page, complaints } = await open(locale, width);
      for (const address of ADDRESSES) {
        await page.goto(web.origin + address);
        await audit(page, address);
        await fits(page, address);
        assert.equal(await page.getAttribute('html', 'lang'), locale);
      }
      await page.goto(`${web.origin}/everything`);
      await page.click('.login-submit');
      await audit(page, 'with errors');
      assert.deepEqual(complaints, []);
    });

  it('work without JavaScript: errors, kept values, the language and the size of letters', async () => {
    const { page } = await open('zh-CN', 390, false);
    await page.goto(`${web.origin}/everything`);
    await page.fill('[name=login]', '440524188001010014');
    await page.check('[name=claims]');
    await page.click('.login-submit');
    assert.match((await page.textContent('.govuk-error-summary')) ?? '', /这一项必须填写/);
    assert.equal(await page.inputValue('[name=login]'), '440524188001010014');
    assert.equal(await page.isChecked('[name=claims]'), true);
    assert.equal(await page.isVisible('.govuk-password-input__toggle'), false);

    await page.goto(`${web.origin}/?q=%E7%A8%8E`);
    await page.click('button[name=locale]');
    assert.equal(page.url(), `${web.origin}/?q=%E7%A8%8E`);
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await page.click('button[name=elder]');
    assert.match((await page.getAttribute('html', 'class')) ?? '', /yihao-elder/);
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    assert.match((await page.textContent('[role=status]')) ?? '', /Services found: 1/);
  });

  it('offer comfort with JavaScript: the error summary is focused, a password can be shown', async () => {
    const { page } = await open('en', 1280);
    await page.goto(`${web.origin}/everything`);
    await page.fill('[name=password]', 'secret words');
    await page.click('.govuk-password-input__toggle');
    assert.equal(await page.getAttribute('[name=password]', 'type'), 'text');
    await page.click('.login-submit');
    await page.waitForSelector('.govuk-error-summary:focus');
    assert.equal(await page.inputValue('[name=password]'), '');
    await page.click('.govuk-error-summary a');
    await page.waitForSelector('#login:focus');
  });

  it('let a form end at a portal that the page names, and nowhere else (18F/identity-idp issue 9326)', async () => {
    const { page, complaints } = await open('en', 1280);
    await page.goto(`${web.origin}/leave?allowed=1`);
    await page.click('.login-submit');
    await page.waitForSelector('text=landed');
    assert.deepEqual(complaints, []);

    await page.goto(`${web.origin}/leave`);
    const refused = page.waitForEvent('console', (message) => /form-action/.test(message.text()));
    await page.click('.login-submit', { noWaitAfter: true });
    await refused;
    assert.ok(page.url().startsWith(web.origin), 'the browser stayed');
  });

  it('stay within the screen in larger type on a phone', async () => {
    const { page } = await open('en', 360);
    await page.context().addCookies([{ name: 'yihao_prefs', value: 'en.elder', url: web.origin }]);
    for (const address of ADDRESSES) {
      await page.goto(web.origin + address);
      await fits(page, address);
    }
  });
});
