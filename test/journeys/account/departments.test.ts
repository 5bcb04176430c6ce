import assert from 'node:assert/strict';
import request from 'supertest';
import type { NewApplication } from '../../../src/domain/departments/index.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { authorization, type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';

const both = (words: string) => ({ zh: words, en: `${words} (en)` });
const CLAIMS: NewApplication['claims'] = [
  {
    claim: 'citizen_id',
    purpose: both('参保登记'),
    basis: { kind: 'statutory', reference: both('《测试法》第三条') },
    optional: false,
  },
  { claim: 'name', purpose: both('称呼您'), basis: { kind: 'consent' }, optional: false },
  { claim: 'phone_number', purpose: both('发送提醒'), basis: { kind: 'consent' }, optional: true },
];
const ASK = { scope: 'openid profile phone citizen_id' };
const PATH = '/account/departments';
const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };

oneStorePair('connected departments', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    // As the service has it: userinfo remembers for half a second.
    app = await startCitizenApp(make, 500);
    await app.addPortal('portal', { claims: CLAIMS });
    browser = new JourneyBrowser();
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (): Promise<Page> => browser.get(app.url + PATH);
  const enter = () => browser.get(authorization(app, 'portal', ASK).url, away);
  const agree = async (): Promise<string> => {
    const back = await browser.submit(await enter(), {}, { action: '/consent', ...away });
    return (await authorization(app, 'portal').tokens(back.url)).access_token;
  };
  const statusAt = async (url: string, token: string): Promise<number> =>
    (await request(url).get('/userinfo').auth(token, { type: 'bearer' })).status;

  it('say what each was given, for what, by which law or consent, since when and until when', async () => {
    assert.match(text(await open()), /还没有部门得到过您的信息/);
    await agree();
    const words = text(await open());
    for (const said of ['portal网', '杭州市测试局', '用途：参保登记', '依据：《测试法》第三条', '依据：您的同意'])
      assert.ok(words.includes(said), `${said} in ${words}`);
    assert.match(words, /您没有提供 手机号码/);
    assert.match(words, /开始时间 \d+年\d+月\d+日 有效期至 \d+年/);
    const english = text(await new JourneyBrowser({ 'accept-language': 'en' }).get(app.url + PATH));
    assert.match(english, /Legal basis: your consent/);
    app.clock.pass(366 * 86_400);
    assert.match(text(await open()), /现在没有部门可以使用您的信息.*已撤回或已到期.*portal网.*已到期/);
  });

  it('one is taken back: its tokens are dead within a second on every node, it is told, and asks again', async () => {
    const second = await app.secondNode();
    const token = await agree();
    for (const node of [app.url, second.url]) assert.equal(await statusAt(node, token), 200);
    const page = await open();
    const after = await browser.submit(page, {}, { action: `${PATH}/withdraw` });
    assert.match(text(after), /授权已撤回/);
    assert.match(text(after), /已撤回或已到期.*portal网.*已撤回/);
    app.clock.pass(1);
    for (const node of [app.url, second.url]) assert.equal(await statusAt(node, token), 401);
    const later = new Date(app.clock.now().getTime() + 1000);
    const due = await app.stores.uow.run(({ outbox }) => outbox.claim(later, later, 100));
    const notices = due.filter(({ kind }) => kind === 'logout').map((entry) => app.domain.outbox.open(entry));
    const told = (await Promise.all(notices)) as { applicationId: string; identityId: string }[];
    assert.deepEqual(
      told.map(({ applicationId, identityId }) => [applicationId, identityId]),
      [['portal', app.citizen]],
    );
    assert.match(text(await browser.submit(page, {}, { action: `${PATH}/withdraw` })), /此前已经撤回/);
    assert.ok(text(await enter()).includes('此前撤回'));
  });

  it('are shown to nobody else, who cannot take them back either', async () => {
    await agree();
    const stranger = new JourneyBrowser();
    assert.equal((await stranger.get(app.url + PATH, { follow: false })).status, 303);
    const fields = (await open()).forms.find(({ action }) => action === `${PATH}/withdraw`)!.fields;
    assert.notEqual((await stranger.post(`${app.url}${PATH}/withdraw`, fields, { follow: false })).status, 200);
    assert.ok(await app.domain.consents.current(app.citizen, 'portal'));
  });

  it('stand where the list of consents stood', async () => {
    assert.equal((await browser.get(`${app.url}/consents`)).url.pathname, PATH);
  });
});
