import assert from 'node:assert/strict';
import { Corrections } from '../../../src/domain/rights/index.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';

const PATH = '/account/data/correction';
const WORDS = '应为张三峰，以身份证为准';

oneStorePair('a correction', (make) => {
  let app: CitizenApp;
  let browser: JourneyBrowser;
  beforeEach(async () => {
    app = await startCitizenApp(make);
    browser = new JourneyBrowser();
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (): Promise<Page> => browser.get(app.url + PATH);
  const ask = async (field: string, request: string): Promise<Page> =>
    browser.submit(await open(), { field, request }, { action: PATH });
  const staff = 'operator:tests';

  it('is asked for, read and answered by staff, told on every channel, and in the history and the export', async () => {
    assert.match(text(await ask('name', WORDS)), /已提交，我们会尽快答复.*姓名 等待答复.*张三峰/);
    const [waiting] = await app.domain.corrections.waiting(10);
    assert.ok(waiting && !waiting.request.includes(WORDS), 'A15 it rests sealed');
    assert.equal((await app.domain.corrections.look(waiting.id, staff))?.request, WORDS);
    assert.equal(
      await app.domain.corrections.answer(waiting.id, { outcome: 'corrected', words: '已按身份证更正' }, staff),
      'answered',
    );
    assert.equal(
      await app.domain.corrections.answer(waiting.id, { outcome: 'refused', words: '又一次' }, staff),
      'over',
    );
    assert.match(text(await open()), /姓名 已更正.*答复 已按身份证更正/);
    const later = new Date(app.clock.now().getTime() + 1000);
    const due = await app.stores.uow.run(({ outbox }) => outbox.claim(later, later, 100));
    const sent = await Promise.all(due.map((entry) => app.domain.outbox.open(entry)));
    const ways = (sent as { template?: string; to?: { via: string } }[]).filter(
      (one) => one.template === 'correction_answered',
    );
    assert.deepEqual(ways.map(({ to }) => to?.via).sort(), ['email', 'phone']);
    const history = text(await browser.get(`${app.url}/account/history?kind=data`));
    assert.match(history, /工作人员答复了您的更正申请.*工作人员查看了您的更正申请.*申请更正个人信息/);
    assert.equal(await app.domain.dataExports.ask(app.citizen), 'asked');
    const { id } = (await app.domain.dataExports.of(app.citizen))!;
    const delivery = { id: '', attempts: 0, signal: AbortSignal.timeout(9000) };
    await app.domain.dataExports.prepare({ identityId: app.citizen, id }, delivery);
    const fetched = await app.domain.dataExports.fetch(app.citizen, 'json');
    assert.ok(fetched.outcome === 'fetched');
    const [told] = fetched.document.data.corrections!;
    assert.deepEqual([told?.request, told?.answer, told?.outcome], [WORDS, '已按身份证更正', 'corrected']);
  });

  it('is answered together with the detail that was wrong, or neither is done', async () => {
    await ask('name', WORDS);
    const { id } = (await app.domain.corrections.waiting(10))[0]!;
    const name = async () => (await app.domain.identities.reveal(app.citizen, ['name'])).name;
    const before = await name();
    const answer = { outcome: 'corrected', words: '已更正' } as const;

    for (const wrong of [
      { ...answer, set: ' ' },
      { ...answer, outcome: 'refused', set: '张三峰' },
    ] as const)
      assert.equal(await app.domain.corrections.answer(id, wrong, staff), 'unsettable');
    const gone = () => Promise.reject(new Error('the outbox is gone'));
    const unheard = new Corrections({
      ...{ uow: app.stores.uow, identities: app.domain.identities, clock: app.clock },
      notifications: { enqueue: gone, enqueueEverywhere: gone, enqueueWished: gone },
    });
    await assert.rejects(unheard.answer(id, { ...answer, set: '张三峰' }, staff), /the outbox is gone/);
    assert.equal(await name(), before);
    assert.equal((await app.domain.corrections.waiting(10)).length, 1, 'and it waits still');

    assert.equal(await app.domain.corrections.answer(id, { ...answer, set: '张三峰' }, staff), 'answered');
    assert.equal(await app.domain.corrections.answer(id, { ...answer, set: '张三丰' }, staff), 'over');
    assert.equal(await name(), '张三峰');
  });

  it('sets no number, which changes by proof alone, and nothing where none is named', async () => {
    for (const field of ['number', 'other'] as const) await ask(field, WORDS);
    for (const { id } of await app.domain.corrections.waiting(10)) {
      const answer = { outcome: 'corrected', words: '已更正', set: '110105194912310021' } as const;
      assert.equal(await app.domain.corrections.answer(id, answer, staff), 'unsettable');
    }
  });

  it('keeps what was typed where something is missing, and is one at a time for each detail', async () => {
    const missing = await ask('', WORDS);
    assert.equal(missing.status, 422);
    assert.match(text(missing), /请选择哪一项不对/);
    assert.ok(missing.html.includes(WORDS));
    assert.match(text(await ask('name', ' ')), /请写明应该是什么/);
    assert.match(text(await ask('name', '字'.repeat(501))), /请不要超过 500 字/);
    assert.match(text(await ask('phone', WORDS)), /请选择哪一项不对/);
    await ask('name', WORDS);
    const twice = await ask('name', '又一次');
    assert.match(text(twice), /这一项已有申请在处理/);
    assert.ok(twice.html.includes('又一次'));
    assert.match(text(await ask('other', WORDS)), /已提交/);
    assert.equal((await app.domain.corrections.waiting(10)).length, 2);
    const forged = await browser.post(`${app.url}${PATH}`, { field: 'number', request: WORDS });
    assert.ok(forged.status >= 400, 'A10');
  });

  it('ends with the identity, and nobody can answer it any more', async () => {
    await ask('name', WORDS);
    const [waiting] = await app.domain.corrections.waiting(10);
    await app.domain.identities.setState(app.citizen, 'closed', 'system');
    assert.deepEqual(await app.domain.corrections.waiting(10), []);
    assert.equal(await app.domain.corrections.look(waiting!.id, staff), undefined);
    assert.equal(
      await app.domain.corrections.answer(waiting!.id, { outcome: 'refused', words: '晚了' }, staff),
      'over',
    );
  });
});
