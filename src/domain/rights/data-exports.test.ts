import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { enrolmentOf, testKeys } from '../../../test/support/identities/identities.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { eachStorePair, type Stores, type TestStores } from '../../../test/support/stores.js';
import { entities } from '../../storage/sql/schema/index.js';
import { CHAPTERS, HOLDINGS } from '../holdings/index.js';
import { Identities } from '../identities/index.js';
import { Notifications, Outbox } from '../notifications/index.js';
import { Sessions } from '../sessions/index.js';
import type { ExportChapter } from './chapters.js';
import { DataExports, EXPORT_DAYS } from './index.js';

const EVENTS = 1203;

eachStorePair('DataExports', (make) => {
  let stores: TestStores;
  let second: Stores;
  let clock: MovableClock;
  let id: string;
  beforeEach(async () => {
    stores = await make();
    second = await stores.secondNode();
    clock = new MovableClock();
    const { identities } = nodeOn(stores);
    await identities.ready();
    const registered = await identities.register(enrolmentOf(1));
    assert.ok(registered.outcome === 'registered');
    id = registered.identity.id;
  });
  afterEach(() => stores.close());

  function nodeOn({ uow }: Stores, chapters?: readonly ExportChapter[]) {
    const outbox = new Outbox({ keys: testKeys, clock });
    const notifications = new Notifications({ outbox, clock });
    const sessions = new Sessions({ uow, outbox, clock });
    const identities = new Identities({ uow, keys: testKeys, clock, notifications, sessions, rememberMs: 0 });
    const tell: ConstructorParameters<typeof DataExports>[0]['tell'] = async (events) =>
      events.map(({ at, type }) => ({ at, type, words: { zh: type, en: type } }));
    const deps = { uow, outbox, notifications, identities, tell, clock };
    return { uow, outbox, identities, exports: new DataExports({ ...deps, ...(chapters && { chapters }) }) };
  }

  /** What waits in the outbox, opened. */
  async function waiting(): Promise<{ kind: string; payload: Record<string, unknown> }[]> {
    const { outbox } = nodeOn(stores);
    const now = new Date(clock.now().getTime() + 1000);
    const entries = await stores.uow.run((r) => r.outbox.claim(now, now, 1000));
    const open = entries.map(async (entry) => ({ kind: entry.kind, payload: await outbox.open(entry) }));
    return (await Promise.all(open)) as { kind: string; payload: Record<string, unknown> }[];
  }
  const order = async () => (await waiting()).findLast(({ kind }) => kind === 'export')!.payload;
  const delivery = (signal = AbortSignal.timeout(60_000)) => ({ id: 'entry', attempts: 0, signal });
  const prepared = async () => {
    const { exports } = nodeOn(stores);
    assert.equal(await exports.ask(id), 'asked');
    assert.equal(await exports.prepare(await order(), delivery()), 'done');
    return exports;
  };
  const templates = async () =>
    (await waiting()).filter(({ kind }) => kind === 'message').map(({ payload }) => payload.template);

  it('hold every chapter, without a secret, and nothing of anybody else', async () => {
    const stranger = await nodeOn(stores).identities.register(enrolmentOf(2));
    assert.ok(stranger.outcome === 'registered');
    await stores.uow.run(async ({ audit }) => {
      const event = { at: clock.now(), type: 'login.failed', identityId: id, actor: 'visitor', applicationId: null };
      for (let n = 0; n < EVENTS; n += 1) await audit.append({ ...event, id: `e${n}`, detail: {} });
    });
    const exports = await prepared();
    const fetched = await exports.fetch(id, 'json');
    assert.ok(fetched.outcome === 'fetched');
    const { document } = fetched;
    assert.deepEqual(
      Object.keys(document.data),
      CHAPTERS.map(({ name }) => name),
    );
    for (const { name, fields } of CHAPTERS)
      for (const row of document.data[name]!)
        assert.deepEqual(
          Object.keys(row).filter(
            (field) => !fields.some((one) => one === field) && !/^(application|department)$/.test(field),
          ),
          [],
          name,
        );
    const { name, number } = enrolmentOf(1);
    assert.equal(document.data.personalData?.[0]?.name, name);
    assert.equal(document.data.personalData?.[0]?.number, number.normalised);
    assert.deepEqual(document.data.authenticators?.map(({ kind }) => kind).sort(), ['password', 'sms']);
    assert.equal(document.data.history?.filter(({ type }) => type === 'login.failed').length, EVENTS);
    const text = JSON.stringify(document);
    assert.doesNotMatch(text, /argon2|dataKey|secret|digest"/i);
    assert.ok(!text.includes(stranger.identity.id) && !text.includes(enrolmentOf(2).number.normalised));
  });

  it('A15 rest sealed, and end with the identity', async () => {
    const exports = await prepared();
    const parts = await stores.uow.read.dataExports.parts(id);
    const { name, number, phone } = enrolmentOf(1);
    const raw = parts.map(({ content }) => content + Buffer.from(content, 'base64url').toString('latin1')).join();
    for (const canary of [name, number.normalised, phone]) assert.ok(!raw.includes(canary));
    assert.ok(parts.every(({ content }) => content.length < 65_535));
    await nodeOn(stores).identities.setState(id, 'closed', 'system');
    assert.deepEqual(await stores.uow.read.dataExports.parts(id), []);
    assert.deepEqual(await exports.fetch(id, 'json'), { outcome: 'not_there' });
  });

  it('A1 are asked for once at a time, and fetched once in each form, by any number of parallel calls on two nodes', async () => {
    const nodes = [nodeOn(stores).exports, nodeOn(second).exports];
    const both = <T>(call: (exports: DataExports) => Promise<T>): Promise<T[]> =>
      Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((turn) => call(nodes[turn % 2]!)));
    const asked = await both((exports) => exports.ask(id));
    assert.deepEqual(asked.filter((outcome) => outcome === 'asked').length, 1);
    assert.equal((await waiting()).filter(({ kind }) => kind === 'export').length, 1);
    assert.equal(await nodes[0]!.prepare(await order(), delivery()), 'done');
    for (const form of ['json', 'page'] as const) {
      const results = await both((exports) => exports.fetch(id, form));
      assert.equal(results.filter(({ outcome }) => outcome === 'fetched').length, 1, form);
    }
    assert.deepEqual(await stores.uow.read.dataExports.parts(id), [], 'nothing is left of it');
    const events = await stores.uow.read.audit.before(id, undefined, ['data_export.fetched'], 10);
    assert.deepEqual(events.map(({ detail }) => detail.form).sort(), ['json', 'page']);
    const sent = await templates();
    // By phone and by mail, each time.
    assert.equal(sent.filter((one) => one === 'export_asked').length, 2);
    assert.equal(sent.filter((one) => one === 'export_fetched').length, 4);
    assert.equal(await nodes[1]!.ask(id), 'asked', 'and again');
  });

  it('are prepared once by two nodes at a time, and go on where a node died', async () => {
    const read = new Map<string, number>();
    let dies: string | undefined = 'c';
    const sources: ExportChapter[] = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      ...{ name, table: 'none', words: { zh: name, en: name }, fields: ['label'] },
      async read() {
        read.set(name, (read.get(name) ?? 0) + 1);
        await pause(2);
        if (dies === name) throw new Error('the node died');
        return [{ label: name }];
      },
    }));
    const [one, other] = [nodeOn(stores, sources).exports, nodeOn(second, sources).exports];
    await one.ask(id);
    const payload = await order();
    await assert.rejects(one.prepare(payload, delivery()), /died/);
    const half = await one.of(id);
    assert.deepEqual([half?.steps, half?.readyAt], [2, null]);
    assert.deepEqual(await one.fetch(id, 'json'), { outcome: 'not_there' });
    dies = undefined;
    assert.equal(await one.prepare(payload, delivery(AbortSignal.abort())), 'retry', 'stops when it is told to');
    await Promise.all([one.prepare(payload, delivery()), other.prepare(payload, delivery())]);
    assert.equal(read.get('a'), 1);
    const done = await one.of(id);
    assert.deepEqual([done?.steps, Boolean(done?.readyAt)], [5, true]);
    const parts = await stores.uow.read.dataExports.parts(id);
    assert.deepEqual(
      parts.map(({ source }) => source),
      ['a', 'b', 'c', 'd', 'e'],
      'each once',
    );
    await assert.rejects(one.prepare({}, delivery()));
  });

  it('run out, and are replaced by one that is asked for later', async () => {
    const exports = await prepared();
    clock.pass(EXPORT_DAYS * 86_400 - 60);
    assert.ok(await exports.of(id));
    assert.equal(await exports.ask(id), 'there');
    clock.pass(120);
    assert.equal(await exports.of(id), undefined);
    assert.deepEqual(await exports.fetch(id, 'page'), { outcome: 'not_there' });
    const before = await stores.uow.read.dataExports.find(id);
    assert.equal(await exports.ask(id), 'asked');
    assert.equal(
      await exports.prepare({ identityId: id, id: before!.id }, delivery()),
      'done',
      'the old order is over',
    );
    assert.equal((await exports.of(id))?.steps, 0);
  });
});

describe('what the export holds', () => {
  it('is every table there is, each once, or leaves it out knowingly', () => {
    const held = Object.values(HOLDINGS).flatMap(({ tables }) => tables);
    assert.deepEqual(held.toSorted(), entities.map(({ options }) => options.name).toSorted());
    const told = new Set(CHAPTERS.map(({ table }) => table));
    const silent = Object.values(HOLDINGS).filter(({ exported }) => typeof exported === 'string');
    for (const { options } of entities) {
      const why = silent.find(({ tables }) => tables.includes(options.name))?.exported;
      const part = options.name === 'data_export_parts';
      assert.ok(told.has(options.name) || part || String(why).length > 10, options.name);
      if ('identityId' in options.columns) assert.notEqual(why, 'says nothing of a citizen', options.name);
    }
  });

  it('says of each why it stays where it does, and stands in the guides as it is', () => {
    const guide = readFileSync('docs/guides/operate.md', 'utf8').split('\n');
    for (const [name, { tables, erased, bounded }] of Object.entries(HOLDINGS)) {
      if (typeof erased === 'string') assert.ok(erased === 'key' || erased.length > 10, name);
      assert.ok(guide.includes(`| ${tables.map((table) => `\`${table}\``).join(', ')} | ${bounded} |`), name);
    }
  });

  it('names columns that are there', () => {
    for (const { name, table, fields, read } of CHAPTERS) {
      const columns = entities.find(({ options }) => options.name === table)!.options.columns;
      if (!read) for (const field of fields) assert.ok(field in columns, `${name}: ${field}`);
    }
  });
});
