import assert from 'node:assert/strict';
import request from 'supertest';
import { JourneyBrowser, type Page, text } from '../../../test/support/http/journey-browser.js';
import {
  authorization,
  type CitizenApp,
  portalOrigin,
  startCitizenApp,
} from '../../../test/support/journeys/citizen-app.js';
import { eachStorePair } from '../../../test/support/stores.js';
import type { NewApplication } from '../../domain/departments/index.js';

const both = (words: string) => ({ zh: words, en: `${words} (en)` });
const LAW = { kind: 'statutory', reference: both('《测试法》第三条') } as const;
const CLAIMS: NewApplication['claims'] = [
  { claim: 'citizen_id', purpose: both('登记'), basis: LAW, optional: false },
  { claim: 'name', purpose: both('称呼您'), basis: { kind: 'consent' }, optional: false },
  { claim: 'phone_number', purpose: both('发送提醒'), basis: { kind: 'consent' }, optional: true },
];
const ASK = { scope: 'openid profile phone citizen_id' };
const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };

eachStorePair('the consent page', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    browser = new JourneyBrowser();
    await app.addPortal('portal', { claims: CLAIMS });
  });
  afterEach(() => app.close());

  const enter = (more: Record<string, string> = ASK, id = 'portal') =>
    browser.get(authorization(app, id, more).url, away);
  const agree = (page: Page, fields: Record<string, string> = {}, how: { follow?: boolean } = {}) =>
    browser.submit(page, fields, { action: '/consent', ...away, ...how });

  async function learned(at: URL, id = 'portal'): Promise<Record<string, unknown>> {
    const { access_token } = await authorization(app, id).tokens(at);
    return (await request(app.url).get('/userinfo').auth(access_token, { type: 'bearer' })).body;
  }

  it('says who asks, for what, on which basis, for how long, and where to withdraw', async () => {
    const page = await enter();
    const words = text(page);
    for (const said of [
      'portal网',
      '杭州市测试局',
      '市级 · 杭州市',
      '您第一次使用这个应用',
      '依法提供的信息',
      '《测试法》第三条',
      '用途：发送提醒',
      '365 天',
      '已连接的部门',
      '张**',
      '138****5678',
    ]) {
      assert.ok(words.includes(said), `${said} in ${words}`);
    }
    assert.ok(!page.html.includes('张三丰') && !page.html.includes('13812345678'), 'values are masked');
    assert.doesNotMatch(page.html, /<input[^>]*type="checkbox"[^>]*checked/, 'no choice is made for the citizen');
  });

  it('says the same in English', async () => {
    browser = new JourneyBrowser({ 'accept-language': 'en' });
    const words = text(await enter());
    for (const said of ['portal网 (en)', 'Details the law requires', 'What for: 发送提醒 (en)', 'Hangzhou', 'Until']) {
      assert.ok(words.includes(said), `${said} in ${words}`);
    }
  });

  it('gives the law’s, the needed and the ticked, and nothing else; and asks once', async () => {
    const back = await agree(await enter(), { claims: 'phone_number' });
    const { sub: _, ...claims } = await learned(back.url);
    assert.deepEqual(Object.keys(claims).toSorted(), ['citizen_id', 'name', 'phone_number', 'phone_number_verified']);
    assert.ok((await enter()).url.searchParams.has('code'), 'not asked again');
  });

  it('keeps an unticked choice to the citizen, also when the portal asks again', async () => {
    await agree(await enter());
    const again = await enter();
    assert.deepEqual(Object.keys(await learned(again.url)).toSorted(), ['citizen_id', 'name', 'sub']);
  });

  it('returns to the portal with access_denied where the citizen does not agree, and stores nothing', async () => {
    const page = await enter();
    const back = await browser.submit(page, {}, { action: '/abort', ...away });
    assert.equal(back.url.origin, portalOrigin('portal'));
    assert.equal(back.url.searchParams.get('error'), 'access_denied');
    assert.equal(await app.domain.consents.current(app.citizen, 'portal'), undefined);
  });

  it('names the portal in form-action, since its forms end there', async () => {
    const policy = (await enter()).headers.get('content-security-policy') ?? '';
    assert.match(policy, /form-action 'self' https:\/\/portal\.example\.test(;|$)/);
  });

  it('A11 two tabs: what was ticked in one is not granted through the other', async () => {
    const small = await enter({ scope: 'openid', claims: JSON.stringify({ userinfo: { name: null } }) });
    const large = await enter(ASK);
    const digest = small.forms.find(({ action }) => action.endsWith('/consent'))!.fields.digest!;
    const shownAgain = await agree(large, { digest });
    assert.equal(shownAgain.status, 409);
    assert.ok(text(shownAgain).includes('请求的内容有变化'));
    assert.equal(await app.domain.consents.current(app.citizen, 'portal'), undefined);
    await agree(shownAgain);
    const granted = (await app.domain.consents.current(app.citizen, 'portal'))!.items.filter((item) => item.granted);
    assert.deepEqual(
      granted.map(({ claim }) => claim),
      ['citizen_id', 'name'],
    );
  });

  it('A11 an edited page grants nothing that was not on it', async () => {
    const page = await enter({ scope: 'openid', claims: JSON.stringify({ userinfo: { name: null } }) });
    await agree(page, { claims: 'phone_number', client_id: 'other', scope: 'openid phone' });
    const { items } = (await app.domain.consents.current(app.citizen, 'portal'))!;
    assert.deepEqual(
      items.map(({ claim }) => claim),
      ['name'],
    );
  });

  it('A11 an application disabled while the page is read gets nothing', async () => {
    const page = await enter();
    await app.domain.applications.disable('portal', 'operator:tests');
    const after = await agree(page);
    assert.ok(!after.url.searchParams.has('code'));
    assert.equal(await app.domain.consents.current(app.citizen, 'portal'), undefined);
  });

  it('A11 a portal learns about the regions on the page, and about no others', async () => {
    const residence = {
      claim: 'resident_of',
      purpose: both('参保'),
      basis: { kind: 'consent' },
      optional: false,
    } as const;
    await app.addPortal('regional', { claims: [residence] });
    const asking = async (values: string[]) => {
      const more = { scope: 'openid', claims: JSON.stringify({ userinfo: { resident_of: { values } } }) };
      let page = await enter(more, 'regional');
      if (page.url.pathname.endsWith('/consent')) {
        assert.ok(text(page).includes('是否为杭州市（或其下辖地区）的居民'), text(page));
        page = await agree(page);
      }
      return (await learned(page.url, 'regional')).resident_of;
    };
    assert.equal(typeof (await asking(['330100'])), 'boolean');
    assert.equal(typeof (await asking(['330106', '110000'])), 'boolean');
    assert.equal(await asking(['110000']), undefined);
    assert.equal(await asking(['330000']), undefined, 'the province holds more than was shown');
  });

  it('A10 a post without our token or from another site is refused, and nothing is stored', async () => {
    const page = await enter();
    const form = page.forms.find(({ action }) => action.endsWith('/consent'))!;
    const target = new URL(form.action, page.url).href;
    const { _csrf, ...bare } = form.fields;
    assert.equal((await browser.post(target, bare)).status, 403);
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await browser.post(target, form.fields, { headers })).status, 403);
    assert.equal(await app.domain.consents.current(app.citizen, 'portal'), undefined);
  });

  it('A6 a page opened in another browser is refused', async () => {
    const page = await enter();
    const other = await new JourneyBrowser().get(page.url.href);
    assert.equal(other.status, 400);
    assert.ok(!other.html.includes('138****5678'));
  });

  it('bad input is answered with the page again, never with an error', async () => {
    const page = await enter();
    const long = await agree(page, { digest: 'x'.repeat(1000) });
    assert.equal(long.status, 409);
    assert.ok(long.forms.some(({ action }) => action.endsWith('/consent')));
  });

  for (const [asked, more] of [
    ['the first time', {}],
    ['by prompt=consent', { prompt: 'consent' }],
  ] as const) {
    it(`two clicks on agree, one answer: asked ${asked}`, async () => {
      if (asked !== 'the first time') await agree(await enter());
      const page = await enter({ ...ASK, ...more });
      const first = await agree(page, {}, { follow: false });
      const second = await agree(page, {}, { follow: false });
      assert.deepEqual([first.status, second.status], [303, 303], text(second));
      assert.equal(second.headers.get('location'), first.headers.get('location'));
      assert.ok((await browser.get(second.headers.get('location')!, away)).url.searchParams.has('code'));
      const late = await agree(page, {}, { follow: false });
      assert.equal(late.status, 410);
      assert.match(late.html, /href="https:\/\/portal\.example\.test\/login"/);
    });

    it(`clicks at the same moment get one answer, and are written down once: asked ${asked}`, async () => {
      if (asked !== 'the first time') await agree(await enter());
      const before = (await app.domain.consents.receipts(app.citizen, 'portal')).length;
      const page = await enter({ ...ASK, ...more });
      const answers = await Promise.all([1, 2, 3, 4].map(() => agree(page, {}, { follow: false })));
      const locations = answers.map(({ status, headers }) => `${status} ${headers.get('location')}`);
      assert.equal(new Set(locations).size, 1, locations.join('\n'));
      assert.equal(answers[0]!.status, 303);
      assert.ok((await browser.get(answers[0]!.headers.get('location')!, away)).url.searchParams.has('code'));
      assert.equal((await app.domain.consents.receipts(app.citizen, 'portal')).length, before + 1);
    });
  }

  it('A11 another choice on the same page, sent a second time, is not taken for the first', async () => {
    await agree(await enter(), { claims: 'phone_number' });
    const page = await enter({ ...ASK, prompt: 'consent' });
    const other = await enter({ ...ASK, prompt: 'consent' });
    await agree(page, { claims: 'phone_number' });
    assert.equal((await agree(other, {}, { follow: false })).status, 409);
  });

  it('prompt=consent shows the page though it was answered', async () => {
    await agree(await enter());
    const page = await enter({ ...ASK, prompt: 'consent' });
    assert.ok(text(page).includes('再次确认所提供的信息'));
    assert.ok((await agree(page)).url.searchParams.has('code'));
  });

  it('asks again after a year, and names that reason', async () => {
    await agree(await enter());
    app.clock.pass(366 * 86_400);
    browser = new JourneyBrowser();
    assert.ok(text(await enter()).includes('授权已到期'));
  });
});
