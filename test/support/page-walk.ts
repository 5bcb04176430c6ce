import { generateSync } from 'otplib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type SyntheticCitizen, SyntheticCitizens } from '../../src/connectors/registry/synthetic-citizens.js';
import type { DemoCity } from './demo-city.js';

/** How the pages are looked at. */
export interface Look {
  readonly locale: 'zh-CN' | 'en';
  /** CSS pixels. */
  readonly width: number;
  readonly elder?: boolean;
  readonly dark?: boolean;
}

/** Called on each page, before anything is done there. `site` tells whose page it is. */
export type See = (name: string, page: Page, site: 'yihao' | 'portal') => Promise<void>;

export interface WalkAs {
  /** Not registered yet; each walk needs another. */
  readonly newcomer: SyntheticCitizen;
  /** Registered, and sent no code within the last minute. */
  readonly citizen: DemoCity['citizens'][number];
}

const PASSWORD = '春风又绿 jiang nan an';

/** Walks every page that a citizen can come to, in one browser, and shows each to `see`. */
export async function walkPages(city: DemoCity, browser: Browser, look: Look, as: WalkAs, see: See): Promise<void> {
  const context = await openContext(city, browser, look);
  try {
    const walk = new Walk(city, await context.newPage(), see, as.newcomer);
    await walk.information();
    await walk.login();
    await walk.registration();
    await walk.consents();
    await walk.home();
    await walk.account();
    await walk.secondWays();
    await walk.logout();
  } finally {
    await context.close();
  }
  const elsewhere = await openContext(city, browser, look);
  try {
    await new Walk(city, await elsewhere.newPage(), see, as.newcomer).otherSeconds();
  } finally {
    await elsewhere.close();
  }
  // A browser that has not been here before is asked for a code.
  const fresh = await openContext(city, browser, look);
  try {
    await new Walk(city, await fresh.newPage(), see, as.newcomer).newDevice(as.citizen);
  } finally {
    await fresh.close();
  }
}

/** Synthetic citizens whom no demo has registered, residents of the city whose social insurance the demo shows. */
export function* newcomers(): Generator<SyntheticCitizen, never> {
  const people = new SyntheticCitizens();
  for (let index = 2000; ; index += 1) {
    const citizen = people.citizen(index);
    if (citizen.residence.startsWith('3301')) yield citizen;
  }
}

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

class Walk {
  constructor(
    readonly city: DemoCity,
    readonly page: Page,
    readonly look: See,
    readonly newcomer: SyntheticCitizen,
  ) {}

  async see(name: string, selector: string, site: 'yihao' | 'portal' = 'yihao'): Promise<void> {
    await this.page.waitForSelector(selector);
    await this.look(name, this.page, site);
  }

  async go(address: string, name: string, selector: string, site: 'yihao' | 'portal' = 'yihao'): Promise<void> {
    await this.page.goto(address);
    await this.see(name, selector, site);
  }

  async information(): Promise<void> {
    const { yihao, social, tax } = this.city;
    await this.go(yihao, 'home', '.yihao-hero');
    await this.go(`${yihao}/?q=nothing`, 'home-nothing-found', '[role=status]');
    await this.go(`${yihao}/help`, 'help', 'h1');
    await this.go(`${yihao}/privacy`, 'privacy', 'h1');
    await this.go(`${yihao}/nowhere`, 'not-found', 'h1');
    await this.go(`${yihao}/authorize?client_id=nobody`, 'unknown-portal', 'h1');
    await this.go(social, 'portal', '#sign-in', 'portal');
    await this.go(tax, 'portal-tax-front', '#sign-in', 'portal');
  }

  async login(): Promise<void> {
    const { page, city } = this;
    await page.goto(city.social);
    await page.click('#sign-in');
    await this.see('login', '#login');
    await page.click('.login-submit');
    await this.see('login-missing', '#login-error');
    await page.fill('#login', this.newcomer.number);
    await page.fill('#password', 'not the password');
    await page.click('.login-submit');
    await this.see('login-refused', '.govuk-error-summary');
    const address = page.url();
    await page.click('form[action$="/abort"] button');
    await this.see('portal-refused', '#trouble-refused', 'portal');
    await this.go(address, 'expired', 'main .govuk-button');
  }

  async registration(): Promise<void> {
    const { page, city, newcomer } = this;
    const { number, name, phone } = newcomer;
    const next = '[action$="/register"] button[type=submit]';
    await page.goto(city.social);
    await page.click('#sign-in');
    await page.click('a[href$="/register"]');
    await this.see('register', '#number');
    await page.click(next);
    await this.see('register-missing', '#number-error');
    await page.fill('#name', `${name}也`);
    await page.fill('#number', number);
    await page.fill('#phone', phone.slice(3));
    await page.click(next);
    await this.see('register-code', '#code');
    await page.fill('#code', '12345');
    await page.click('form[action$="/register/code"] button');
    await this.see('register-code-wrong', '#code-error');
    await page.click('details:has(form[action$="/resend"]) summary');
    await page.click('form[action$="/resend"] button');
    await this.see('register-code-limited', '.govuk-error-summary');
    await page.fill('#code', await codeFor(page, city, phone));
    await page.click('form[action$="/register/code"] button');
    await this.see('register-mismatch', '.govuk-error-summary');
    await page.fill('#name', name);
    await page.click(next);
    await this.see('register-password', '#password');
    await page.fill('#password', 'password');
    await page.click('form[action$="/register/password"] button[type=submit]');
    await this.see('register-password-common', '#password-error');
    await page.fill('#password', PASSWORD);
    await page.click('form[action$="/register/password"] button[type=submit]');
    await this.see('registered', '.govuk-panel');
    await page.click('main a[href$="/login"]');
    await page.fill('#password', PASSWORD);
    await page.click('.login-submit');
  }

  async consents(): Promise<void> {
    const { page, city } = this;
    await this.see('consent', '#agree');
    await page.click('#agree');
    await page.waitForURL(`${city.social}/`);
    await this.see('portal-signed-in', '#hello', 'portal');
    await page.goto(city.tax);
    await page.click('#sign-in');
    await this.see('continue', 'button[name=as][value=me]');
    await page.click('button[name=as][value=me]');
    await this.see('consent-tax', '#agree');
    await page.click('#agree');
    await page.waitForURL(`${city.tax}/`);
    await this.see('portal-tax-signed-in', '#hello', 'portal');
  }

  async home(): Promise<void> {
    const { city } = this;
    await this.go(city.yihao, 'home-signed-in', '.yihao-greeting');
  }

  async account(): Promise<void> {
    const { page, city } = this;
    await this.go(`${city.yihao}/account`, 'account', '.yihao-facts');
    if (await page.isVisible('.yihao-account__menu summary')) {
      await page.click('.yihao-account__menu summary');
      await this.see('account-menu', '.yihao-account__menu details[open]');
    }
    await this.go(`${city.yihao}/account/departments`, 'account-departments', '[data-state=current]');
    await this.go(`${city.yihao}/account/contact`, 'account-contact', '[data-contact=email]');
    await this.go(`${city.yihao}/account/contact/phone`, 'account-contact-phone', '#address');
    await this.go(`${city.yihao}/account/settings`, 'account-settings', '#show');
    const list = `${city.yihao}/account/authenticators`;
    await this.go(list, 'account-authenticators', '[data-kind=password]');
    await this.go(`${list}/passkey`, 'account-passkey', '#label');
    await this.go(`${list}/password`, 'account-password', '#password');
    await page.fill('#password', 'password');
    await page.click('.yihao-account__page form button.govuk-button[type=submit]');
    await this.see('account-password-common', '#password-error');
    await page.fill('#password', `${PASSWORD} er`);
    await page.click('.yihao-account__page form button.govuk-button[type=submit]');
    await this.see('account-password-changed', '.govuk-notification-banner');
    await this.go(`${city.yihao}/account/history`, 'account-history-full', '.yihao-history');
    await this.go(`${city.yihao}/account/history?kind=methods`, 'account-history-methods', '.yihao-history');
    await this.go(`${city.yihao}/account/history/not-me`, 'account-not-me', '#protect');
    await page.click('#protect');
    await this.see('account-protected', 'main a[href$="/password"]');
  }

  async secondWays(): Promise<void> {
    const { page, city } = this;
    const list = `${city.yihao}/account/authenticators`;
    const submit = '.yihao-account__page form button.govuk-button[type=submit]';
    await this.go(`${list}/totp`, 'account-totp', '.yihao-qr');
    await page.fill('#code', '1234');
    await page.click(submit);
    await this.see('account-totp-wrong', '#code-error');
    await page.fill('#code', appCode((await page.textContent('#totp-key')) ?? ''));
    await page.click(submit);
    await page.waitForSelector('[data-kind=totp]');
    await this.go(`${list}/recovery`, 'account-recovery', submit);
    await page.click(submit);
    await this.see('account-recovery-codes', '.yihao-codes');
    await this.go(`${list}/recovery`, 'account-recovery-again', '.govuk-warning-text');
    await this.go(list, 'account-authenticators-all', '[data-kind=recovery]');
  }

  /** What asks for a second factor that nothing is sent for. */
  async otherSeconds(): Promise<void> {
    const { page, city } = this;
    await page.goto(`${city.yihao}/sign-in`);
    await page.fill('#login', this.newcomer.number);
    await page.fill('#password', `${PASSWORD} er`);
    await page.click('.login-submit');
    await this.see('code-app', '#code');
    await page.click('details:has([name=kind]) summary');
    await page.click('[name=kind][value=recovery]');
    await page.waitForSelector('[name=kind][value=totp]', { state: 'attached' });
    await page.fill('#code', 'none of mine');
    await page.click('form[action$="/code"] button');
    await this.see('code-recovery-wrong', '#code-error');
  }

  async withdrawal(): Promise<void> {
    const { page, city } = this;
    await page.goto(`${city.yihao}/account/departments`);
    await page.click('[data-application=social-insurance-portal] button');
    await this.see('consent-withdrawn', '.govuk-notification-banner');
    await this.toldOfLogout();
  }

  /** The portal itself, told by a logout token, lets nobody in any more. */
  async toldOfLogout(): Promise<void> {
    for (let tries = 0; tries < 50; tries += 1) {
      await this.page.goto(this.city.social);
      if (await this.page.isVisible('#sign-in')) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error('the portal was not told within 5 s');
  }

  async logout(): Promise<void> {
    const { page, city } = this;
    await this.go(`${city.yihao}/logout`, 'logout-own', '#sign-out-everywhere');
    await page.goto(city.social);
    await page.click('#sign-out-yihao');
    await this.see('logout', '#sign-out-here');
    await this.withdrawal();
    await page.goto(city.tax);
    await page.click('#sign-out-yihao');
    await page.waitForSelector('#sign-out-everywhere');
    await page.click('#sign-out-everywhere');
    await page.waitForURL(`${city.tax}/signed-out**`);
    await this.see('portal-signed-out', '#signed-out', 'portal');
  }

  async newDevice({ number, phone, password }: DemoCity['citizens'][number]): Promise<void> {
    const { page, city } = this;
    await page.goto(`${city.yihao}/sign-in`);
    await page.fill('#login', number);
    await page.fill('#password', password);
    await page.click('.login-submit');
    await this.see('code', '#code');
    await page.fill('#code', await codeFor(page, city, `+86${phone}`));
    await page.click('form[action$="/code"] button');
    await page.waitForURL(({ pathname }) => pathname === '/');
    await this.go(`${city.yihao}/demo/messages`, 'demo-messages', '[data-to]');
    // The same browser a second time, as another of theirs: it is known by now, so no code is asked for.
    await page.context().clearCookies({ name: /session/ });
    await page.goto(`${city.yihao}/sign-in?to=/account/sessions`);
    await page.fill('#login', number);
    await page.fill('#password', password);
    await page.click('.login-submit');
    await this.see('account-sessions', '#end-others');
    await page.click('[data-here=no] button');
    await this.see('account-session-ended', '.govuk-notification-banner');
    await this.go(`${city.yihao}/account/history`, 'account-history', '.yihao-history');
    await page.goto(`${city.yihao}/logout`);
    await page.click('#sign-out-everywhere');
    await this.see('signed-out', 'main .govuk-button');
  }
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
    const sent = (await answer.text()).match(/<section[^>]*>/g) ?? [];
    const mine = sent.find((tag) => tag.includes(`data-to="${phone}"`) && tag.includes('data-code='));
    const code = mine && /data-code="(\d+)"/.exec(mine)?.[1];
    if (code) return code;
    await page.waitForTimeout(100);
  }
  throw new Error(`no code was sent to ${phone} within 10 s`);
}
