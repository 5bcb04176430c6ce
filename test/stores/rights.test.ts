import assert from 'node:assert/strict';
import type { Correction, DataExport } from '../../src/domain/records/index.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at, identity, STRANGE } from './records.js';

const asked = (change: Partial<DataExport> = {}): DataExport => ({
  identityId: 'someone',
  id: 'first',
  steps: 0,
  askedAt: at(0),
  readyAt: null,
  jsonFetchedAt: null,
  pageFetchedAt: null,
  expiresAt: at(60_000),
  ...change,
});
const part = (identityId: string, source: string, number: number) => ({ identityId, source, number, content: STRANGE });

eachStorePair('copies of what is held about somebody', (make) => {
  let stores: TestStores;
  let other: Stores;
  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  const nodes = (turn: number): Stores => (turn % 2 ? other : stores);

  it('are one to an identity, go on by compare-and-set, and give back their parts in order', async () => {
    const begun = await Promise.all(
      [0, 1, 2, 3].map((turn) => nodes(turn).uow.run((r) => r.dataExports.insert(asked({ id: `of ${turn}` })))),
    );
    assert.equal(begun.filter(Boolean).length, 1);
    const first = (await stores.uow.read.dataExports.find('someone'))!;
    assert.deepEqual(first, asked({ id: first.id }));
    const change = { steps: 1, readyAt: null, expiresAt: at(60_000) };
    const went = await Promise.all(
      [0, 1, 2, 3].map((turn) => nodes(turn).uow.run((r) => r.dataExports.advance(first, change))),
    );
    assert.equal(went.filter(Boolean).length, 1);
    assert.equal(await stores.uow.run((r) => r.dataExports.advance(asked({ id: 'another', steps: 1 }), change)), false);
    const parts = [part('someone', 'b', 1), part('someone', 'a', 0), part('someone', 'b', 0), part('other', 'a', 0)];
    await stores.uow.run((r) => r.dataExports.addParts(parts));
    const { dataExports } = other.uow.read;
    assert.deepEqual(await dataExports.parts('someone'), [parts[1], parts[2], parts[0]]);
    assert.deepEqual([...(await dataExports.sources('someone'))].sort(), ['a', 'b']);
    await stores.uow.run((r) => r.dataExports.removeIdentity('someone'));
    assert.equal(await dataExports.find('someone'), undefined);
    assert.deepEqual([(await dataExports.parts('someone')).length, (await dataExports.parts('other')).length], [0, 1]);
  });

  it('are marked as fetched once in each form, when they are ready and have not run out', async () => {
    const mark = (turn: number, form: 'json' | 'page', now = at(5)) =>
      nodes(turn).uow.run((r) => r.dataExports.markFetched('someone', form, now));
    await stores.uow.run((r) => r.dataExports.insert(asked()));
    assert.equal(await mark(0, 'json'), false, 'not ready');
    await stores.uow.run((r) => r.dataExports.advance(asked(), { steps: 1, readyAt: at(1), expiresAt: at(60_000) }));
    assert.equal(await mark(0, 'json', at(60_000)), false, 'run out');
    for (const form of ['json', 'page'] as const) {
      const marks = await Promise.all([0, 1, 2, 3, 4, 5].map((turn) => mark(turn, form)));
      assert.equal(marks.filter(Boolean).length, 1, form);
    }
    const found = (await stores.uow.read.dataExports.find('someone'))!;
    assert.deepEqual([found.jsonFetchedAt, found.pageFetchedAt], [at(5), at(5)]);
  });

  it('are swept with their parts once they have run out', async () => {
    await stores.uow.run(async ({ dataExports }) => {
      for (const [identityId, ms] of [
        ['late', 5],
        ['later', 6],
        ['live', 10],
      ] as const) {
        await dataExports.insert(asked({ identityId, expiresAt: at(ms) }));
        await dataExports.addParts([part(identityId, 'a', 0)]);
      }
    });
    assert.equal(await stores.uow.run((r) => r.dataExports.removeExpired(at(6), 1)), 1);
    assert.equal(await stores.uow.run((r) => r.dataExports.removeExpired(at(6), 10)), 1);
    const { dataExports } = stores.uow.read;
    for (const gone of ['late', 'later']) {
      assert.equal(await dataExports.find(gone), undefined);
      assert.deepEqual(await dataExports.parts(gone), []);
    }
    assert.equal((await dataExports.parts('live')).length, 1);
  });

  it('hold what any table with an identity has of it, and of nobody else', async () => {
    const device = { identityId: 'someone', deviceDigest: 'd', confirmedAt: at(1), lastSeenAt: at(2) };
    await stores.uow.run(async ({ knownDevices }) => {
      await knownDevices.put(device);
      await knownDevices.put({ ...device, identityId: 'other' });
    });
    const { holdings } = other.uow.read;
    assert.deepEqual(await holdings.of('known_devices', 'someone'), [device]);
    await assert.rejects(holdings.of('departments', 'someone'), TypeError);
    await assert.rejects(holdings.of('no_table', 'someone'), TypeError);
  });
});

const correction = (change: Partial<Correction> = {}): Correction => ({
  ...{ identityId: 'someone', id: 'first', field: 'name', openField: 'name', request: STRANGE },
  ...{ answer: null, outcome: null, askedAt: at(0), answeredAt: null },
  ...change,
});

eachStorePair('corrections', (make) => {
  let stores: TestStores;
  let other: Stores;
  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  it('are one open at a time for each field of an identity, answered once, listed as they wait', async () => {
    const nodes = [stores, other];
    const insert = (turn: number, change: Partial<Correction>) =>
      nodes[turn % 2]!.uow.run((r) => r.corrections.insert(correction(change)));
    const same = await Promise.all([0, 1, 2, 3].map((turn) => insert(turn, { id: `same ${turn}`, askedAt: at(turn) })));
    assert.equal(same.filter(Boolean).length, 1);
    assert.ok(await insert(0, { id: 'number', field: 'number', openField: 'number', askedAt: at(9) }));
    assert.ok(await insert(1, { id: 'theirs', identityId: 'other', askedAt: at(-9) }));
    const [, first] = await other.uow.read.corrections.ofIdentity('someone');
    const won = same.indexOf(true);
    assert.ok(first);
    assert.deepEqual(first, correction({ id: `same ${won}`, askedAt: at(won) }));
    const waiting = (await stores.uow.read.corrections.open(10)).map(({ id }) => id);
    assert.deepEqual(waiting, ['theirs', first.id, 'number']);
    const answers = await Promise.all(
      [0, 1, 2, 3].map((turn) =>
        nodes[turn % 2]!.uow.run((r) => r.corrections.answer('someone', first.id, `a${turn}`, 'refused', at(20))),
      ),
    );
    assert.equal(answers.filter(Boolean).length, 1);
    const answered = { answer: `a${answers.indexOf(true)}`, outcome: 'refused', openField: null, answeredAt: at(20) };
    assert.deepEqual(await other.uow.read.corrections.find(first.id), { ...first, ...answered });
    assert.deepEqual(
      (await stores.uow.read.corrections.open(1)).map(({ id }) => id),
      ['theirs'],
    );
    assert.ok(await insert(0, { id: 'again' }), 'and again');
    await stores.uow.run((r) => r.corrections.removeIdentity('someone'));
    assert.deepEqual(await other.uow.read.corrections.ofIdentity('someone'), []);
    assert.ok(await other.uow.read.corrections.find('theirs'));
    assert.equal(await other.uow.read.corrections.find('none'), undefined);
  });
});

eachStorePair('identities that close, and what they leave', (make) => {
  let stores: TestStores;
  let other: Stores;
  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  it('are due once their time has come, in its order, and their date moves by compare-and-set while they are active', async () => {
    const [late, later, locked] = [identity(), identity(), identity({ state: 'locked', closesAt: at(1) })];
    await stores.uow.run(async ({ identities }) => {
      for (const one of [late, later, locked]) await identities.insert(one);
    });
    const move = (id: string, from: Date | null, to: Date | null, node: Stores = stores) =>
      node.uow.run((r) => r.identities.moveClosing(id, from, to));
    const asked = await Promise.all([1, 2, 3, 4].map((ms) => move(late.id, null, at(ms), ms % 2 ? stores : other)));
    assert.equal(asked.filter(Boolean).length, 1);
    const closesAt = at(asked.indexOf(true) + 1);
    assert.ok(await move(later.id, null, at(9)));
    assert.equal(await move(locked.id, at(1), null), false);
    const due = async (ms: number, limit = 10) =>
      (await other.uow.read.identities.closing(at(ms), limit)).map(({ id }) => id);
    assert.deepEqual(
      [await due(0), await due(8), await due(9), await due(9, 1)],
      [[], [late.id], [late.id, later.id], [late.id]],
    );
    assert.equal(await move(late.id, at(77), null), false);
    assert.ok(await move(late.id, closesAt, null, other));
    assert.deepEqual(await due(9), [later.id]);
  });

  it('are claimed once by a digest, all of them together; subjects move from one identity to another', async () => {
    const former = (identityId: string, digest: string, ms: number) => {
      return { digest, identityId, closedAt: at(ms), claimedBy: null, claimedAt: null };
    };
    await stores.uow.run(async ({ formerIdentities, subjects }) => {
      for (const one of [former('second', 'mine', 2), former('first', 'mine', 1), former('x', 'theirs', 0)])
        await formerIdentities.insert(one);
      await subjects.insert({ identityId: 'first', departmentId: 'd', subject: 'old' });
      await subjects.insert({ identityId: 'now', departmentId: 'd', subject: 'new' });
    });
    const { formerIdentities, subjects } = other.uow.read;
    assert.deepEqual(
      (await formerIdentities.of('mine')).map(({ identityId }) => identityId),
      ['first', 'second'],
    );
    const claims = await Promise.all(
      [0, 1, 2, 3].map((n) => [stores, other][n % 2]!.uow.run((r) => r.formerIdentities.claim('mine', `c${n}`, at(5)))),
    );
    assert.equal(claims.filter(Boolean).length, 1);
    const claimedBy = `c${claims.indexOf(true)}`;
    assert.deepEqual(
      (await formerIdentities.of('mine')).map((one) => one.claimedBy),
      [claimedBy, claimedBy],
    );
    assert.equal((await formerIdentities.of('theirs'))[0]?.claimedBy, null);
    const [old] = await subjects.ofIdentity('first');
    await stores.uow.run(async (r) => {
      assert.equal(await r.subjects.remove('now', 'd'), true);
      assert.equal(await r.subjects.remove('now', 'd'), false);
      await r.subjects.move(old!, 'now');
    });
    assert.deepEqual(await subjects.ofIdentity('now'), [{ identityId: 'now', departmentId: 'd', subject: 'old' }]);
    assert.deepEqual(await subjects.ofIdentity('first'), []);
  });
});
