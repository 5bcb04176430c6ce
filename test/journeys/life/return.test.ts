import assert from 'node:assert/strict';
import request from 'supertest';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { enrolmentOf } from '../../support/identities/identities.js';
import { authorization, type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';

const PATH = '/account/data/return';
const PERSON = enrolmentOf(1, { name: '张三丰', phone: '+8613812345678' });
const both = (words: string) => ({ zh: words, en: words });
const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };

oneStorePair('coming back after closing', (make) => {
  let app: CitizenApp;
  let former: string;
  const known = new Map<string, string>();
  beforeEach(async () => {
    app = await startCitizenApp(make);
    const department = { id: 'library', name: both('图书馆'), level: 'city', region: '330100' };
    await app.domain.departments.add(department, 'operator:tests');
    await app.addPortal('portal');
    await app.addPortal('books', { departmentId: 'library' });
    former = app.citizen;
    for (const id of ['dept', 'library']) known.set(id, await app.domain.subjects.subjectOf(former, id));
    await app.domain.identities.setState(former, 'closed', former, 'asked');
    app.citizen = await registerAnew();
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  async function registerAnew(): Promise<string> {
    const registered = await app.domain.identities.register(PERSON);
    assert.ok(registered.outcome === 'registered');
    return registered.identity.id;
  }
  const prove = (claimantId: string, number = PERSON.number) =>
    app.domain.identities.takeOver({ claimantId, number, ial: 2, actor: 'system' });
  const subjectAt = (id: string) => app.domain.subjects.subjectOf(app.citizen, id);
  const open = (browser: JourneyBrowser, path = PATH): Promise<Page> => browser.get(app.url + path);

  it('is offered at IAL 2, and gives back what is chosen, once', async () => {
    const browser = new JourneyBrowser();
    assert.doesNotMatch(text(await open(browser, '/account/data')), /取回以前的记录/);
    assert.match(text(await open(browser)), /没有可以取回的记录/);
    assert.equal(await app.domain.returns.take(app.citizen, ['dept']), undefined, 'never at IAL 1');
    await prove(app.citizen);
    assert.match(text(await open(browser, '/account/data')), /取回以前的记录/);
    const page = await open(browser);
    assert.match(text(page), /杭州市测试局.*图书馆/);
    assert.doesNotMatch(text(page), /注销后又在这里办过事/);
    const done = await browser.submit(page, { departments: 'dept' }, { action: PATH });
    assert.match(text(done), /已取回 1 个部门的记录/);
    assert.equal(await subjectAt('dept'), known.get('dept'));
    assert.notEqual(await subjectAt('library'), known.get('library'));
    assert.match(text(await open(browser)), /没有可以取回的记录/);
    assert.equal(await app.domain.returns.take(app.citizen, ['library']), undefined, 'twice never');
    assert.match(text(await open(browser, '/account/history?kind=data')), /决定取回以前账号在各部门的记录/);
  });

  it('comes once by two decisions at one moment on two nodes, and declining is a decision', async () => {
    await prove(app.citizen);
    const second = await app.secondNode();
    const counts = await Promise.all(
      [app, second, app, second].map(({ domain }) => domain.returns.take(app.citizen, ['dept', 'library'])),
    );
    assert.deepEqual(
      counts.filter((count) => count !== undefined),
      [2],
    );
    await app.domain.identities.setState(app.citizen, 'closed', app.citizen, 'asked');
    app.citizen = await registerAnew();
    await prove(app.citizen);
    assert.equal((await app.domain.returns.offers(app.citizen)).length, 2, 'and again after the next closing');
    assert.equal(await app.domain.returns.take(app.citizen, []), 0);
    assert.deepEqual(await app.domain.returns.offers(app.citizen), []);
    assert.notEqual(await subjectAt('dept'), known.get('dept'));
  });

  it('is nobody else’s: neither another person’s, nor who took the number over from a stranger', async () => {
    const other = enrolmentOf(2);
    const stranger = await app.domain.identities.register(other);
    assert.ok(stranger.outcome === 'registered');
    await prove(stranger.identity.id, other.number);
    assert.deepEqual(await app.domain.returns.offers(stranger.identity.id), []);
    assert.equal(await app.domain.returns.take(stranger.identity.id, ['dept']), undefined);
    // Somebody holds the number of a third person, who proves that it is theirs.
    const third = enrolmentOf(3);
    const impostor = await app.domain.identities.register(third);
    assert.ok(impostor.outcome === 'registered');
    await app.domain.subjects.subjectOf(impostor.identity.id, 'dept');
    const taken = await prove(stranger.identity.id, third.number);
    assert.equal(taken.outcome, 'taken_over');
    assert.deepEqual(await app.domain.returns.offers(stranger.identity.id), []);
  });

  it('A13 lets the old subject take the place of a new one where that is chosen, and ends what was granted under it', async () => {
    await prove(app.citizen);
    const browser = new JourneyBrowser();
    const asked = authorization(app, 'portal');
    let at = await browser.get(asked.url, away);
    if (!away.until(at.url)) at = await browser.submit(at, {}, { action: '/consent', ...away });
    const { access_token: token } = await asked.tokens(at.url);
    const fresh = await subjectAt('dept');
    const page = await open(browser);
    assert.match(text(page), /杭州市测试局 您注销后又在这里办过事/);
    await browser.submit(page, { departments: 'dept' }, { action: PATH });
    app.clock.pass(3);
    assert.equal(await subjectAt('dept'), known.get('dept'));
    assert.notEqual(fresh, known.get('dept'));
    await request(app.url).get('/userinfo').auth(token, { type: 'bearer' }).expect(401);
  });

  it('A10 A13 is not decided by an old login or another site; and no number can be looked up', async () => {
    await prove(app.citizen);
    const browser = new JourneyBrowser();
    const page = await open(browser);
    const { _csrf = '' } = page.forms.find(({ action }) => action.endsWith(PATH))!.fields;
    const forged = await browser.post(app.url + PATH, { departments: 'dept' }, { follow: false });
    assert.ok(forged.status >= 400);
    app.clock.pass(6 * 60);
    const old = await browser.post(app.url + PATH, { _csrf, departments: 'dept' }, { follow: false });
    assert.match(old.headers.get('location') ?? '', /^\/sign-in/);
    assert.equal((await app.domain.returns.offers(app.citizen)).length, 2);
    const [digest] = (await app.stores.uow.read.holdings.of('former_identities', former)).map((row) => row.digest);
    assert.ok(typeof digest === 'string' && digest.length === 43 && !digest.includes(PERSON.number.normalised));
  });
});
