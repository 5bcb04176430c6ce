import assert from 'node:assert/strict';
import { findForm, JourneyBrowser, type Page, text } from '../../../test/support/http/journey-browser.js';
import {
  authorization,
  type CitizenApp,
  portalOrigin,
  startCitizenApp,
} from '../../../test/support/journeys/citizen-app.js';
import { eachStorePair } from '../../../test/support/stores.js';

const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };

eachStorePair('the logout pages', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    browser = new JourneyBrowser();
    for (const id of ['portal-a', 'portal-b', 'portal-c']) await app.addPortal(id);
  });
  afterEach(() => app.close());

  /** Logs in to a portal, agreeing where it is asked. @returns the ID token */
  async function enter(id: string): Promise<string> {
    const request = authorization(app, id);
    let page = await browser.get(request.url, away);
    if (page.url.pathname.endsWith('/consent')) page = await browser.submit(page, {}, { action: '/consent', ...away });
    return (await request.tokens(page.url)).id_token;
  }

  function askToLeave(id: string, idToken: string): Promise<Page> {
    const query = new URLSearchParams({
      id_token_hint: idToken,
      post_logout_redirect_uri: `${portalOrigin(id)}/bye`,
      state: 'end',
    });
    return browser.get(`${app.url}/logout?${query}`);
  }

  /** The form of one of the page's buttons. */
  const press = (page: Page, everywhere: boolean) => {
    const form = page.forms.find(({ fields }) => 'xsrf' in fields && (fields.logout === 'yes') === everywhere);
    assert(form, 'the button is there');
    return browser.post(new URL(form.action, page.url).href, { ...form.fields }, away);
  };

  async function told(): Promise<string[]> {
    const now = new Date(app.clock.now().getTime() + 1000);
    const later = new Date(now.getTime() + 3_600_000);
    const entries = await app.stores.uow.run(({ outbox }) => outbox.claim(now, later, 100));
    const notices = entries.filter(({ kind }) => kind === 'logout').map((entry) => app.domain.outbox.open(entry));
    return ((await Promise.all(notices)) as { applicationId: string }[]).map((one) => one.applicationId).toSorted();
  }

  const stillLoggedIn = async (id: string) =>
    (await browser.get(authorization(app, id, { prompt: 'none' }).url, away)).url.searchParams.has('code');

  it('lists the other live portals and offers everywhere, only here, and staying', async () => {
    const idToken = await enter('portal-a');
    await enter('portal-b');
    const page = await askToLeave('portal-a', idToken);
    const words = text(page);
    assert.ok(words.includes('portal-b网 · 杭州市测试局'), words);
    assert.ok(!words.includes('portal-c网'), 'not entered, not listed');
    assert.ok(words.includes('全部退出') && words.includes('只退出portal-a网') && words.includes('张**'));
    assert.equal(page.$('ul#live-portals li').length, 1);
    assert.equal(page.$('[href="https://portal-a.example.test/login"]').length, 1);
  });

  it('18F-9326 names the portal in form-action, since the answer is redirected there', async () => {
    const page = await askToLeave('portal-a', await enter('portal-a'));
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /form-action 'self' https:\/\/portal-a\.example\.test(;|$)/);
  });

  it('everywhere: every portal is told, the portal gets the browser back with its state, nobody is logged in', async () => {
    const idToken = await enter('portal-a');
    await enter('portal-b');
    const back = await press(await askToLeave('portal-a', idToken), true);
    assert.equal(back.url.href, 'https://portal-a.example.test/bye?state=end');
    assert.deepEqual(await told(), ['portal-a', 'portal-b']);
    assert.equal(await stillLoggedIn('portal-a'), false);
    assert.equal(await stillLoggedIn('portal-b'), false);
  });

  it('only here: one portal is left, the others stay', async () => {
    const idToken = await enter('portal-a');
    await enter('portal-b');
    const back = await press(await askToLeave('portal-a', idToken), false);
    assert.equal(back.url.origin, portalOrigin('portal-a'));
    assert.deepEqual(await told(), ['portal-a']);
    assert.equal(await stillLoggedIn('portal-b'), true);
    const again = await askToLeave('portal-b', await enter('portal-b'));
    assert.ok(!text(again).includes('portal-a网'), 'left, so no longer listed');
  });

  it('from Yihao’s own pages: lists all portals, everywhere or stay', async () => {
    await enter('portal-a');
    await enter('portal-b');
    const page = await browser.get(`${app.url}/logout`);
    const words = text(page);
    assert.ok(words.includes('portal-a网') && words.includes('portal-b网'));
    assert.ok(!words.includes('只退出'));
    assert.match(page.html, /href="\/"/);
    const done = await press(page, true);
    assert.ok(text(done).includes('您已退出一号'), text(done));
    assert.deepEqual(await told(), ['portal-a', 'portal-b']);
  });

  it('says what is left where a portal gives no address to return to', async () => {
    const idToken = await enter('portal-a');
    const page = await browser.get(`${app.url}/logout?id_token_hint=${idToken}`);
    const done = await press(page, false);
    assert.match(text(done), /您已退出 ?portal-a网/);
    assert.match(done.html, /href="\/logout"/);
  });

  it('A18 returns only to a registered address', async () => {
    const idToken = await enter('portal-a');
    const query = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: 'https://evil.example/' });
    const page = await browser.get(`${app.url}/logout?${query}`, { follow: false });
    assert.equal(page.status, 400);
    assert.equal(page.headers.get('location'), null);
    assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /evil/);
  });

  it('A10 a logout posted from elsewhere, or without the page’s token, ends nothing', async () => {
    const page = await askToLeave('portal-a', await enter('portal-a'));
    const { action, fields } = findForm(page, '/logout/confirm', undefined);
    const target = new URL(action, page.url).href;
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await browser.post(target, fields, { headers })).status, 403);
    assert.equal((await browser.post(target, { logout: 'yes', xsrf: 'guess' }, { follow: false })).status, 400);
    assert.equal(await stillLoggedIn('portal-a'), true);
    assert.deepEqual(await told(), []);
  });

  it('in English too', async () => {
    browser = new JourneyBrowser({ 'accept-language': 'en' });
    const words = text(await askToLeave('portal-a', await enter('portal-a')));
    assert.ok(words.includes('Sign out everywhere') && words.includes('Sign out of portal-a网 (en) only'), words);
  });
});
