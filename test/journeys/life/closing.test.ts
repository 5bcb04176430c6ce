import assert from 'node:assert/strict';
import request from 'supertest';
import { CLOSING_DAYS } from '../../../src/domain/rights/index.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { enrolmentOf } from '../../support/identities/identities.js';
import { authorization, type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, citizen, interactionOf, portalRequest, register } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const PATH = '/account/data/closing';
const DAY = 86_400;
const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };
const PERSON = enrolmentOf(1, { name: '张三丰', phone: '+8613812345678' });

interface Waiting {
  readonly kind: string;
  readonly dueAt: Date;
  readonly payload: { template?: string; to?: { via?: string; phone?: string }; applicationId?: string };
}

oneStorePair('closing an account', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    await app.addPortal('portal');
    browser = new JourneyBrowser();
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (path = PATH, node = app.url): Promise<Page> => browser.get(node + path);
  const ask = async (words = '注销账号'): Promise<Page> =>
    browser.submit(await open(`${PATH}/confirm`), { confirm: words }, { action: '/confirm' });
  const waiting = async (): Promise<Waiting[]> => {
    const later = new Date(app.clock.now().getTime() + 20 * DAY * 1000);
    const entries = await app.stores.uow.run(async ({ outbox }) => {
      const all = await outbox.claim(later, later, 1000);
      // As they were: a look changes nothing.
      for (const { id, attempts, createdAt } of all) await outbox.retryAt(id, createdAt, attempts);
      return all;
    });
    const opened = entries.map(async (entry) => ({ ...entry, payload: await app.domain.outbox.open(entry) }));
    return (await Promise.all(opened)) as Waiting[];
  };
  const told = async (template: string): Promise<(string | undefined)[]> =>
    (await waiting()).flatMap(({ payload }) => (payload.template === template ? [payload.to?.via ?? 'address'] : []));
  const enter = async (more: Record<string, string>): Promise<{ access_token: string; refresh_token?: string }> => {
    const request = authorization(app, 'portal', more);
    let at = await browser.get(request.url, away);
    if (!away.until(at.url)) at = await browser.submit(at, {}, { action: '/consent', ...away });
    return request.tokens(at.url);
  };
  const state = async () => (await app.domain.identities.find(app.citizen))?.state;

  it('is explained, asked for by typed words, and taken back by one button', async () => {
    assert.match(text(await open('/account/data')), /注销账号.*七天内可以反悔/);
    const page = text(await open());
    for (const said of ['个人信息保护法》第四十七条', '不少于六个月', '公民身份号码可以重新注册', '七天内可以反悔'])
      assert.ok(page.includes(said), said);
    const wrong = await ask('注销');
    assert.equal(wrong.status, 422);
    assert.match(text(wrong), /请输入“注销账号”四个字/);
    assert.match(text(await ask(' 注销账号 ')), /已提交注销申请.*您的账号将于.*注销.*保留我的账号.*仍要注销，退出登录/);
    assert.deepEqual((await told('closing_asked')).sort(), ['email', 'phone']);
    for (const path of ['/account', '/account/history', '/account/authenticators/password', '/account/data'])
      assert.equal((await open(path)).url.pathname, PATH, path);
    assert.equal((await open('/account/data/export')).url.pathname, '/account/data/export');
    await ask();
    assert.equal((await told('closing_asked')).length, 2, 'asked once');
    const kept = await browser.submit(await open(), {}, { action: '/keep' });
    assert.equal(kept.url.pathname, '/account');
    assert.match(text(kept), /您的账号已保留/);
    assert.deepEqual((await told('closing_revoked')).sort(), ['email', 'phone']);
    assert.match(text(await open('/account/history?kind=methods')), /保留了账号，不再注销.*申请注销账号/);
    app.clock.pass((CLOSING_DAYS + 1) * DAY);
    assert.equal(await app.domain.closings.closeDue(10), 0);
    assert.equal(await state(), 'active');
    const english = await new JourneyBrowser({ 'accept-language': 'en' }).get(`${app.url}${PATH}/confirm`);
    assert.match(text(english), /Type “close my account”/);
  });

  it('A10 A13 is not asked for by an old login or another site', async () => {
    const page = await open(`${PATH}/confirm`);
    const { _csrf = '' } = page.forms.find(({ action }) => action.endsWith('/confirm'))!.fields;
    const forged = await browser.post(`${app.url}${PATH}/confirm`, { confirm: '注销账号' }, { follow: false });
    assert.ok(forged.status >= 400);
    app.clock.pass(6 * 60);
    const sent = await browser.post(`${app.url}${PATH}/confirm`, { _csrf, confirm: '注销账号' }, { follow: false });
    assert.equal(sent.headers.get('location'), `/sign-in?to=${encodeURIComponent(`${PATH}/confirm`)}&fresh=1`);
    assert.equal((await app.domain.identities.find(app.citizen))?.closesAt, null);
  });

  it('A13 comes once over two nodes when it is due: data, authenticators, consents are gone, the number is free', async () => {
    const second = await app.secondNode();
    await enter({ scope: 'openid' });
    await ask();
    // The copy of the data can be fetched until the end, and goes with it.
    await app.domain.dataExports.ask(app.citizen);
    await app.domain.corrections.ask(app.citizen, 'name', '应为张三峰');
    app.clock.pass(CLOSING_DAYS * DAY - 60);
    assert.equal(await app.domain.closings.closeDue(10), 0);
    assert.equal(await state(), 'active');

    app.clock.pass(61);
    const nodes = [app, second, app, second];
    await Promise.all(nodes.map(({ domain }) => domain.closings.closeDue(10)));
    assert.equal(await state(), 'closed');
    const changed = await app.stores.uow.read.audit.before(app.citizen, undefined, ['identity.state_changed'], 10);
    assert.deepEqual(
      changed.map(({ actor, detail }) => [actor, detail.to, detail.reason]),
      [[app.citizen, 'closed', 'asked']],
    );
    const { read } = app.stores.uow;
    const sealed = await read.personalData.find(app.citizen);
    assert.deepEqual([sealed?.dataKey, sealed?.name, sealed?.number], [null, null, null]);
    assert.deepEqual(await read.authenticators.ofIdentity(app.citizen), []);
    assert.deepEqual(await read.corrections.ofIdentity(app.citizen), []);
    assert.equal(await read.dataExports.find(app.citizen), undefined);
    assert.equal((await read.consents.find(app.citizen, 'portal'))?.withdrawnAt instanceof Date, true);
    assert.deepEqual(await told('closed'), ['address'], 'to the phone itself');
    const anew = await app.domain.identities.register(PERSON);
    assert.equal(anew.outcome, 'registered');
  });

  it('A13 kills within a second what was live at the moment of closing, and tells its portal', async () => {
    const second = await app.secondNode();
    await ask();
    await app.stores.uow.run(({ identities }) =>
      identities.find(app.citizen).then((one) => identities.moveClosing(one!.id, one!.closesAt, null)),
    );
    const { access_token: token, refresh_token } = await enter({ scope: 'openid offline_access', prompt: 'consent' });
    assert.ok(refresh_token);
    const userinfo = (node: string) => request(node).get('/userinfo').auth(token, { type: 'bearer' });
    for (const node of [app.url, second.url]) await userinfo(node).expect(200);
    await app.stores.uow.run(({ identities }) => identities.moveClosing(app.citizen, null, app.clock.now()));
    await second.domain.closings.closeDue(10);
    app.clock.pass(1);
    for (const node of [app.url, second.url]) {
      await userinfo(node).expect(401);
      assert.equal((await browser.twin().get(`${node}/account`, { follow: false })).status, 303);
      const refresh = { grant_type: 'refresh_token', refresh_token, client_id: 'portal' };
      const answer: request.Response = await request(node).post('/token').type('form').send(refresh);
      assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_grant']);
    }
    const logouts = (await waiting()).filter(({ kind }) => kind === 'logout');
    assert.deepEqual(
      logouts.map(({ payload }) => payload.applicationId),
      ['portal'],
    );
  });

  it('either is kept or comes, when both are tried at one moment', async () => {
    const second = await app.secondNode();
    for (let round = 0; round < 6; round += 1) {
      if ((await state()) === 'closed') return;
      await app.domain.closings.ask(app.citizen);
      app.clock.pass(CLOSING_DAYS * DAY + 1);
      const [kept] = await Promise.all([app.domain.closings.keep(app.citizen), second.domain.closings.closeDue(10)]);
      assert.equal(await state(), kept ? 'active' : 'closed');
      const number = await app.domain.identities.reveal(app.citizen, ['number']);
      assert.equal(number.number !== undefined, kept);
    }
  });

  it('sends word the day before, once, and not where the account is kept', async () => {
    await ask();
    const [entry] = (await waiting()).filter(({ kind }) => kind === 'closing');
    const { closesAt } = (await app.domain.identities.find(app.citizen))!;
    const { id, payload } = entry as Waiting & { id: string };
    const delivery = { id, attempts: 0, signal: AbortSignal.timeout(9000) };
    await Promise.all([app.domain.closings.remind(payload, delivery), app.domain.closings.remind(payload, delivery)]);
    assert.deepEqual((await told('closing_soon')).sort(), ['email', 'phone']);
    await app.domain.closings.keep(app.citizen);
    await app.domain.closings.remind(payload, { ...delivery, id: 'another' });
    assert.equal((await told('closing_soon')).length, 2);
    assert.ok(closesAt && closesAt > app.clock.now());
  });

  it('waits while the account is locked', async () => {
    await app.domain.closings.ask(app.citizen);
    await app.domain.identities.setState(app.citizen, 'locked', 'operator:tests');
    app.clock.pass(CLOSING_DAYS * DAY + 1);
    assert.equal(await app.domain.closings.closeDue(10), 0);
    await app.domain.identities.setState(app.citizen, 'active', 'operator:tests');
    assert.equal(await app.domain.closings.closeDue(10), 1);
    assert.equal(await state(), 'closed');
  });
});

oneStorePair('entering a portal with an account that is about to close', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  it('asks first whether to keep it, after a login and in a session that goes on', async () => {
    const browser = new JourneyBrowser();
    const who = citizen(71);
    const done = await register(app, browser, await browser.get(`${app.url}/sign-in`), who);
    const login = await browser.get(`${app.url}${interactionOf(done)}/login`);
    await browser.submit(login, { login: who.number, password: who.password });
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    await app.closings.ask(found.identity.id);

    const request = portalRequest(app, 'social');
    const asked = await browser.get(request.url, atPortal);
    assert.match(asked.url.pathname, /\/closing$/);
    assert.match(text(asked), /您的账号将于.*注销.*进入social网.*保留我的账号并继续.*仍要注销，返回/);
    const back = await browser.submit(asked, {}, { action: '/abort', ...atPortal });
    assert.equal(back.url.searchParams.get('error'), 'access_denied');
    const silent = await browser.get(portalRequest(app, 'social', { prompt: 'none' }).url, atPortal);
    assert.equal(silent.url.searchParams.get('error'), 'interaction_required');
    assert.ok((await app.identities.find(found.identity.id))?.closesAt);

    const other = new JourneyBrowser();
    const anew = portalRequest(app, 'social');
    const page = await other.get(anew.url, atPortal);
    const code = await other.submit(page, { login: who.number, password: who.password }, atPortal);
    const next = code.url.pathname.endsWith('/code')
      ? await other.submit(code, { code: app.code(`+86${who.phone}`) }, atPortal)
      : code;
    assert.match(next.url.pathname, /\/closing$/);
    const kept = await other.submit(next, {}, { action: '/closing', ...atPortal });
    assert.ok((await anew.claims(kept)).sub);
    assert.equal((await app.identities.find(found.identity.id))?.closesAt, null);
  });
});
