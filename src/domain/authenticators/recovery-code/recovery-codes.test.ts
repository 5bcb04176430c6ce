import assert from 'node:assert/strict';
import {
  authenticatorNode,
  type TestClock,
  takeMessages,
  testClock,
} from '../../../../test/support/identities/authenticators.js';
import { testKeys } from '../../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../../test/support/stores.js';
import { randomId, randomToken } from '../../../shared/random.js';
import { Authenticators, RecoveryCodes, RecoveryFactor } from '../index.js';

const NEVER = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ';

eachStorePair('recovery codes', (make) => {
  let stores: TestStores;
  let clock: TestClock;
  let here: ReturnType<typeof service>;
  let there: ReturnType<typeof service>;
  let owner: string;

  before(async () => {
    stores = await make();
    clock = testClock();
    here = service(stores);
    there = service(await stores.secondNode());
  });
  beforeEach(async () => {
    owner = randomId();
    await password(owner);
  });
  after(() => stores.close());

  function service(on: Pick<TestStores, 'uow'>) {
    const node = authenticatorNode(on, clock);
    const { uow, throttle, notifications } = node;
    const authenticators = new Authenticators({ uow, clock, notifications, highestAal: 2 });
    return {
      node,
      authenticators,
      codes: new RecoveryCodes({ authenticators, uow, keys: testKeys }),
      factor: new RecoveryFactor({ throttle, uow, keys: testKeys, notifications, clock }),
    };
  }
  const password = (identityId: string): Promise<unknown> =>
    here.authenticators.add({ identityId, kind: 'password', secret: 'hash' });
  const answer = (code: string, on = here, identityId = owner) =>
    on.factor.verify({ identityId, visitDigest: randomToken(), locale: 'en', answer: code });

  it('are ten of 80 bits, kept as digests', async () => {
    const codes = await here.codes.make(owner);
    assert.equal(new Set(codes).size, 10);
    for (const code of codes) assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const kept = JSON.stringify(await here.authenticators.list(owner));
    for (const code of codes) assert.ok(!kept.includes(code) && !kept.includes(code.replaceAll('-', '')));
    assert.equal(await here.codes.left(owner), 10);
    assert.equal(await here.codes.left(randomId()), undefined);
  });

  it('stand in for a second factor, however they are typed, with word by every channel', async () => {
    const [first, second] = await here.codes.make(owner);
    await takeMessages(here.node, clock);
    assert.deepEqual(await answer(first!), { outcome: 'right', amr: ['otp'], aal: 2 });
    const sloppy = ` ${second!.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    assert.equal((await answer(sloppy)).outcome, 'right');
    assert.equal(await here.codes.left(owner), 8);
    const sent = await takeMessages(here.node, clock);
    const said = sent.map(({ template, to, values }) => `${template} ${to.via} ${values.left}`);
    const each = (left: number) => ['email', 'phone'].map((via) => `recovery_code_used ${via} ${left}`);
    assert.deepEqual(said.toSorted(), [...each(8), ...each(9)].toSorted());
    const all = await stores.uow.read.audit.ofIdentity(owner, 10);
    const events = all.filter(({ type }) => type === 'recovery_code.used');
    assert.deepEqual(events.map(({ detail }) => detail.left).toSorted(), [8, 9]);
  });

  it('A1 A7 work once each, in parallel over two nodes as well', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [code] = await here.codes.make(owner);
      const answers = await Promise.all([here, there, here, there].map((node) => answer(code!, node)));
      assert.equal(answers.filter(({ outcome }) => outcome === 'right').length, 1, JSON.stringify(answers));
      assert.equal((await answer(code!, there)).outcome, 'used_up');
      assert.equal(await here.codes.left(owner), 9);
      clock.pass(24 * 60 * 60);
    }
  });

  it('A1 lose none where two are used at once', async () => {
    const codes = await here.codes.make(owner);
    const answers = await Promise.all(codes.slice(0, 4).map((code, n) => answer(code, n % 2 ? here : there)));
    assert.deepEqual(new Set(answers.map(({ outcome }) => outcome)), new Set(['right']));
    assert.equal(await here.codes.left(owner), 6);
  });

  it('are worth nothing once new ones were made, or the set was removed', async () => {
    const [old] = await here.codes.make(owner);
    const [young] = await there.codes.make(owner);
    assert.equal((await answer(old!)).outcome, 'wrong');
    assert.equal((await answer(young!)).outcome, 'right');
    const sets = (await here.authenticators.list(owner)).filter(({ kind }) => kind === 'recovery');
    assert.equal(sets.length, 1);
    await stores.uow.run(async ({ authenticators, authenticatorIndex }) => {
      await authenticators.remove(owner, sets[0]!.id);
      await authenticatorIndex.removeAuthenticator(owner, sets[0]!.id);
    });
    assert.deepEqual(await here.factor.available(owner), { available: false });
    assert.equal((await answer((await here.codes.make(randomId()))[0]!)).outcome, 'wrong');
  });

  it('A1 are one set, where two are made at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      owner = randomId();
      await password(owner);
      const sets = await Promise.all([here, there, here].map(({ codes }) => codes.make(owner)));
      const kept = (await here.authenticators.list(owner)).filter(({ kind }) => kind === 'recovery');
      assert.equal(kept.length, 1);
      const outcomes = await Promise.all(sets.map(async ([code]) => (await answer(code!)).outcome));
      assert.deepEqual(outcomes.toSorted(), ['right', 'wrong', 'wrong']);
    }
  });

  it('A4 are one identity’s', async () => {
    const [code] = await here.codes.make(owner);
    const stranger = randomId();
    await password(stranger);
    await here.codes.make(stranger);
    assert.equal((await answer(code!, here, stranger)).outcome, 'wrong');
    assert.equal((await answer(code!)).outcome, 'right');
  });

  it('A5 pause after five wrong ones', async () => {
    const [code] = await here.codes.make(owner);
    for (let turn = 0; turn < 5; turn += 1) assert.equal((await answer(NEVER, there)).outcome, 'wrong');
    assert.deepEqual(await answer(code!), { outcome: 'blocked', secondsLeft: 60 });
    clock.pass(60);
    assert.equal((await answer(code!)).outcome, 'right');
  });

  it('are not offered when all are used', async () => {
    for (const code of await here.codes.make(owner)) assert.equal((await answer(code)).outcome, 'right');
    assert.equal(await here.codes.left(owner), 0);
    assert.deepEqual(await here.factor.available(owner), { available: false });
    const request = { identityId: owner, visitDigest: randomToken(), locale: 'en' } as const;
    assert.deepEqual(await here.factor.begin(request), { outcome: 'unavailable' });
  });
});
