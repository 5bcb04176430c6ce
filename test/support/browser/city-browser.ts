import assert from 'node:assert/strict';
import { generateSync } from 'otplib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { codesSent, readHtml } from '../http/html.js';
import { axeFaults } from './axe.js';
import type { DemoCity } from './demo-city.js';

/** How the pages are looked at. */
export interface Look {
  readonly locale: 'zh-CN' | 'en';
  /** CSS pixels. */
  readonly width: number;
  readonly elder?: boolean;
  readonly dark?: boolean;
}

/** Each language, each width and each size once: `assertAccessible` looks at the others. */
export const LOOKS: readonly Look[] = [
  { locale: 'zh-CN', width: 390 },
  { locale: 'en', width: 1280, elder: true },
];

/** A browser as a reader with these wishes has it; the larger size is chosen already. */
export async function openContext(city: DemoCity, browser: Browser, look: Look): Promise<BrowserContext> {
  const { locale, width, elder = false, dark = false } = look;
  const context = await browser.newContext({
    locale,
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  if (elder)
    await context.addCookies([
      { name: 'yihao_prefs', value: '.elder', url: city.yihao },
      { name: 'social-insurance.size', value: 'larger', url: city.social },
      { name: 'tax.size', value: 'larger', url: city.tax },
    ]);
  return context;
}

/** What the page complains of: its scripts, and what its policy refused. @param all where to add it */
export function complaintsOf(page: Page, all: string[] = []): string[] {
  page.on('pageerror', (error) => all.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security|Refused|violates/i.test(message.text())) all.push(message.text());
  });
  return all;
}

/** The only rules that judge what the size of text changes; all others judge what is written. */
const SIZED = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];
/** A phone and a desk, in CSS pixels. */
const WIDTHS = [390, 1280];

/** On one load: nothing that axe finds in either size of text, and no wider than a phone or a desk. */
export async function assertAccessible(page: Page, name: string): Promise<void> {
  assert.deepEqual(await axeFaults(page), [], name);
  await assertFits(page, name);
  const asLoaded = await page.evaluate<string>('document.documentElement.className');
  await page.evaluate(OTHER_SIZE);
  assert.deepEqual(await axeFaults(page, SIZED), [], `${name} in the other size`);
  await assertFits(page, `${name} in the other size`);
  await page.evaluate(`document.documentElement.className = ${JSON.stringify(asLoaded)}`);
}

/** Ours and the portals' larger type, on or off: what else the elder mode changes, accessibility.test.ts walks through. */
const OTHER_SIZE = `(({ classList }) => {
  const larger = classList.contains('yihao-elder') || classList.contains('larger');
  for (const one of ['yihao-elder', 'larger']) classList.toggle(one, !larger);
})(document.documentElement)`;

async function assertFits(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const width of new Set([before.width, ...WIDTHS])) {
    await page.setViewportSize({ ...before, width });
    const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.ok(Number(wider) <= 0, `${name} is ${wider} px too wide for ${width} px`);
  }
  await page.setViewportSize(before);
}

/** The same in both languages, from and back to Chinese. */
export async function assertAccessibleEverywhere(
  page: Page,
  city: DemoCity,
  name: string,
  selector: string,
): Promise<void> {
  await page.waitForSelector(selector);
  await assertAccessible(page, name);
  for (const language of ['en', 'zh-CN']) {
    await page.context().addCookies([{ name: 'yihao_prefs', value: `${language}.`, url: city.yihao }]);
    await page.reload();
    await page.waitForSelector(selector);
    if (language === 'en') await assertAccessible(page, `${name} in English`);
  }
}

type Login = Pick<DemoCity['citizens'][number], 'number' | 'password'>;

/** Number and password, on the page that asks for them. */
export async function fillLogin(page: Page, { number, password }: Login): Promise<void> {
  await page.fill('#login', number);
  await page.fill('#password', password);
  await page.click('.login-submit');
}

/** Signs in as far as number and password lead: on a new device that is to the question for a code. */
export async function signIn(page: Page, city: DemoCity, citizen: Login, to?: string): Promise<void> {
  await page.goto(`${city.yihao}/sign-in${to ? `?to=${to}` : ''}`);
  await fillLogin(page, citizen);
}

/** The same on a new device, with the code that comes to the phone. */
export async function signInWithCode(
  page: Page,
  city: DemoCity,
  citizen: Login & { readonly phone: string },
  to?: string,
): Promise<void> {
  await signIn(page, city, citizen, to);
  await page.waitForSelector('#code');
  await answerCode(page, await codeFor(page, city, `+86${citizen.phone}`));
}

/** The second factor of a login, or of what asks for it again. */
export async function answerCode(page: Page, code: string): Promise<void> {
  await page.fill('#code', code);
  await page.click('form[action$="/code"] button');
}

/** Chooses a code on paper where another second factor is asked for. */
export async function takeRecoveryCode(page: Page): Promise<void> {
  await page.click('details:has([name=kind]) summary');
  await page.click('[name=kind][value=recovery]');
}

/**
 * What an authenticator app shows that was given this key.
 * @param ahead seconds that the phone's clock is ahead: one step is taken, and a step is good once
 */
export function appCode(key: string, ahead = 0): string {
  return generateSync({ secret: key.replace(/\s/g, ''), epoch: Math.floor(Date.now() / 1000) + ahead });
}

/** The code that was sent last to a phone (E.164), from the page that shows the demo's messages. */
export async function codeFor(page: Page, city: DemoCity, phone: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await page.context().request.get(`${city.yihao}/demo/messages`);
    const sent = codesSent(readHtml(await answer.text())).find(({ to }) => to === phone);
    if (sent) return sent.code;
    await page.waitForTimeout(100);
  }
  throw new Error(`no code was sent to ${phone} within 10 s`);
}
