import assert from 'node:assert/strict';
import { authenticator } from '../../../test/stores/records.js';
import { takeMessages } from '../../../test/support/identities/authenticators.js';
import { enrolmentOf } from '../../../test/support/identities/identities.js';
import { type RecoveryNode, recoveryNode } from '../../../test/support/journeys/recovery.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { plusSeconds } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import { usableOf } from '../authenticators/index.js';
import type { Aal, RecoveryGoal } from '../records/index.js';
import { type Proof, RECOVERY_WAIT_SECONDS } from './index.js';

const BY = { locale: 'zh-CN' } as const;
const PHONE = '+8613999990000';
let next = 3000;

eachStorePair('recoveries', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let one: RecoveryNode;
  let two: RecoveryNode;
  let owner: string;

  before(async () => {
    stores = await make();
  });
  after(() => stores.close());
  beforeEach(async () => {
    clock = new MovableClock();
    one = recoveryNode(stores, clock);
    two = recoveryNode(await stores.secondNode(), clock);
    await takeMessages(one, clock);
    next += 1;
    const registered = await one.identities.register(enrolmentOf(next));
    assert.ok(registered.outcome === 'registered');
    owner = registered.identity.id;
    await takeMessages(one, clock);
  });

  const proof = async (goal: RecoveryGoal, proofs: readonly Proof[] = ['recovery', 'sms'], visitDigest = 'visit') => ({
    by: 'visit' as const,
    visitDigest,
    proof: await one.proofs.make({ identityId: owner, goal, visitDigest, proofs }),
  });
  const askForPassword = async (given?: readonly Proof[]) =>
    one.recoveries.begin(
      { identityId: owner, goal: 'password', secret: 'new hash' },
      await proof('password', given),
      BY,
    );
  const kinds = async (): Promise<string[]> =>
    usableOf(await stores.uow.read.authenticators.ofIdentity(owner), clock.now())
      .map(({ kind, secret }) => (kind === 'password' ? `password ${secret}` : kind))
      .toSorted();
  const events = async (): Promise<string[]> =>
    (await stores.uow.read.audit.ofIdentity(owner, 50)).map(({ type }) => type).filter((type) => /recovery/.test(type));
  /** Those to the owner: others of this store may come due when the clock moves. */
  const messages = async () => (await takeMessages(one, clock)).filter(({ to }) => to.identityId === owner || to.phone);
  const templates = async () =>
    (await messages()).map(({ template, to }) => `${template} ${to.via ?? to.phone}`).toSorted();
  const addPasskey = () =>
    stores.uow.run(async ({ authenticators }) => {
      const passkey = authenticator(owner, { kind: 'passkey', secret: null, createdAt: clock.now() });
      await authenticators.insert(passkey);
      return passkey.id;
    });
  const login = async (used: readonly string[], aal: Aal = 2): Promise<string> => {
    const uid = randomId();
    await one.sessions.record({ uid, identityId: owner, aal, used, expiresAt: plusSeconds(clock.now(), 3 * 86_400) });
    return uid;
  };
  const day = (): void => clock.pass(RECOVERY_WAIT_SECONDS);

  it('leave everything as it works for a day, then the new password works and the old one does not, by date alone', async () => {
    const begun = await askForPassword();
    assert.ok(begun.outcome === 'waits');
    assert.deepEqual(await kinds(), ['password $argon2id$test', 'sms']);
    clock.pass(RECOVERY_WAIT_SECONDS - 2);
    assert.deepEqual(await kinds(), ['password $argon2id$test', 'sms']);
    assert.equal(await one.recoveries.effectDue(), 0);
    clock.pass(2);
    assert.deepEqual(await kinds(), ['password new hash', 'sms'], 'without anybody having done anything');
    await one.recoveries.effectDue();
    assert.deepEqual(await kinds(), ['password new hash', 'sms']);
    assert.equal((await stores.uow.read.authenticators.ofIdentity(owner)).length, 2);
  });

  it('send word on every channel when they begin and when they take effect, with a code that only stops', async () => {
    await askForPassword();
    const sent = await messages();
    assert.deepEqual(sent.map(({ template, to }) => `${template} ${to.via}`).toSorted(), [
      'recovery_begun email',
      'recovery_begun phone',
    ]);
    assert.match(sent[0]!.values.code!, /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    assert.ok(!JSON.stringify(await stores.uow.read.recoveries.find(owner)).includes(sent[0]!.values.code!));
    day();
    await one.recoveries.effectDue();
    assert.deepEqual(await templates(), ['recovery_done email', 'recovery_done phone']);
    assert.deepEqual(await events(), ['recovery.done', 'recovery.begun']);
  });

  it('A13 end every session and grant when they take effect, and keep what the person was proven to be', async () => {
    const before = await one.identities.find(owner);
    const uid = await login(['password', 'sms']);
    const expiresAt = plusSeconds(clock.now(), 3 * 86_400);
    const grant = {
      digest: randomId(),
      identityId: owner,
      applicationId: 'a',
      payload: {},
      expiresAt,
      revokedAt: null,
    };
    await stores.uow.run(({ grants }) => grants.put(grant));
    await askForPassword();
    assert.equal((await two.uow.read.sessions.find(uid))?.endedAt, null, 'a request alone ends nothing');
    day();
    await one.recoveries.effectDue();
    assert.ok((await two.uow.read.sessions.find(uid))?.endedAt);
    assert.equal(await two.uow.read.grants.find(grant.digest), undefined);
    const after = await one.identities.find(owner);
    assert.deepEqual([after?.ial, after?.provenAt], [before?.ial, before?.provenAt]);
    assert.equal(after?.tokenEpoch, before!.tokenEpoch + 1);
  });

  it('A1 take effect once, however many nodes look at once', async () => {
    await askForPassword();
    await takeMessages(one, clock);
    day();
    await Promise.all([one, two, one, two, one, two].map((node) => node.recoveries.effectDue()));
    assert.deepEqual(await events(), ['recovery.done', 'recovery.begun']);
    assert.equal((await templates()).length, 2);
    assert.equal((await one.identities.find(owner))?.tokenEpoch, 1);
  });

  it('A1 are stopped or take effect, never both and never neither, when the two meet', async () => {
    for (let round = 0; round < 10; round += 1) {
      await askForPassword();
      // Two clocks a second apart, as two nodes have them: one says that there is time left.
      clock.pass(RECOVERY_WAIT_SECONDS + 1);
      const late = recoveryNode(stores, { now: () => plusSeconds(clock.now(), -2) });
      const [stopped] = await Promise.all([late.recoveries.stop(owner), one.recoveries.effectDue()]);
      const last = (await events())[0];
      assert.equal(last, stopped ? 'recovery.stopped' : 'recovery.done');
      assert.equal(await stores.uow.read.recoveries.find(owner), undefined);
      const passwords = (await stores.uow.read.authenticators.ofIdentity(owner)).filter(
        ({ kind }) => kind === 'password',
      );
      assert.equal(passwords.length, 1);
      assert.deepEqual([passwords[0]!.usableFrom, passwords[0]!.usableUntil], [null, null]);
    }
  });

  it('are stopped by the holder: all is as before, and every channel hears of it', async () => {
    await askForPassword();
    await takeMessages(one, clock);
    assert.equal(await two.recoveries.stop(owner), true);
    assert.equal(await two.recoveries.stop(owner), false, 'once');
    assert.deepEqual(await events(), ['recovery.stopped', 'recovery.begun']);
    assert.equal((await templates()).length, 2);
    day();
    assert.equal(await one.recoveries.effectDue(), 0);
    assert.deepEqual(await kinds(), ['password $argon2id$test', 'sms']);
  });

  it('are stopped by the code of the message, in any spelling, by that of another never, and not after the day', async () => {
    await askForPassword();
    const { code = '' } = (await messages())[0]!.values;
    assert.equal(await two.recoveries.stopByCode('00000-00000'), false);
    assert.equal(await two.recoveries.stopByCode(` ${code.toLowerCase().replace('-', ' ')}`), true);
    assert.equal(await two.recoveries.stopByCode(code), false);
    assert.deepEqual(await kinds(), ['password $argon2id$test', 'sms']);
    await askForPassword();
    const late = (await messages()).findLast(({ values }) => values.code)!.values.code!;
    day();
    assert.equal(await one.recoveries.stopByCode(late), false);
    assert.equal(await one.recoveries.stop(owner), false);
  });

  it('wait one at a time, however many ask at once', async () => {
    const asked = await Promise.all(Array.from({ length: 6 }, () => askForPassword()));
    assert.deepEqual(asked.map(({ outcome }) => outcome).toSorted(), [...Array(5).fill('waiting'), 'waits']);
    assert.equal((await stores.uow.read.authenticators.ofIdentity(owner)).length, 3);
  });

  it('A3 take a proof of this visit, identity and goal, once, and no other', async () => {
    const request = { identityId: owner, goal: 'password', secret: 'x' } as const;
    const good = await proof('password');
    const someoneElse = await one.identities.register(enrolmentOf(next + 5000));
    assert.ok(someoneElse.outcome === 'registered');
    const refused = [
      [request, await proof('phone', ['password', 'recovery'])],
      [request, { ...good, visitDigest: 'another' }],
      [request, { ...good, proof: `${good.proof.slice(0, -2)}xx` }],
      [request, { ...good, proof: '' }],
      [{ ...request, identityId: someoneElse.identity.id }, good],
      [request, { by: 'session', uid: 'nowhere' }],
    ] as const;
    for (const [asked, given] of refused)
      assert.deepEqual(await one.recoveries.begin(asked, given, BY), { outcome: 'not_proven' });
    assert.equal((await one.recoveries.begin(request, good, BY)).outcome, 'waits');
    await one.recoveries.stop(owner);
    assert.deepEqual(await two.recoveries.begin(request, good, BY), { outcome: 'not_proven' }, 'spent');
    const old = await proof('password');
    clock.pass(31 * 60);
    assert.deepEqual(await one.recoveries.begin(request, old, BY), { outcome: 'not_proven' }, 'too old');
  });

  it('take what the table says, and from IAL 2 on no text message with name and number', async () => {
    const outcome = async (...given: Proof[]): Promise<string> => {
      const asked = await askForPassword(given);
      await one.recoveries.stop(owner);
      return asked.outcome;
    };
    assert.equal(await outcome('sms'), 'not_proven');
    assert.equal(await outcome('totp', 'sms'), 'not_proven', 'both are on one phone');
    assert.equal(await outcome('registry', 'sms'), 'waits');
    const identity = await one.identities.find(owner);
    await stores.uow.run(({ identities }) => identities.update(owner, identity!.tokenEpoch, { ial: 2 }));
    for (const given of [['sms'], ['registry'], ['registry', 'sms'], ['totp', 'sms', 'registry']] as Proof[][])
      assert.equal(await outcome(...given), 'not_proven', given.join());
    assert.equal(await outcome('recovery', 'sms'), 'waits');
  });

  it('end a lost passkey by a login with two other factors that goes on, and not the last way in', async () => {
    const passkey = await addPasskey();
    const ask = async (uid: string, authenticatorId = passkey) =>
      (await one.recoveries.begin({ identityId: owner, goal: 'passkey', authenticatorId }, { by: 'session', uid }, BY))
        .outcome;
    assert.equal(await ask(await login(['password'], 1)), 'not_proven');
    assert.equal(await ask(await login(['passkey'], 3)), 'not_proven', 'whoever has it removes it');
    const ended = await login(['password', 'sms']);
    await one.sessions.end(ended, 'logout');
    assert.equal(await ask(ended), 'not_proven');
    const uid = await login(['password', 'sms']);
    assert.equal(await ask(uid, 'nothing'), 'unknown');
    assert.equal(await ask(uid), 'waits');
    assert.deepEqual(await kinds(), ['passkey', 'password $argon2id$test', 'sms']);
    day();
    assert.deepEqual(await kinds(), ['password $argon2id$test', 'sms']);
    await one.recoveries.effectDue();

    const last = await addPasskey();
    const [password] = (await stores.uow.read.authenticators.ofIdentity(owner)).filter(
      ({ kind }) => kind === 'password',
    );
    await stores.uow.run(({ authenticators }) => authenticators.remove(owner, password!.id));
    assert.equal(await ask(await login(['password', 'sms']), last), 'last');
    assert.equal(await stores.uow.read.recoveries.find(owner), undefined, 'nothing of it was written');
  });

  it('move to another phone, which the old one hears of', async () => {
    const { phone: before } = await one.identities.reveal(owner, ['phone']);
    const asked = { identityId: owner, goal: 'phone', phone: PHONE } as const;
    const begun = await one.recoveries.begin(asked, await proof('phone', ['password', 'recovery']), BY);
    assert.equal(begun.outcome, 'waits');
    assert.ok(!JSON.stringify(await stores.uow.read.recoveries.find(owner)).includes(PHONE.slice(3)), 'sealed');
    assert.equal((await one.identities.reveal(owner, ['phone'])).phone, before);
    await takeMessages(one, clock);
    day();
    await two.recoveries.effectDue();
    assert.equal((await one.identities.reveal(owner, ['phone'])).phone, PHONE);
    assert.deepEqual(await kinds(), ['password $argon2id$test', 'sms']);
    const sent = await messages();
    assert.ok(sent.some(({ template, to }) => template === 'recovery_done' && to.phone === before));
  });

  it('at a window take effect at once, and end what waited', async () => {
    await askForPassword();
    const clerk = randomId();
    const done = await one.recoveries.recoverAtWindow(
      { identityId: owner, goal: 'password', secret: 'window' },
      clerk,
      BY,
    );
    assert.deepEqual(done, { outcome: 'recovered' });
    assert.deepEqual(await kinds(), ['password window', 'sms']);
    const all = ['recovery.begun', 'recovery.begun', 'recovery.done', 'recovery.stopped'];
    assert.deepEqual((await events()).toSorted(), all);
    const [, begun] = await stores.uow.read.audit
      .ofIdentity(owner, 50)
      .then((all) => all.filter(({ actor }) => actor === clerk));
    assert.ok(begun);
    assert.ok((await templates()).includes('recovery_done phone'));
  });

  it('end without effect where the identity was locked meanwhile, and with an identity that closes', async () => {
    await askForPassword();
    await one.identities.setState(owner, 'locked', 'operator:test');
    day();
    await one.recoveries.effectDue();
    assert.deepEqual(await events(), ['recovery.stopped', 'recovery.begun']);
    assert.deepEqual(await kinds(), ['password $argon2id$test', 'sms']);
    await one.identities.setState(owner, 'active', 'operator:test');
    await askForPassword();
    await one.identities.setState(owner, 'closed', 'operator:test');
    assert.equal(await stores.uow.read.recoveries.find(owner), undefined);
    day();
    assert.equal(await one.recoveries.effectDue(), 0);
  });
});
