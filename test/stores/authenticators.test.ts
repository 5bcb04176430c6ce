import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at, authenticator, gate, oneTimeCode, STRANGE } from './records.js';

eachStorePair('authenticators', (make) => {
  let stores: TestStores;
  let other: Stores;

  before(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  after(() => stores.close());

  const node = (turn: number): Stores => (turn % 2 ? stores : other);

  it('keeps authenticators per identity', async () => {
    const owner = randomId();
    const password = authenticator(owner, { secret: STRANGE });
    const sms = authenticator(owner, { kind: 'sms', secret: null, createdAt: at(1) });
    const foreign = authenticator(randomId());
    await stores.uow.run(async ({ authenticators }) => {
      for (const one of [sms, password, foreign]) await authenticators.insert(one);
    });
    assert.deepEqual(await stores.uow.read.authenticators.ofIdentity(owner), [password, sms]);
    await stores.uow.run(async ({ authenticators }) => {
      await authenticators.setSecret(owner, password.id, 'new');
      await authenticators.setSecret(owner, foreign.id, 'never');
      await authenticators.touch(owner, ['sms', 'passkey'], at(5));
      await authenticators.touch(owner, [], at(6));
    });
    const after = await stores.uow.read.authenticators.ofIdentity(owner);
    assert.deepEqual(after, [
      { ...password, secret: 'new' },
      { ...sms, lastUsedAt: at(5) },
    ]);
    assert.deepEqual(await stores.uow.read.authenticators.ofIdentity(foreign.identityId), [foreign]);
    await stores.uow.run(({ authenticators }) => authenticators.removeIdentity(owner));
    assert.deepEqual(await stores.uow.read.authenticators.ofIdentity(owner), []);
    assert.equal((await stores.uow.read.authenticators.ofIdentity(foreign.identityId)).length, 1);
  });

  it('changes and removes an identity’s own, and keeps what the kind keeps', async () => {
    const owner = randomId();
    const kept = authenticator(owner, { kind: 'passkey', label: STRANGE, data: { counter: 7, keys: [STRANGE] } });
    const other = authenticator(randomId());
    await stores.uow.run(async ({ authenticators }) => {
      for (const one of [kept, other]) await authenticators.insert(one);
    });
    const run = stores.uow.run.bind(stores.uow);
    const change = { data: { counter: 8 }, label: null, usableFrom: at(7), usableUntil: at(8) };
    assert.equal(await run((r) => r.authenticators.change(owner, kept.id, change)), true);
    assert.equal(await run((r) => r.authenticators.change(owner, other.id, change)), false);
    assert.deepEqual(await run((r) => r.authenticators.hold(owner)), [{ ...kept, ...change }]);
    assert.equal(await run((r) => r.authenticators.remove(owner, other.id)), false);
    assert.equal(await run((r) => r.authenticators.remove(owner, kept.id)), true);
    assert.deepEqual(await stores.uow.read.authenticators.ofIdentity(owner), []);
    assert.deepEqual(await stores.uow.read.authenticators.ofIdentity(other.identityId), [other]);
  });

  it('A4 leads from a credential to one identity, until that or the credential goes', async () => {
    const entry = { kind: 'passkey', digest: randomId(), identityId: randomId(), authenticatorId: randomId() } as const;
    const won = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        node(turn).uow.run((r) =>
          r.authenticatorIndex.insert({ ...entry, identityId: turn ? randomId() : entry.identityId }),
        ),
      ),
    );
    assert.equal(won.filter(Boolean).length, 1);
    const find = () => stores.uow.read.authenticatorIndex.find('passkey', entry.digest);
    const holder = (await find())!.identityId;
    assert.equal(await stores.uow.read.authenticatorIndex.find('outside', entry.digest), undefined);
    await stores.uow.run((r) => r.authenticatorIndex.removeAuthenticator(holder, 'another'));
    await stores.uow.run((r) => r.authenticatorIndex.removeIdentity('another'));
    assert.ok(await find());
    await stores.uow.run((r) => r.authenticatorIndex.removeAuthenticator(holder, entry.authenticatorId));
    assert.equal(await find(), undefined);
    await stores.uow.run((r) => r.authenticatorIndex.insert(entry));
    await stores.uow.run((r) => r.authenticatorIndex.removeIdentity(entry.identityId));
    assert.equal(await find(), undefined);
  });

  it('A1 A5 counts 50 parallel failures over two nodes exactly', async () => {
    const counts = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        node(turn).uow.run(({ failureCounters }) =>
          failureCounters.add('someone', 'password', at(turn), 600, (failures) => (failures >= 5 ? 60 : 0)),
        ),
      ),
    );
    const seen = counts.map(({ failures }) => failures).sort((a, b) => a - b);
    assert.deepEqual(
      seen,
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    const counter = await stores.uow.read.failureCounters.find('someone', 'password');
    assert.equal(counter?.failures, 50);
    assert.ok(counter?.blockedUntil);
  });

  it('A1 holds a counter for one at a time, and waits for one that is just being made', async () => {
    const add = (n: number, node: Stores, held: boolean): Promise<number> =>
      node.uow.run(async ({ failureCounters: counters }) => {
        const before = held ? await counters.hold('held', 'password') : undefined;
        if (before) await sleep(2);
        return (await counters.add('held', 'password', at(n), 600, () => 0, before)).failures;
      });
    const [made, go] = [gate(), gate()];
    const first = stores.uow.run(async ({ failureCounters }) => {
      assert.equal(await failureCounters.hold('held', 'password'), undefined);
      await failureCounters.add('held', 'password', at(0), 600, () => 0);
      made.open();
      await go.passed;
    });
    await made.passed;
    const seen = other.uow.run(({ failureCounters }) => failureCounters.hold('held', 'password'));
    setTimeout(go.open, 50);
    await first;
    assert.equal((await seen)?.failures, 1);
    const counts = await Promise.all(Array.from({ length: 30 }, (_, n) => add(n, node(n), n % 3 > 0)));
    assert.deepEqual(
      counts.sort((a, b) => a - b),
      Array.from({ length: 30 }, (_, index) => index + 2),
    );
  });

  it('begins a new window after the old one, never shortens a block, and forgets on request', async () => {
    const add = (now: Date, seconds: number) =>
      stores.uow.run(({ failureCounters }) => failureCounters.add('window', 'sms', now, 60, () => seconds));
    const first = await add(at(0), 0);
    assert.deepEqual(first, {
      subject: 'window',
      purpose: 'sms',
      failures: 1,
      windowEndsAt: at(60_000),
      blockedUntil: null,
    });
    assert.deepEqual(await add(at(1000), 300), { ...first, failures: 2, blockedUntil: at(301_000) });
    assert.deepEqual(await add(at(2000), 10), { ...first, failures: 3, blockedUntil: at(301_000) });
    assert.deepEqual(await stores.uow.read.failureCounters.find('window', 'sms'), {
      ...first,
      failures: 3,
      blockedUntil: at(301_000),
    });
    const anew = await add(at(60_000), 0);
    assert.deepEqual([anew.failures, anew.windowEndsAt, anew.blockedUntil], [1, at(120_000), at(301_000)]);
    assert.equal((await add(at(301_000), 0)).blockedUntil, null, 'a block that is over is gone');
    await stores.uow.run(({ failureCounters }) => failureCounters.clear('window', 'sms'));
    assert.equal(await stores.uow.read.failureCounters.find('window', 'sms'), undefined);
    assert.equal(await stores.uow.read.failureCounters.find('window', 'password'), undefined);
  });

  it('sweeps counters only when window and block are both over', async () => {
    await stores.uow.run(async ({ failureCounters }) => {
      await failureCounters.add('over', 'p', at(-100_000), 1, () => 1);
      await failureCounters.add('blocked', 'p', at(-100_000), 1, () => 1000);
      await failureCounters.add('open', 'p', at(-100_000), 1000, () => 0);
      assert.equal(await failureCounters.removeExpired(at(0), 100), 1);
    });
    const { failureCounters } = stores.uow.read;
    assert.equal(await failureCounters.find('over', 'p'), undefined);
    assert.ok(await failureCounters.find('blocked', 'p'));
    assert.ok(await failureCounters.find('open', 'p'));
  });

  it('A1 lets one of 50 parallel spends over two nodes win', async () => {
    const spends = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => node(turn).uow.run(({ spent }) => spent.spend('code', 'one', at(0)))),
    );
    assert.equal(spends.filter(Boolean).length, 1);
    assert.equal(await stores.uow.read.spent.isSpent('code', 'one'), true);
    assert.equal(await stores.uow.read.spent.isSpent('CODE', 'one'), false);
    assert.equal(await stores.uow.read.spent.isSpent('jti', 'one'), false);
  });

  it('A1 frees what was spent in a unit of work that rolled back, for the one that waited', async () => {
    const [spent, undo] = [gate(), gate()];
    const first = stores.uow.run(async (repositories) => {
      assert.equal(await repositories.spent.spend('code', 'undone', at(0)), true);
      spent.open();
      await undo.passed;
      throw new Error('undone');
    });
    await spent.passed;
    const second = other.uow.run((repositories) => repositories.spent.spend('code', 'undone', at(0)));
    setTimeout(undo.open, 30);
    await assert.rejects(first, /undone/);
    assert.equal(await second, true);
  });

  it('sweeps what was spent only after its time, in steps', async () => {
    await stores.uow.run(async ({ spent }) => {
      for (const n of [1, 2, 3]) await spent.spend('sweep', `${n}`, at(-1_000_000 - n));
      await spent.spend('sweep', 'live', at(1_000_000));
      assert.equal(await spent.removeExpired(at(-1_000_000), 2), 2);
      assert.equal(await spent.removeExpired(at(-1_000_000), 2), 1);
      assert.equal(await spent.isSpent('sweep', 'live'), true);
    });
  });

  it('A1 counts the tries of a code: of 20 at once over two nodes as many as allowed', async () => {
    const code = oneTimeCode({ identityId: randomId() });
    await stores.uow.run(({ oneTimeCodes }) => oneTimeCodes.insert(code));
    assert.deepEqual(await stores.uow.read.oneTimeCodes.find(code.id), code);
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        node(turn).uow.run(({ oneTimeCodes }) => oneTimeCodes.addTry(code.id, 5)),
      ),
    );
    assert.equal(tries.filter(Boolean).length, 5);
    assert.equal((await stores.uow.read.oneTimeCodes.find(code.id))?.tries, 5);
    await stores.uow.run(async ({ oneTimeCodes }) => {
      await oneTimeCodes.remove(code.id);
      assert.equal(await oneTimeCodes.addTry(code.id, 5), false);
      await oneTimeCodes.insert(oneTimeCode({ expiresAt: at(0) }));
      await oneTimeCodes.insert(oneTimeCode({ expiresAt: at(1) }));
      assert.equal(await oneTimeCodes.removeExpired(at(0), 10), 1);
    });
    assert.equal(await stores.uow.read.oneTimeCodes.find(code.id), undefined);
  });

  it('knows a device per identity and moves only when it was last seen', async () => {
    const device = { identityId: 'someone', deviceDigest: 'AbC', confirmedAt: at(0), lastSeenAt: at(0) };
    const put = (change: Partial<typeof device>) =>
      stores.uow.run(({ knownDevices }) => knownDevices.put({ ...device, ...change }));
    await put({});
    await put({ confirmedAt: at(99), lastSeenAt: at(7) });
    const { knownDevices } = stores.uow.read;
    assert.deepEqual(await knownDevices.find('someone', 'AbC'), { ...device, lastSeenAt: at(7) });
    assert.equal(await knownDevices.find('someone', 'abc'), undefined);
    assert.equal(await knownDevices.find('another', 'AbC'), undefined);
    const [password, sms] = [authenticator('someone'), authenticator('someone', { kind: 'sms', createdAt: at(1) })];
    await stores.uow.run(async ({ authenticators }) => {
      for (const one of [sms, password, authenticator('another')]) await authenticators.insert(one);
    });
    const both = { device: { ...device, lastSeenAt: at(7) }, authenticators: [password, sms] };
    assert.deepEqual(await knownDevices.withAuthenticators('someone', 'AbC'), both);
    assert.deepEqual(await knownDevices.withAuthenticators('someone', 'AbC '), { ...both, device: undefined });
    assert.equal((await knownDevices.withAuthenticators('another', 'AbC')).device, undefined);
    assert.deepEqual(await knownDevices.withAuthenticators('nobody', 'AbC'), { device: undefined, authenticators: [] });
    await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        node(turn).uow.run((repositories) =>
          repositories.knownDevices.put({ ...device, identityId: 'parallel', lastSeenAt: at(turn) }),
        ),
      ),
    );
    assert.ok(await knownDevices.find('parallel', 'AbC'));
    await stores.uow.run((repositories) => repositories.knownDevices.removeIdentity('someone'));
    assert.equal(await knownDevices.find('someone', 'AbC'), undefined);
  });
});
