import assert from 'node:assert/strict';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { citizen, interactionOf, register, type TestCitizen } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const EMAIL = '/account/contact/email';
const NOT_YET = /刚才提交的内容还没有生效/;

oneStorePair('a form of the account that came too late', (make) => {
  let app: JourneyApp;
  let browser: JourneyBrowser;
  let who: TestCitizen;
  let index = 700;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });
  beforeEach(async () => {
    index += 1;
    who = citizen(index);
    browser = new JourneyBrowser();
    // The provider goes by the machine's clock: the login is one of six minutes ago, not the form one of later.
    app.clock.pass(-6 * 60);
    await enter(who);
  });

  async function enter(person: TestCitizen): Promise<void> {
    const done = await register(app, browser, await browser.get(`${app.url}/sign-in`), person);
    const login = await browser.get(`${app.url}${interactionOf(done)}/login`);
    await browser.submit(login, { login: person.number, password: person.password });
  }
  /** The password and a code, from the page that asks for the login anew. */
  async function logInAgain(login: Page, person = who): Promise<Page> {
    assert.match(login.url.pathname, /\/login$/);
    const ask = await browser.submit(login, { login: person.number, password: person.password });
    const sent = /\/code$/.test(ask.url.pathname) ? ask : await browser.submit(ask, {}, { action: '/code/send' });
    return browser.submit(sent, { code: app.code(`+86${person.phone}`) });
  }

  it('is there again after the login, filled in as it was, and says that nothing was done', async () => {
    const page = await browser.get(`${app.url}${EMAIL}`);
    app.clock.pass(6 * 60);
    const login = await browser.submit(page, { address: 'someone@example.test' });
    const back = await logInAgain(login);
    assert.equal(back.url.pathname, EMAIL);
    assert.match(text(back), NOT_YET);
    assert.equal(back.forms.find(({ action }) => action === EMAIL)?.fields.address, 'someone@example.test');
    const again = await browser.get(`${app.url}${EMAIL}`);
    assert.doesNotMatch(text(again), NOT_YET, 'once');
    assert.doesNotMatch(again.html, /someone@example\.test/);
    const sent = await browser.submit(back, { address: 'someone@example.test' });
    assert.equal(sent.url.pathname, '/account/contact/confirm');
  });

  it('keeps no password, and a box that was not ticked as it was', async () => {
    const page = await browser.get(`${app.url}/account/authenticators/password`);
    app.clock.pass(6 * 60);
    const typed = { password: 'seven quiet rivers', password_again: 'seven quiet rivers', others: undefined };
    const back = await logInAgain(await browser.submit(page, typed));
    assert.match(text(back), NOT_YET);
    const form = back.forms.find(({ action }) => action.endsWith('/password'));
    assert.deepEqual([form?.fields.password, form?.fields.others], ['', undefined]);
    assert.doesNotMatch(back.html, /seven quiet rivers/);
  });

  it('A6 is nobody else’s: not of someone who logs in next in the same browser', async () => {
    const page = await browser.get(`${app.url}${EMAIL}`);
    app.clock.pass(6 * 60);
    await browser.submit(page, { address: 'someone@example.test' });
    browser.forget(/session/);
    const other = citizen(index + 300);
    await enter(other);
    const theirs = await browser.get(`${app.url}${EMAIL}`);
    assert.equal(theirs.url.pathname, EMAIL);
    assert.doesNotMatch(text(theirs), NOT_YET);
    assert.doesNotMatch(theirs.html, /someone@example\.test/);
  });

  it('A18 comes back to the page it stands on, and the history as it was filtered and turned', async () => {
    const page = await browser.get(`${app.url}/account/sessions`);
    app.clock.pass(6 * 60);
    browser.forget(/session/);
    const { _csrf = '' } = page.forms.find(({ fields }) => '_csrf' in fields)!.fields;
    const toOf = async (path: string, send: boolean): Promise<string | null> => {
      const answer = send
        ? await browser.post(app.url + path, { _csrf, session: 'x' }, { follow: false })
        : await browser.get(app.url + path, { follow: false });
      return new URL(answer.headers.get('location') ?? '', app.url).searchParams.get('to');
    };
    assert.equal(await toOf('/account/sessions/end', true), '/account/sessions');
    assert.equal(await toOf('/account/sessions/end-others', true), '/account/sessions');
    const turned = '/account/history?kind=login&before=1763880000000.x';
    assert.equal(await toOf(turned, false), turned);
    assert.equal(await toOf('/account/history?kind=login&to=//evil.example', false), '/account/history');
    assert.equal(await toOf('/account/sessions?before=1', false), '/account/sessions');
  });

  it('shows a box that was not ticked as it was, after a mistake', async () => {
    app.clock.pass(6 * 60);
    browser = new JourneyBrowser();
    who = citizen(index + 600);
    await enter(who);
    const page = await browser.get(`${app.url}/account/authenticators/password`);
    const form = (one: Page) => one.forms.find(({ action }) => action.endsWith('/password'))?.fields.others;
    assert.equal(form(page), 'yes');
    const refused = await browser.submit(page, { password: 'short', password_again: 'short', others: undefined });
    assert.equal(refused.status, 422);
    assert.equal(form(refused), undefined);
  });
});
