import assert from 'node:assert/strict';
import request from 'supertest';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { enrolmentOf } from '../../support/identities/identities.js';
import { authorization, type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';

const PHONE = { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36' };
const DESK = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0' };
const PATH = '/account/sessions';
const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };

oneStorePair('devices and sessions', (make) => {
  let app: CitizenApp;
  let phone: JourneyBrowser;
  let desk: JourneyBrowser;
  beforeEach(async () => {
    // As the service has it: userinfo remembers for half a second.
    app = await startCitizenApp(make, 500);
    await app.addPortal('portal');
    phone = new JourneyBrowser(PHONE);
    desk = new JourneyBrowser(DESK);
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (browser: JourneyBrowser): Promise<Page> => browser.get(app.url + PATH);
  const enter = async (browser: JourneyBrowser, more: Record<string, string> = {}) => {
    const request = authorization(app, 'portal', more);
    let at = await browser.get(request.url, away);
    if (!away.until(at.url)) at = await browser.submit(at, {}, { action: '/consent', ...away });
    return { request, at: at.url };
  };
  const statusAt = async (url: string, token: string): Promise<number> =>
    (await request(url).get('/userinfo').auth(token, { type: 'bearer' })).status;
  /** Portals that are to be told of a logout, as the outbox has it. */
  const told = async (): Promise<string[]> => {
    const later = new Date(app.clock.now().getTime() + 1000);
    const entries = await app.stores.uow.run(({ outbox }) => outbox.claim(later, later, 100));
    const notices = entries.filter(({ kind }) => kind === 'logout').map((entry) => app.domain.outbox.open(entry));
    return (await Promise.all(notices)).map((notice) => (notice as { applicationId: string }).applicationId);
  };

  it('say where one is logged in, with what, since when, and what was entered from there', async () => {
    const page = await open(phone);
    assert.match(text(page), /安卓上的 Chrome 本次登录/);
    assert.match(text(page), /没有在其他设备上登录/);
    app.clock.pass(60);
    await enter(desk);
    const both = text(await open(phone));
    assert.match(both, /Windows 上的 Edge/);
    assert.match(both, /已进入 portal网/);
    assert.match(both, /登录方式 密码、手机短信验证码/);
    assert.match(both, /正在使用.*约 /);
    const english = text(await new JourneyBrowser({ ...PHONE, 'accept-language': 'en' }).get(app.url + PATH));
    assert.match(english, /Edge on Windows/);
    assert.match(english, /portal网 \(en\)/);
  });

  it('A13 one is ended: its cookie, codes and tokens are dead on every node, its portal is told', async () => {
    const second = await app.secondNode();
    const nodes = [app.url, second.url];
    const { request, at } = await enter(desk, { scope: 'openid offline_access', prompt: 'consent' });
    const { access_token: token } = await request.tokens(at);
    const unused = await enter(desk);
    for (const node of nodes) assert.equal(await statusAt(node, token), 200);

    const page = await open(phone);
    const done = await phone.submit(page, {}, { action: `${PATH}/end` });
    assert.match(text(done), /已退出。该设备上进入的各部门应用也已通知退出/);
    assert.doesNotMatch(text(done), /Windows 上的 Edge/);
    for (const node of nodes) {
      const answer = await desk.twin().get(node + PATH, { follow: false });
      assert.equal(answer.status, 303, 'the cookie is nobody’s at once');
    }
    app.clock.pass(1);
    for (const node of nodes) assert.equal(await statusAt(node, token), 401);
    await assert.rejects(unused.request.tokens(unused.at), /invalid_grant/);
    assert.deepEqual(await told(), ['portal']);
    assert.equal((await open(phone)).trail.length, 1, 'this one goes on');
    const [event] = (await app.stores.uow.read.audit.ofIdentity(app.citizen, 50)).filter(
      ({ type }) => type === 'session.ended',
    );
    assert.deepEqual([event?.actor, event?.detail.reason], [app.citizen, 'ended_by_holder']);
    const again = await phone.submit(page, {}, { action: `${PATH}/end` });
    assert.match(text(again), /此前已经退出/);
  });

  it('A13 all others are ended, on every node within a second, and this one goes on', async () => {
    const second = await app.secondNode();
    const tablet = new JourneyBrowser();
    const tokens: string[] = [];
    for (const browser of [desk, tablet]) {
      const { request, at } = await enter(browser);
      tokens.push((await request.tokens(at)).access_token);
    }
    const mine = await enter(phone);
    const { access_token: kept } = await mine.request.tokens(mine.at);
    for (const token of tokens) assert.equal(await statusAt(second.url, token), 200);
    const done = await phone.submit(await open(phone), {}, { action: `${PATH}/end-others` });
    assert.match(text(done), /其他设备已全部退出/);
    assert.match(text(done), /没有在其他设备上登录/);
    app.clock.pass(1);
    for (const node of [app.url, second.url]) {
      for (const token of tokens) assert.equal(await statusAt(node, token), 401);
      assert.equal(await statusAt(node, kept), 200);
      for (const browser of [desk, tablet])
        assert.equal((await browser.twin().get(node + PATH, { follow: false })).status, 303);
    }
    assert.deepEqual(await told(), ['portal', 'portal']);
  });

  it('nobody ends another’s, and this one is ended by signing out', async () => {
    await open(desk);
    const [theirs] = await app.domain.sessions.ofIdentity(app.citizen);
    const stranger = await app.domain.identities.register(enrolmentOf(2));
    assert.ok(stranger.outcome === 'registered');
    app.citizen = stranger.identity.id;
    const page = await open(phone);
    const { _csrf = '' } = page.forms.find(({ fields }) => '_csrf' in fields)!.fields;
    const end = (session: string) => phone.post(`${app.url}${PATH}/end`, { _csrf, session });
    assert.match(text(await end(theirs!.uid)), /此前已经退出/);
    assert.equal((await desk.get(app.url + PATH)).trail.length, 1);
    const [mine] = await app.domain.sessions.ofIdentity(app.citizen);
    assert.equal((await end(mine!.uid)).url.pathname, '/logout');
    assert.notEqual((await phone.post(`${app.url}${PATH}/end`, { session: mine!.uid })).status, 200, 'A10');
  });
});
