import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CHAPTERS, fieldWords } from '../../../src/domain/holdings/index.js';
import { EXPORT_DAYS, type ExportDocument } from '../../../src/domain/rights/index.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { enrolmentOf } from '../../support/identities/identities.js';
import { authorization, type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';
import { textFaults } from '../../support/texts.js';

const PATH = '/account/data/export';
const away = { until: (url: URL) => url.hostname.endsWith('.example.test') };

oneStorePair('a copy of my data', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    await app.addPortal('portal');
    browser = new JourneyBrowser();
    const request = authorization(app, 'portal');
    let at = await browser.get(request.url, away);
    if (!away.until(at.url)) at = await browser.submit(at, {}, { action: '/consent', ...away });
    await request.tokens(at.url);
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (path = PATH, node = app.url): Promise<Page> => browser.get(node + path);
  const ask = async (): Promise<Page> => browser.submit(await open(), {}, { action: '/ask' });
  /** What the outbox's worker does in the service. */
  const prepare = async (): Promise<void> => {
    const later = new Date(app.clock.now().getTime() + 1000);
    const due = await app.stores.uow.run(({ outbox }) => outbox.claim(later, later, 100));
    for (const entry of due.filter(({ kind }) => kind === 'export')) {
      const payload = await app.domain.outbox.open(entry);
      await app.domain.dataExports.prepare(payload, { id: '', attempts: 0, signal: AbortSignal.timeout(9000) });
    }
  };

  it('is asked for, watched without a script, and fetched in both forms', async () => {
    assert.match(text(await browser.get(`${app.url}/account/data`)), /取得一份我的数据/);
    const progress = await ask();
    assert.match(text(progress), /已开始整理您的数据.*已完成 0 项/);
    assert.match(text(await open()), /查看最新进度/);
    await prepare();
    assert.match(text(await open()), /已经整理好.*取走/);
    const page = await open(`${PATH}/fetch`);
    const json = await browser.submit(page, { form: 'json' }, { action: '/fetch' });
    assert.match(json.headers.get('content-disposition') ?? '', /^attachment; filename="yihao-\d{4}-\d\d-\d\d\.json"$/);
    assert.equal(json.headers.get('cache-control'), 'no-store');
    const document = JSON.parse(json.html) as ExportDocument;
    assert.deepEqual([document.format, document.version], ['yihao-data-export', 1]);
    assert.equal(document.data.personalData?.[0]?.name, '张三丰');
    assert.deepEqual(
      document.data.subjects?.map(({ departmentId }) => departmentId),
      ['dept'],
    );
    const events = document.data.history as { words: { zh: string } | null }[];
    assert.ok(events.some(({ words }) => words?.zh === '进入portal网'));
    assert.match(text(await open(`${PATH}/fetch`)), /JSON 版 已取走/);
    const paper = await browser.submit(await open(`${PATH}/fetch`), { form: 'page' }, { action: '/fetch' });
    assert.match(paper.headers.get('content-disposition') ?? '', /\.html"$/);
    for (const said of ['姓名 张三丰', enrolmentOf(1).number.normalised, '性别', '进入portal网', '杭州市测试局'])
      assert.ok(text(paper).includes(said), said);
    assert.doesNotMatch(paper.html, /<script|http-equiv|<link|src=|\{\w+\}/);
    assert.match(text(await open()), /开始整理/);
    const history = text(await open('/account/history?kind=data'));
    assert.match(history, /取走了一份自己的数据（2 次）.*申请取得自己的全部数据/);
    const again = await browser.post(`${app.url}${PATH}/fetch`, { ...page.forms.at(-1)!.fields, form: 'json' });
    assert.match(text(again), /没有可以取走的数据/);
  });

  it('A1 is fetched once by parallel requests to two nodes, and is over after some days', async () => {
    const second = await app.secondNode();
    await ask();
    await prepare();
    const page = await open(`${PATH}/fetch`);
    const { _csrf = '' } = page.forms.at(-1)!.fields;
    const answers = await Promise.all(
      [app.url, second.url, app.url, second.url].map((node) =>
        browser
          .twin()
          .post(`${node}${PATH}/fetch`, { _csrf, form: 'json' }, { follow: false, headers: { origin: app.url } }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 303, 303, 303]);
    app.clock.pass(EXPORT_DAYS * 86_400 + 60);
    assert.match(text(await open(`${PATH}/fetch`)), /没有可以取走的数据/);
  });

  it('A10 A13 is neither asked for nor fetched by an old login, another site, or anybody else', async () => {
    await ask();
    await prepare();
    const fetchPage = await open(`${PATH}/fetch`);
    const { _csrf = '' } = fetchPage.forms.at(-1)!.fields;
    app.clock.pass(6 * 60);
    for (const action of ['ask', 'fetch']) {
      const old = await browser.post(`${app.url}${PATH}/${action}`, { _csrf, form: 'json' }, { follow: false });
      assert.equal(old.headers.get('location'), `/sign-in?to=${encodeURIComponent(`${PATH}/${action}`)}&fresh=1`);
      const forged = await browser.post(`${app.url}${PATH}/${action}`, { form: 'json' }, { follow: false });
      assert.ok(forged.status >= 400);
    }
    const stranger = await app.domain.identities.register(enrolmentOf(2));
    assert.ok(stranger.outcome === 'registered');
    app.citizen = stranger.identity.id;
    const other = new JourneyBrowser();
    assert.match(text(await other.get(app.url + PATH)), /开始整理/);
    assert.equal((await app.stores.uow.read.dataExports.find(stranger.identity.id)) ?? null, null);
    const found = await app.stores.uow.read.dataExports.parts(app.citizen);
    assert.deepEqual(found, []);
  });
});

describe('what a copy of my data is called', () => {
  it('has words for every chapter and field, and a line in its guide', () => {
    const guide = readFileSync('docs/guides/data-export.md', 'utf8');
    for (const { name, words, fields } of CHAPTERS) {
      assert.deepEqual(textFaults(words, name), []);
      for (const field of fields) assert.deepEqual(textFaults(fieldWords(field)!, `${name}: ${field}`), []);
      const line = guide.split('\n').find((one) => one.startsWith(`| `) && one.includes(`\`${name}\``)) ?? '';
      assert.deepEqual(
        [...line.split('|')[2]!.matchAll(/`(\w+)`/g)].map(([, field]) => field),
        fields,
        name,
      );
    }
  });
});
