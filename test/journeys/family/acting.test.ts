import assert from 'node:assert/strict';
import { linkOn } from '../../support/http/html.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, citizen, interactionOf, portalRequest, register } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

/** No script runs in any of this. */
oneStorePair('acting for somebody, page by page', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => assert.deepEqual(app.troubles, []));

  async function entered(index: number) {
    const who = citizen(index);
    const browser = new JourneyBrowser();
    const request = portalRequest(app, 'social');
    const page = await browser.get(request.url);
    await register(app, browser, page, who);
    const login = await browser.get(`${app.url}${interactionOf(page)}/login`);
    const back = await browser.submit(login, { login: who.number, password: who.password }, atPortal);
    return { who, browser, sub: String((await request.claims(back)).sub) };
  }
  type Citizen = Awaited<ReturnType<typeof entered>>;

  /** The one asks, the other agrees. */
  async function arrange(principal: Citizen, helper: Citizen): Promise<void> {
    const form = await principal.browser.get(`${app.url}/account/delegation/invite`);
    const { name, number } = helper.who;
    const fields = { name, number, applications: 'social', days: '30' };
    const sent = await principal.browser.submit(form, fields, { action: '/invite' });
    assert.match(text(sent), /邀请已发出/);
    const list = await helper.browser.get(`${app.url}/account/delegation`);
    const href = linkOn(list.$, 'a[href*=answer]');
    const answer = await helper.browser.get(app.url + href);
    assert.match(text(await helper.browser.submit(answer, { answer: 'yes' }, { action: href })), /已同意/);
  }
  /** Logs in at the portal and stops where it is asked for whom. */
  async function askedForWhom({ browser, who }: Citizen, request = portalRequest(app, 'social')) {
    browser.forget(/session/);
    const login = await browser.get(request.url);
    return { request, page: await browser.submit(login, { login: who.number, password: who.password }, atPortal) };
  }
  const choose = (browser: JourneyBrowser, page: Page, value: string) =>
    browser.submit(page, { as: value }, { action: '/continue', ...atPortal });
  const valueFor = (page: Page, initial: string): string =>
    page.$(`input:has(+ label:contains("代 ${initial}"))`).attr('value')!;

  it('is asked for at the login, told to the portal, kept out of the account, and ended by the principal', async () => {
    const principal = await entered(700);
    const helper = await entered(701);
    await arrange(principal, helper);
    const initial = principal.who.name[0]!;
    const { request, page } = await askedForWhom(helper);
    assert.match(page.url.pathname, /\/continue$/);
    assert.match(text(page), new RegExp(`您要为谁办理？.*为本人办理（${helper.who.name[0]}.*代 ${initial}\\*`));
    assert.ok(!page.html.includes(principal.who.name), 'the name is masked');
    const nothing = await helper.browser.post(
      page.url.href,
      page.forms.find((one) => one.action.endsWith('/continue'))!.fields,
    );
    assert.match(text(nothing), /请选择为谁办理/);
    const forged = await choose(helper.browser, nothing, 'delegation:made:up:here');
    assert.match(text(forged), /刚才选择的代办已经结束/);
    const claims = await request.claims(await choose(helper.browser, page, valueFor(page, initial)));
    assert.equal(claims.sub, principal.sub);
    assert.deepEqual(claims.act, { sub: helper.sub });

    // Pages of one's own are nobody else's: neither the principal's nor, in this session, the helper's.
    for (const path of ['/account', '/account/authenticators', '/account/delegation', '/account/sessions/screen']) {
      const refused = await helper.browser.get(app.url + path);
      assert.match(refused.url.pathname, /^\/interaction\/.*\/continue$/, path);
      assert.match(text(refused), new RegExp(`您正在代 ${initial}\\**.*办理。账号页面只能由本人使用`));
    }
    const stays = await helper.browser.get(app.url);
    const fields = { _csrf: page.forms[0]!.fields._csrf! };
    const posted = await helper.browser.post(`${app.url}/account/authenticators/password`, fields, { follow: false });
    assert.match(posted.headers.get('location') ?? '', /^\/sign-in/, 'no form of the account is taken');
    assert.equal(stays.status, 200);

    // Another portal, which no delegation can name: first the missing factor, which is the helper's.
    const stronger = await helper.browser.get(portalRequest(app, 'tax').url);
    const sent = await helper.browser.submit(stronger, {}, { action: '/code/send' });
    const code = app.code(`+86${helper.who.phone}`);
    const elsewhere = await helper.browser.submit(sent, { code }, { action: '/code', ...atPortal });
    assert.match(text(elsewhere), new RegExp(`您正在代 ${initial}\\**.*没有请您在tax网代办`));

    const sessions = await principal.browser.get(`${app.url}/account/sessions`);
    assert.match(text(sessions), new RegExp(`${helper.who.name[0]}\\*+ 代您办理`));
    const history = await principal.browser.get(`${app.url}/account/history?kind=delegation`);
    assert.match(text(history), new RegExp(`${helper.who.name[0]}\\*+代您进入social网`));

    const list = await principal.browser.get(`${app.url}/account/delegation`);
    await principal.browser.submit(list, {}, { action: '/account/delegation/end' });
    const after = await helper.browser.get(portalRequest(app, 'social').url);
    assert.match(after.url.pathname, /\/login$/, 'whoever acted is logged out');
    const again = await helper.browser.submit(
      after,
      { login: helper.who.number, password: helper.who.password },
      atPortal,
    );
    assert.ok(again.url.searchParams.has('code'), 'and is asked for nobody any more');
  });

  it('goes back to oneself by one press, with a session of one’s own', async () => {
    const principal = await entered(702);
    const helper = await entered(703);
    await arrange(principal, helper);
    const { page } = await askedForWhom(helper);
    await choose(helper.browser, page, valueFor(page, principal.who.name[0]!));
    const refused = await helper.browser.get(`${app.url}/account/delegation`);
    const mine = await helper.browser.submit(refused, { as: 'me' }, { action: '/continue' });
    assert.equal(mine.url.pathname, '/account/delegation');
    assert.match(text(mine), /我可以代谁办理/);
    const history = await helper.browser.get(`${app.url}/account/history`);
    assert.match(text(history), new RegExp(`代${principal.who.name[0]}\\*+进入social网`));
    const { request, page: asked } = await askedForWhom(helper);
    const claims = await request.claims(await choose(helper.browser, asked, 'me'));
    assert.equal(claims.sub, helper.sub);
    assert.equal(claims.act, undefined);
  });

  it('is kept from those who may not: another person, who steps in by the same page, comes as themselves', async () => {
    const principal = await entered(704);
    const helper = await entered(705);
    const third = await entered(706);
    await arrange(principal, helper);
    const { page } = await askedForWhom(helper);
    const login = await helper.browser.submit(page, { as: 'other' }, { action: '/continue' });
    const back = await helper.browser.submit(
      login,
      { login: third.who.number, password: third.who.password },
      { action: '/login', ...atPortal },
    );
    const code = await helper.browser.submit(
      back,
      { code: app.code(`+86${third.who.phone}`) },
      { action: '/code', ...atPortal },
    );
    assert.ok(code.url.searchParams.has('code'), text(code));
  });
});
