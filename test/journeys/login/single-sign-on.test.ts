import assert from 'node:assert/strict';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import {
  atPortal,
  citizen,
  interactionOf,
  portalRequest,
  register,
  type TestCitizen,
} from '../../support/journeys/journey-walk.js';
import { MovedTime } from '../../support/moved-time.js';
import { oneStorePair } from '../../support/stores.js';

oneStorePair('single sign-on over HTTP', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => assert.deepEqual(app.troubles, []));

  /** Someone who has just registered and entered the first portal, at AAL 2. */
  async function entered(index: number) {
    const who = citizen(index);
    const browser = new JourneyBrowser();
    const request = portalRequest(app, 'social');
    const page = await browser.get(request.url);
    await register(app, browser, page, who);
    const login = await browser.get(`${app.url}${interactionOf(page)}/login`);
    const back = await browser.submit(login, { login: who.number, password: who.password }, atPortal);
    return { who, browser, claims: await request.claims(back) };
  }

  /** The same on a known device with the password alone: AAL 1. */
  async function enteredWeakly(index: number, more: Record<string, string> = {}) {
    const { who, browser } = await entered(index);
    browser.forget(/session/);
    app.clock.pass(20 * 60);
    const request = portalRequest(app, 'social');
    const login = await browser.get(request.url);
    const back = await browser.submit(login, { login: who.number, password: who.password, ...more }, atPortal);
    const claims = await request.claims(back);
    assert.equal(claims.acr, 'urn:yihao:aal:1');
    return { who, browser, claims };
  }

  /** Whether the session's cookie outlives the browser. */
  const isRemembered = (browser: JourneyBrowser): boolean =>
    browser.cookies().find(({ name }) => name === 'yihao_session')!.expires !== undefined;

  const codeFor = (who: TestCitizen): string => app.code(`+86${who.phone}`);

  it('shows the second portal’s visitor who they are, and lets them in by one press', async () => {
    const { who, browser, claims } = await entered(200);
    const request = portalRequest(app, 'tax');
    const page = await browser.get(request.url);
    assert.match(page.url.pathname, /\/continue$/);
    assert.ok(text(page).includes(`${[...who.name][0]}*`));
    assert.ok(!page.html.includes(who.name), 'the name is masked');
    const back = await browser.submit(page, { as: 'me' }, { ...atPortal, action: '/continue' });
    const second = await request.claims(back);
    assert.notEqual(second.sub, claims.sub, 'another department, another subject');
    // The third time nothing is asked.
    const third = portalRequest(app, 'tax');
    assert.ok((await third.claims(await browser.get(third.url, atPortal))).sub);
  });

  it('lets another person use another account, and ends the first one’s session', async () => {
    const { browser } = await entered(201);
    const { who: other } = await entered(202);
    app.clock.pass(61);
    const before = browser.cookies().filter(({ name }) => name.includes('session'));
    const request = portalRequest(app, 'tax');
    const page = await browser.get(request.url);
    const login = await browser.submit(page, { as: 'other' }, { action: '/continue' });
    assert.match(login.url.pathname, /\/login$/);
    const code = await browser.submit(login, { login: other.number, password: other.password });
    const back = await browser.submit(code, { code: codeFor(other) }, atPortal);
    assert.ok((await request.claims(back)).sub);
    const earlier = new JourneyBrowser();
    for (const { name, value } of before) earlier.plant(app.url, name, value);
    const check = portalRequest(app, 'social', { prompt: 'none' });
    assert.equal((await earlier.get(check.url, atPortal)).url.searchParams.get('error'), 'login_required');
  });

  it('asks only for the code where a stronger login is wanted', async () => {
    const { who, browser, claims } = await enteredWeakly(203);
    app.clock.pass(300);
    const request = portalRequest(app, 'tax');
    const sent = app.sent.length;
    const page = await browser.get(request.url);
    assert.match(page.url.pathname, /\/code$/);
    assert.equal(app.sent.length, sent, 'opening a page sends nothing');
    assert.ok(!page.html.includes('name="password"'));
    const code = await browser.submit(page, {}, { action: '/code/send' });
    const back = await browser.submit(code, { code: codeFor(who) }, atPortal);
    const stronger = await request.claims(back);
    assert.equal(stronger.acr, 'urn:yihao:aal:2');
    assert.equal(stronger.auth_time, claims.auth_time, 'a code makes a login stronger, not younger');
    assert.ok(isRemembered(browser), 'the step-up made the session end with the browser');
  });

  it('leaves a public computer’s session ending with the browser after a stronger login', async () => {
    const { who, browser } = await enteredWeakly(214, { keep: 'shared' });
    const page = await browser.get(portalRequest(app, 'tax').url);
    const code = await browser.submit(page, {}, { action: '/code/send' });
    await browser.submit(code, { code: codeFor(who) }, atPortal);
    assert.ok(!isRemembered(browser));
  });

  it('lets someone else log in instead of giving the missing code', async () => {
    const { browser } = await enteredWeakly(204);
    const { who: other } = await entered(205);
    app.clock.pass(61);
    const request = portalRequest(app, 'tax');
    const page = await browser.get(request.url);
    const login = await browser.submit(page, {}, { action: '/code/other' });
    const code = await browser.submit(login, { login: other.number, password: other.password });
    const back = await browser.submit(code, { code: codeFor(other) }, atPortal);
    assert.ok((await request.claims(back)).sub);
  });

  it('honours acr_values before anybody is logged in', async () => {
    const { who, browser } = await entered(206);
    browser.forget(/session/);
    app.clock.pass(20 * 60);
    const request = portalRequest(app, 'social', { acr_values: 'urn:yihao:aal:2' });
    const login = await browser.get(request.url);
    const code = await browser.submit(login, { login: who.number, password: who.password });
    assert.match(code.url.pathname, /\/code$/, 'the password alone is not enough, though the device is known');
    const back = await browser.submit(code, { code: codeFor(who) }, atPortal);
    assert.equal((await request.claims(back)).acr, 'urn:yihao:aal:2');
  });

  it('honours prompt=login and max_age by asking for the password anew', async () => {
    const { who, browser } = await entered(207);
    for (const [turn, more] of ([{ prompt: 'login' }, { max_age: '0' }] as Record<string, string>[]).entries())
      await MovedTime.after(1.1 * (turn + 1), async () => {
        const request = portalRequest(app, 'social', more);
        const page = await browser.get(request.url);
        assert.match(page.url.pathname, /\/login$/, JSON.stringify(more));
        assert.match(text(page), /要求您重新登录，确认是您本人/);
        const back = await browser.submit(page, { login: who.number, password: who.password }, atPortal);
        assert.ok((await request.claims(back)).auth_time);
      });
  });

  it('fills in login_hint and speaks the language of ui_locales', async () => {
    const browser = new JourneyBrowser();
    const request = portalRequest(app, 'social', { login_hint: '13800138000', ui_locales: 'fr en' });
    const page = await browser.get(request.url);
    assert.equal(page.forms.find(({ fields }) => 'login' in fields)?.fields.login, '13800138000');
    assert.equal(page.$('html').attr('lang'), 'en');
    assert.match(text(page), /Sign in/);
  });

  it('leads back to the portal from an interaction that is over, and tells another browser nothing', async () => {
    const browser = new JourneyBrowser();
    const page = await browser.get(portalRequest(app).url);
    const stranger = await new JourneyBrowser().get(page.url.href);
    assert.equal(stranger.status, 400);
    assert.ok(stranger.$('[href="http://localhost:9/social"]').length > 0);

    const aborted = await browser.submit(page, {}, { ...atPortal, action: '/abort' });
    assert.equal(aborted.url.searchParams.get('error'), 'access_denied');
    const over = await browser.get(page.url.href);
    assert.equal(over.status, 410);
    assert.ok(over.$('[href="http://localhost:9/social"]').length > 0);
    const unknown = await browser.get(`${app.url}/interaction/none-such/login`);
    assert.equal(unknown.status, 410);
    assert.ok(unknown.$('[href="/"]').length > 0);
  });

  it('takes a second tab on where the first has logged in', async () => {
    const { who, browser } = await entered(208);
    browser.forget(/session/);
    const [one, two] = [portalRequest(app, 'social'), portalRequest(app, 'social')];
    const first = await browser.get(one.url);
    const second = await browser.get(two.url);
    const fields = { login: who.number, password: who.password };
    assert.ok((await browser.submit(first, fields, atPortal)).url.searchParams.has('code'));
    const stale = await browser.submit(second, fields);
    assert.equal(stale.status, 403, 'the form was made before the login');
    const back = await browser.get(second.url.href, atPortal);
    assert.ok((await two.claims(back)).sub, 'reloading the page is enough');
  });

  const formPaths = (): string[] => {
    const layers: { methods: string[]; path: unknown }[] = app.journeys.stack;
    const paths = layers.filter(({ methods }) => methods.includes('POST')).map(({ path }) => String(path));
    assert.ok(paths.length >= 11, paths.join());
    return paths;
  };

  it('has a page at every form’s address, for whoever reloads its answer', async () => {
    const browser = new JourneyBrowser();
    const page = await browser.get(portalRequest(app).url);
    for (const path of formPaths()) {
      const answer = await browser.get(app.url + path.replace('/interaction/:uid', interactionOf(page)));
      assert.equal(answer.status, 200, path);
    }
  });

  it('A10 refuses every form that did not come from its own page', async () => {
    const who = citizen(209);
    const browser = new JourneyBrowser();
    const page = await browser.get(portalRequest(app).url);
    const base = app.url + interactionOf(page);
    const { _csrf } = page.forms.find(({ fields }) => '_csrf' in fields)!.fields as { _csrf: string };
    const { name, number, phone, password } = who;
    const everything = { name, number, phone, password, login: number, code: '000000', as: 'me' };
    const sent = app.sent.length;
    for (const path of formPaths()) {
      const url = path.startsWith('/interaction/:uid') ? base + path.slice('/interaction/:uid'.length) : app.url + path;
      const forged: Promise<Page>[] = [
        browser.post(url, everything),
        browser.post(url, { ...everything, _csrf: 'x'.repeat(43) }),
        browser.post(url, { ...everything, _csrf }, { headers: { origin: 'https://evil.example' } }),
        browser.post(url, { ...everything, _csrf }, { headers: { origin: 'null' } }),
        browser.post(url, { ...everything, _csrf }, { headers: { 'sec-fetch-site': 'cross-site' } }),
        browser.post(url, { ...everything, _csrf }, { headers: { 'sec-fetch-site': 'same-site' } }),
      ];
      for (const answer of await Promise.all(forged)) assert.equal(answer.status, 403, url);
    }
    assert.equal(app.sent.length, sent);
    assert.equal((await browser.get(`${base}/login`)).status, 200, 'the interaction goes on');
    assert.equal((await app.identities.resolveLogin(number)).outcome, 'none');
  });
});
