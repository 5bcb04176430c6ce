import assert from 'node:assert/strict';
import { authenticator } from '../../../test/stores/records.js';
import { testKeys } from '../../../test/support/identities/identities.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { plusSeconds } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { Text } from '../../shared/text.js';
import type { Notifier } from '../audit/index.js';
import { Notifications, Outbox } from '../notifications/index.js';
import type { AuthenticatorKind } from '../records/index.js';
import { Authenticators } from './index.js';
import { isEnough, strengthOf } from './strength.js';

eachStorePair('what an identity logs in with', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let owner: string;
  let all: Authenticators;
  let elsewhere: Authenticators;
  let sent: { to: unknown; template: string; text: string }[];

  before(async () => {
    stores = await make();
  });
  beforeEach(async () => {
    clock = new MovableClock();
    owner = randomId();
    sent = [];
    all = service(stores);
    elsewhere = service(await stores.secondNode());
  });
  after(() => stores.close());

  function service({ uow }: Pick<TestStores, 'uow'>): Authenticators {
    const real = new Notifications({ outbox: new Outbox({ keys: testKeys, clock }), clock });
    const notifications: Notifier = {
      enqueue: real.enqueue.bind(real),
      enqueueWished: real.enqueueWished.bind(real),
      enqueueEverywhere: async (outbox, identityId, message) => {
        sent.push({ to: identityId, template: message.template, text: (message.values!.change as Text).zh });
        await real.enqueueEverywhere(outbox, identityId, message);
      },
    };
    return new Authenticators({ uow, clock, notifications, highestAal: 3 });
  }

  const give = (...kinds: readonly AuthenticatorKind[]) =>
    stores.uow.run(async ({ authenticators }) => {
      const given = kinds.map((kind, n) =>
        authenticator(owner, { kind, createdAt: plusSeconds(new Date(0), n), data: { n } }),
      );
      for (const one of given) await authenticators.insert(one);
      return given;
    });
  const kinds = async (): Promise<string[]> => (await all.list(owner)).map(({ kind }) => kind);
  const events = async (): Promise<string[]> =>
    (await stores.uow.read.audit.ofIdentity(owner, 10)).map(({ type, detail }) => `${type} ${detail.kind}`);

  it('are added with an event and word on every channel, in one transaction', async () => {
    const added = await all.add({ identityId: owner, kind: 'passkey', label: '办公电脑', data: { counter: 0 } });
    assert.equal(added.outcome, 'added');
    const [kept] = await all.list(owner);
    assert.deepEqual([kept?.label, kept?.data, kept?.usableFrom], ['办公电脑', { counter: 0 }, null]);
    assert.deepEqual(await events(), ['authenticator.added passkey']);
    assert.deepEqual(sent, [{ to: owner, template: 'authenticator_changed', text: '添加了通行密钥' }]);
  });

  it('A4 belong to one identity: what leads to somebody is not linked to anybody else, however many try at once', async () => {
    const digest = randomId();
    const people = Array.from({ length: 8 }, () => randomId());
    const results = await Promise.all(
      people.map((identityId, n) => (n % 2 ? all : elsewhere).add({ identityId, kind: 'outside', digest })),
    );
    assert.equal(results.filter(({ outcome }) => outcome === 'added').length, 1);
    const found = await stores.uow.read.authenticatorIndex.find('outside', digest);
    const holders = await Promise.all(people.map((one) => all.list(one)));
    assert.deepEqual(
      holders.flat().map(({ identityId, id }) => [identityId, id]),
      [[found?.identityId, found?.authenticatorId]],
    );
    assert.equal(await stores.uow.read.authenticatorIndex.find('passkey', digest), undefined);
  });

  it('are removed with what led to them, and never the last way in', async () => {
    const digest = randomId();
    const [password, sms] = await give('password', 'sms');
    const key = await all.add({ identityId: owner, kind: 'passkey', digest });
    assert.ok(key.outcome === 'added');
    assert.equal(await all.remove(owner, key.authenticator.id), 'removed');
    assert.equal(await stores.uow.read.authenticatorIndex.find('passkey', digest), undefined);
    for (const { id } of [password!, sms!]) assert.equal(await all.remove(owner, id), 'last');
    assert.equal(await all.remove(owner, 'nothing'), 'unknown');
    assert.equal(await all.remove(randomId(), password!.id), 'unknown', 'nobody removes another’s');
    assert.deepEqual(await kinds(), ['password', 'sms']);
    assert.deepEqual(await events(), ['authenticator.removed passkey', 'authenticator.added passkey']);
  });

  it('cannot all be removed at once from two nodes', async () => {
    for (let round = 0; round < 5; round += 1) {
      owner = randomId();
      const [first, second] = await give('passkey', 'passkey');
      const outcomes = await Promise.all([all.remove(owner, first!.id), elsewhere.remove(owner, second!.id)]);
      assert.deepEqual(outcomes.sort(), ['last', 'removed']);
      assert.deepEqual(await kinds(), ['passkey']);
    }
  });

  it('take a name without a message, and a new secret with one', async () => {
    const [password] = await give('password', 'sms');
    assert.equal(await all.rename(owner, password!.id, '我的'), 'changed');
    assert.equal(await all.rename(randomId(), password!.id, '别人的'), 'unknown');
    assert.deepEqual(sent, []);
    const change = { secret: 'new', data: { version: 2 } };
    assert.equal(await stores.uow.run((r) => all.changeIn(r, owner, password!.id, change)), 'changed');
    const [kept] = await all.list(owner);
    assert.deepEqual([kept?.label, kept?.secret, kept?.data], ['我的', 'new', { version: 2 }]);
    assert.deepEqual(
      sent.map(({ text }) => text),
      ['更改了密码'],
    );
  });

  it('say the strongest login they make, at most what this installation knows', async () => {
    await give('password', 'sms', 'passkey');
    assert.equal(await all.strongest(owner), 3);
    const { uow } = stores;
    const notifications = new Notifications({ outbox: new Outbox({ keys: testKeys, clock }), clock });
    assert.equal(await new Authenticators({ uow, clock, notifications, highestAal: 2 }).strongest(owner), 2);
    assert.equal(await all.strongest(randomId()), 1);
  });
});

describe('what authenticators make together', () => {
  const now = new Date();
  const some = (...kinds: AuthenticatorKind[]) => kinds.map((kind) => authenticator('someone', { kind }));
  const cases: readonly (readonly [AuthenticatorKind[], strength: number, enough: boolean])[] = [
    [[], 0, false],
    [['password'], 1, false],
    [['sms', 'totp', 'recovery'], 0, false],
    [['outside'], 0, false],
    [['outside', 'totp'], 2, false],
    [['password', 'recovery'], 1, false],
    [['password', 'sms'], 2, true],
    [['password', 'totp'], 2, true],
    [['passkey'], 3, true],
  ];
  for (const [kinds, strength, enough] of cases)
    it(`${kinds.join(' + ') || 'nothing'}: ${strength}${enough ? '' : ', not enough to be left with'}`, () => {
      assert.equal(strengthOf(some(...kinds), now), strength);
      assert.equal(isEnough(some(...kinds), now), enough);
    });

  it('one that took another’s place counts from its time on', () => {
    const waiting = [authenticator('someone', { kind: 'passkey', usableFrom: plusSeconds(now, 60) })];
    assert.equal(strengthOf(waiting, now), 0);
    assert.equal(strengthOf(waiting, plusSeconds(now, 60)), 3);
  });
});
