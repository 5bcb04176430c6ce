import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { authenticatorNode, type TestClock, testClock } from '../../../../test/support/identities/authenticators.js';
import { enrolmentOf, identityNode } from '../../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../../test/support/stores.js';
import { randomId, randomToken } from '../../../shared/random.js';
import { createSealer, type Sealer } from '../../../shared/seal.js';
import { Authenticators, newTotpKey, TotpEnrolment, TotpFactor, totpUri } from '../index.js';

eachStorePair('one-time passwords by time', (make) => {
  let stores: TestStores;
  let clock: TestClock;
  let here: ReturnType<typeof service>;
  let there: ReturnType<typeof service>;
  let owner: string;
  const sealers = new Map<string, Sealer>();

  before(async () => {
    stores = await make();
    clock = testClock();
    here = service(stores);
    there = service(await stores.secondNode());
  });
  beforeEach(() => {
    clock.pass(300);
    owner = somebody();
  });
  after(() => stores.close());

  function service(node: Pick<TestStores, 'uow'>) {
    const { uow, throttle, notifications } = authenticatorNode(node, clock);
    const authenticators = new Authenticators({ uow, clock, notifications, highestAal: 2 });
    const sealerOf = async (id: string): Promise<Sealer | undefined> => sealers.get(id);
    return {
      authenticators,
      factor: new TotpFactor({ throttle, uow, clock, sealerOf }),
      enrolment: new TotpEnrolment({ authenticators, uow, clock, sealerOf }),
    };
  }

  function somebody(): string {
    const id = randomId();
    sealers.set(id, createSealer(randomBytes(32)));
    return id;
  }
  /** What an app shows whose clock is so many seconds ahead. */
  const shows = (key: string, ahead = 0): string =>
    generateSync({ secret: key, epoch: Math.floor(clock.now().getTime() / 1000) + ahead });
  const answer = (code: string, node = here, identityId = owner) =>
    node.factor.verify({ identityId, visitDigest: randomToken(), locale: 'en', answer: code });
  async function added(identityId = owner): Promise<string> {
    const key = newTotpKey();
    const { outcome } = await here.enrolment.confirm(identityId, key, shows(key));
    assert.equal(outcome, 'added');
    clock.pass(60);
    return key;
  }

  it('has a key of 160 bits, and an address that apps read', () => {
    const key = newTotpKey();
    assert.match(key, /^[A-Z2-7]{32}$/);
    const uri = new URL(totpUri(key, '一号', '张**'));
    assert.equal(`${uri.protocol}//${uri.host}${decodeURIComponent(uri.pathname)}`, 'otpauth://totp/一号:张**');
    assert.deepEqual(
      [...uri.searchParams],
      [
        ['secret', key],
        ['issuer', '一号'],
      ],
    );
  });

  it('is added by a right code alone, is told everywhere, and rests sealed', async () => {
    const key = newTotpKey();
    assert.deepEqual(await here.enrolment.confirm(owner, key, '12 34'), { outcome: 'wrong' });
    assert.deepEqual(await here.enrolment.confirm(owner, key, shows(newTotpKey())), { outcome: 'wrong' });
    assert.deepEqual(await here.factor.available(owner), { available: false });
    assert.deepEqual(await here.enrolment.confirm(owner, key, shows(key)), { outcome: 'added' });
    const [kept] = await here.authenticators.list(owner);
    assert.ok(kept?.secret && !kept.secret.includes(key));
    assert.deepEqual(await here.factor.available(owner), { available: true, hint: '' });
    const [event] = await stores.uow.read.audit.ofIdentity(owner, 1);
    assert.deepEqual([event?.type, event?.detail.kind], ['authenticator.added', 'totp']);
  });

  it('A7 adds one app for one key, however often its form is sent, and the code that proved it is spent', async () => {
    const key = newTotpKey();
    const nodes = [here, there, here, there];
    const outcomes = await Promise.all(nodes.map(({ enrolment }) => enrolment.confirm(owner, key, shows(key))));
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'added').length, 1);
    assert.equal((await here.authenticators.list(owner)).length, 1);
    assert.deepEqual(await answer(shows(key)), { outcome: 'used_up' });
  });

  it('reaches AAL 2, with figures as people type them', async () => {
    const key = await added();
    const begun = await here.factor.begin({ identityId: owner, visitDigest: randomToken(), locale: 'en' });
    assert.ok(begun.outcome === 'begun');
    assert.deepEqual(begun.shown, { entry: 'digits', length: 6 });
    const wide = shows(key).replace(/\d/g, (digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0));
    const typed = `${wide.slice(0, 3)} ${wide.slice(3)}`;
    assert.deepEqual(await answer(typed), { outcome: 'right', amr: ['otp'], aal: 2 });
  });

  it('lets a phone’s clock drift one step either way, and no more', async () => {
    const key = await added();
    for (const [ahead, outcome] of [
      [-30, 'right'],
      [30, 'right'],
      [-60, 'wrong'],
      [60, 'wrong'],
      [0, 'right'],
    ] as const)
      assert.equal((await answer(shows(key, ahead))).outcome, outcome, `${ahead} s`);
  });

  it('A7 spends a step for good: seen over a shoulder, it opens nothing while it would still be shown', async () => {
    const key = await added();
    const code = shows(key);
    assert.equal((await answer(code)).outcome, 'right');
    for (const seconds of [0, 15, 15]) {
      clock.pass(seconds);
      assert.deepEqual(await answer(code, there), { outcome: 'used_up' });
    }
    assert.equal((await answer(shows(key))).outcome, 'right', 'the next step is another code');
  });

  it('A1 A7 lets one of many parallel logins in with one code, over two nodes', async () => {
    for (let round = 0; round < 5; round += 1) {
      owner = somebody();
      const key = await added();
      const nodes = [here, there, here, there];
      const answers = await Promise.all(nodes.map((node) => answer(shows(key), node)));
      assert.equal(answers.filter(({ outcome }) => outcome === 'right').length, 1, JSON.stringify(answers));
    }
  });

  it('A4 takes nobody else’s code, and a key moved to another identity opens nothing', async () => {
    const key = await added();
    const stranger = somebody();
    await added(stranger);
    assert.deepEqual(await answer(shows(key), here, stranger), { outcome: 'wrong' });
    const [kept] = await here.authenticators.list(owner);
    const thief = somebody();
    sealers.set(thief, sealers.get(owner)!);
    await here.authenticators.add({ identityId: thief, kind: 'totp', secret: kept!.secret! });
    await assert.rejects(answer(shows(key), here, thief), /seal is broken/);
  });

  it('knows several apps, and no more the one that was removed', async () => {
    await stores.uow.run(({ authenticators }) =>
      authenticators.insert({
        ...{ id: randomId(), identityId: owner, kind: 'passkey', secret: null, label: null, data: null },
        ...{ usableFrom: null, usableUntil: null, createdAt: clock.now(), lastUsedAt: null },
      }),
    );
    const [old, young] = [await added(), await added()];
    assert.equal((await answer(shows(young))).outcome, 'right');
    const first = (await here.authenticators.list(owner)).find(({ kind }) => kind === 'totp');
    assert.equal(await here.authenticators.remove(owner, first!.id), 'removed');
    const left = await Promise.all([old, young].map(async (key) => (await answer(shows(key, 30), there)).outcome));
    assert.deepEqual(left.toSorted(), ['right', 'wrong']);
  });

  it('A5 pauses after five wrong codes', async () => {
    const key = await added();
    for (let turn = 0; turn < 5; turn += 1) assert.equal((await answer('000000', there)).outcome, 'wrong');
    assert.deepEqual(await answer(shows(key)), { outcome: 'blocked', secondsLeft: 60 });
    clock.pass(60);
    assert.equal((await answer(shows(key))).outcome, 'right');
  });

  it('waits until it may be used, and is nothing once the identity’s key is destroyed', async () => {
    const key = await added();
    const [kept] = await here.authenticators.list(owner);
    const usableFrom = new Date(clock.now().getTime() + 60_000);
    await stores.uow.run(({ authenticators }) => authenticators.change(owner, kept!.id, { usableFrom }));
    assert.deepEqual(await here.factor.available(owner), { available: false });
    assert.equal((await answer(shows(key))).outcome, 'wrong');
    clock.pass(60);
    sealers.delete(owner);
    assert.equal((await answer(shows(key))).outcome, 'wrong');
  });

  it('is sealed with a key that goes with the identity’s data', async () => {
    const { identities } = identityNode(stores);
    await identities.ready();
    const registered = await identities.register(enrolmentOf(77));
    assert.ok(registered.outcome === 'registered');
    const { id } = registered.identity;
    const sealed = (await identities.sealerOf(id))!.seal('key', 'x');
    assert.equal((await identities.sealerOf(id))?.open(sealed, 'x'), 'key');
    await identities.setState(id, 'closed', 'tests');
    assert.equal(await identities.sealerOf(id), undefined);
    assert.equal(await identities.sealerOf(randomId()), undefined);
  });
});
