import type { Browser, Page } from 'playwright-core';
import { type SyntheticCitizen, SyntheticCitizens } from '../../../src/connectors/registry/synthetic-citizens.js';
import {
  answerCode,
  appCode,
  codeFor,
  fillLogin,
  type Look,
  openContext,
  signIn,
  takeRecoveryCode,
} from './city-browser.js';
import type { DemoCity } from './demo-city.js';

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
    await fillLogin(page, { number: this.newcomer.number, password: 'not the password' });
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
    if (await page.isVisible('.yihao-room__menu summary')) {
      await page.click('.yihao-room__menu summary');
      await this.see('account-menu', '.yihao-room__menu details[open]');
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
    await page.click('.yihao-room__page form button.govuk-button[type=submit]');
    await this.see('account-password-common', '#password-error');
    await page.fill('#password', `${PASSWORD} er`);
    await page.click('.yihao-room__page form button.govuk-button[type=submit]');
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
    const submit = '.yihao-room__page form button.govuk-button[type=submit]';
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
    await signIn(page, city, { number: this.newcomer.number, password: `${PASSWORD} er` });
    await this.see('code-app', '#code');
    await takeRecoveryCode(page);
    await page.waitForSelector('[name=kind][value=totp]', { state: 'attached' });
    await answerCode(page, 'none of mine');
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

  async newDevice(citizen: DemoCity['citizens'][number]): Promise<void> {
    const { page, city } = this;
    await signIn(page, city, citizen);
    await this.see('code', '#code');
    await answerCode(page, await codeFor(page, city, `+86${citizen.phone}`));
    await page.waitForURL(({ pathname }) => pathname === '/');
    await this.go(`${city.yihao}/demo/messages`, 'demo-messages', '[data-to]');
    // The same browser a second time, as another of theirs: it is known by now, so no code is asked for.
    await page.context().clearCookies({ name: /session/ });
    await signIn(page, city, citizen, '/account/sessions');
    await this.see('account-sessions', '#end-others');
    await page.click('[data-here=no] button');
    await this.see('account-session-ended', '.govuk-notification-banner');
    await this.go(`${city.yihao}/account/history`, 'account-history', '.yihao-history');
    await page.goto(`${city.yihao}/logout`);
    await page.click('#sign-out-everywhere');
    await this.see('signed-out', 'main .govuk-button');
  }
}
