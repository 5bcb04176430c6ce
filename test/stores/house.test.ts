import assert from 'node:assert/strict';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at, outboxEntry, STRANGE, signingKey } from './records.js';

eachStorePair('signing keys, outbox and audit', (make) => {
  let stores: TestStores;
  let other: Stores;

  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  it('moves a signing key from state to state by compare-and-set', async () => {
    const [ec, rsa] = [signingKey(), signingKey({ alg: 'RS256', createdAt: at(1) })];
    await stores.uow.run(async ({ signingKeys }) => {
      for (const key of [rsa, ec]) await signingKeys.insert(key);
    });
    const moves = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        (turn % 2 ? stores : other).uow.run((r) => r.signingKeys.setState(ec.kid, 'published', 'signing', at(turn))),
      ),
    );
    assert.equal(moves.filter(Boolean).length, 1);
    const moved = { ...ec, state: 'signing', changedAt: at(moves.indexOf(true)) };
    assert.deepEqual(await other.uow.read.signingKeys.all(), [moved, rsa]);
    await stores.uow.run((r) => r.signingKeys.remove(ec.kid));
    assert.deepEqual(await other.uow.read.signingKeys.all(), [rsa]);
  });

  it('hands each due entry to one of several workers', async () => {
    const entries = Array.from({ length: 60 }, (_, turn) => outboxEntry({ dueAt: at(-turn) }));
    const notDue = outboxEntry({ dueAt: at(1) });
    await stores.uow.run(async ({ outbox }) => {
      for (const entry of [...entries, notDue]) await outbox.add(entry);
    });
    const lease = at(30_000);
    const claims = await Promise.all(
      Array.from({ length: 6 }, (_, turn) =>
        (turn % 2 ? stores : other).uow.run(({ outbox }) => outbox.claim(at(0), lease, 25)),
      ),
    );
    const claimed = claims.flat();
    assert.equal(new Set(claimed.map(({ id }) => id)).size, claimed.length, 'claimed twice');
    const rest = await stores.uow.run(({ outbox }) => outbox.claim(at(0), lease, 100));
    const all = [...claimed, ...rest].map(({ id }) => id).sort();
    assert.deepEqual(all, entries.map(({ id }) => id).sort());
    assert.equal(claimed[0]?.payload, STRANGE);
    assert.deepEqual(claimed[0]?.dueAt, lease);
    assert.deepEqual(await stores.uow.run(({ outbox }) => outbox.claim(at(0), lease, 100)), []);
    const again = await stores.uow.run(({ outbox }) => outbox.claim(lease, at(60_000), 100));
    assert.equal(again.length, 61, 'a dead worker’s entries come back');
  });

  it('claims the oldest first, tries again later, removes, and tells its backlog', async () => {
    const [first, second, later] = [-20, -10, 10].map((ms) => outboxEntry({ dueAt: at(ms), kind: 'logout' }));
    assert.ok(first && second && later);
    await stores.uow.run(async ({ outbox }) => {
      assert.deepEqual(await outbox.backlog(at(0)), { due: 0, oldest: undefined });
      for (const entry of [later, second, first]) await outbox.add(entry);
    });
    assert.deepEqual(await stores.uow.read.outbox.backlog(at(0)), { due: 2, oldest: at(-20) });
    const [claimed] = await stores.uow.run(({ outbox }) => outbox.claim(at(0), at(5), 1));
    assert.deepEqual(claimed, { ...first, dueAt: at(5) });
    await stores.uow.run(async ({ outbox }) => {
      await outbox.retryAt(first.id, at(40), 3);
      await outbox.remove(second.id);
    });
    assert.deepEqual(await stores.uow.run(({ outbox }) => outbox.claim(at(0), at(5), 9)), []);
    const due = await stores.uow.run(({ outbox }) => outbox.claim(at(40), at(99), 9));
    assert.deepEqual(
      due.map(({ id, attempts }) => [id, attempts]),
      [
        [later.id, 0],
        [first.id, 3],
      ],
    );
  });

  it('appends audit events and reads an identity’s newest first', async () => {
    const event = (ms: number, identityId: string | null) => ({
      id: randomId(at(ms).getTime()),
      at: at(ms),
      type: 'claims.released',
      identityId,
      actor: 'application',
      applicationId: 'application',
      detail: { claims: ['name', 'age_over_18'], count: 2, first: true, note: 'ok' },
    });
    const [old, recent, foreign, system] = [event(0, 'i'), event(5, 'i'), event(9, 'other'), event(9, null)];
    await stores.uow.run(async ({ audit }) => {
      for (const each of [old, recent, foreign, system]) await audit.append(each);
    });
    assert.deepEqual(await other.uow.read.audit.ofIdentity('i', 10), [recent, old]);
    assert.deepEqual(await other.uow.read.audit.ofIdentity('i', 1), [recent]);
    const page = (last: typeof old | undefined, types: string[], limit = 10) =>
      other.uow.read.audit.before('i', last, types, limit);
    const twin = { ...event(5, 'i'), id: `${recent.id}x` };
    await stores.uow.run(({ audit }) => audit.append(twin));
    assert.deepEqual(await page(undefined, ['claims.released', 'other'], 2), [twin, recent]);
    assert.deepEqual(await page(twin, ['claims.released']), [recent, old], 'two of one moment are told apart');
    assert.deepEqual(await page(old, ['claims.released']), []);
    assert.deepEqual(await page(undefined, ['other']), []);
    assert.deepEqual(await page(undefined, []), []);
    await assert.rejects(
      stores.uow.run(({ audit }) => audit.append(old)),
      /duplicate/,
    );
  });

  it('keeps all audit events of one unit of work, any number, or none, and shows them to itself', async () => {
    const event = (ms: number) => ({
      id: randomId(at(ms).getTime()),
      at: at(ms),
      type: 'session.ended',
      identityId: 'many',
      actor: 'system',
      applicationId: null,
      detail: {},
    });
    const events = Array.from({ length: 19 }, (_, ms) => event(ms));
    await stores.uow.run(async ({ audit }) => {
      for (const [at, each] of events.entries()) {
        await audit.append(each);
        const read = at % 2 ? audit.ofIdentity('many', 1) : audit.before('many', undefined, ['session.ended'], 1);
        assert.equal((await read)[0]?.id, events[at]!.id);
      }
    });
    assert.deepEqual(await other.uow.read.audit.ofIdentity('many', 100), events.toReversed());
    const more = Array.from({ length: 19 }, (_, ms) => event(100 + ms));
    const twice = stores.uow.run(async ({ audit }) => {
      for (const each of [...more, events[0]!]) await audit.append(each);
    });
    await assert.rejects(twice, /duplicate/);
    assert.deepEqual(await other.uow.read.audit.ofIdentity('many', 100), events.toReversed());
  });
});
