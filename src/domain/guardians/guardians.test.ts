import assert from 'node:assert/strict';
import { consent, grant } from '../../../test/stores/records.js';
import {
  type IdentityNode,
  identityNode,
  messagesOf,
  numberBorn,
  numberOf,
} from '../../../test/support/identities/identities.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { beijingDay } from '../../shared/beijing-time.js';
import { plusSeconds } from '../../shared/clock.js';
import { dayOfTurning } from '../identities/index.js';
import type { Identity } from '../records/index.js';

const DAY = 24 * 3600;
const FAR = new Date('2099-01-01T00:00:00Z');

eachStorePair('guardians', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let node: IdentityNode;
  let other: IdentityNode;

  beforeEach(async () => {
    stores = await make();
    clock = new MovableClock();
    node = identityNode(stores, { clock });
    other = identityNode(await stores.secondNode(), { clock });
  });
  afterEach(() => stores.close());

  /** The birth date of someone who turns 14 in so many days. */
  const turningIn = (days: number): string => dayOfTurning(-14, beijingDay(plusSeconds(clock.now(), days * DAY)));

  async function register(name: string, number: string): Promise<Identity> {
    const person = { name, number: numberOf(number), phone: '+8613800138000', passwordHash: '$argon2id$test' };
    const result = await node.identities.register({ ...person, registry: { outcome: 'matched' } });
    assert.ok(result.outcome === 'registered');
    return result.identity;
  }

  const GUARDIAN = { name: '王建国', number: numberBorn('1985-05-05') };
  const SECOND = { name: '李秀英', number: numberBorn('1986-06-06') };

  async function grownUp({ name, number }: typeof GUARDIAN, ial: 1 | 2 = 2): Promise<string> {
    const { id } = await register(name, number);
    if (ial === 2) {
      await node.identities.takeOver({ claimantId: id, number: numberOf(number), ial, actor: 'operator:test' });
    }
    return id;
  }

  const child = async (days = 400): Promise<string> => (await register('王小明', numberBorn(turningIn(days)))).id;
  const ask = (ward: string, { name, number } = GUARDIAN) =>
    node.guardians.ask(ward, { name, number: numberOf(number) });
  const mayRelease = async (id: string, on = node) => on.guardians.mayRelease((await on.identities.find(id))!);
  const requestOf = async (guardian: string): Promise<string> => (await node.wards.family(guardian)).requests[0]!.id;
  const statesOf = async (id: string) => (await node.guardians.ofWard(id)).map(({ state }) => state);
  const told = async () => (await messagesOf(node, FAR)).map(({ template }) => template);
  const historyOf = async (id: string) =>
    (await stores.uow.read.audit.ofIdentity(id, 50))
      .map(({ type }) => type)
      .filter((type) => type.startsWith('guardian'));

  async function confirmed(ward: string, person = GUARDIAN): Promise<string> {
    const guardian = await grownUp(person);
    await ask(ward, person);
    assert.equal(await node.wards.answer(guardian, await requestOf(guardian), 'confirmed'), 'confirmed');
    return guardian;
  }

  /** What a portal was given: it must be dead when the guardian's consent is. */
  async function give(ward: string): Promise<string> {
    const granted = grant({ identityId: ward, expiresAt: FAR });
    await stores.uow.run(async (all) => {
      await all.grants.put(granted);
      await all.consents.insert(consent({ identityId: ward, expiresAt: FAR }));
    });
    return granted.digest;
  }

  it('let departments have nothing of a child until the guardian confirmed from their own account', async () => {
    const ward = await child();
    const guardian = await grownUp(GUARDIAN);
    assert.equal(await node.guardians.isUnder14(ward), true);
    assert.equal(await node.guardians.isUnder14(guardian), false);
    assert.equal(await mayRelease(guardian), true);
    assert.equal(await mayRelease(ward), false);
    assert.equal(await ask(ward), 'asked');
    assert.equal(await mayRelease(ward), false);

    const { requests } = await node.wards.family(guardian);
    assert.deepEqual(
      requests.map(({ name, identityId }) => [name, identityId]),
      [['王小明', ward]],
    );
    assert.equal(await node.wards.answer(guardian, requests[0]!.id, 'confirmed'), 'confirmed');
    assert.equal(await mayRelease(ward, other), true);
    assert.equal(await node.wards.answer(guardian, requests[0]!.id, 'refused'), 'over');
    const { wards } = await other.wards.family(guardian);
    assert.deepEqual(
      wards.map(({ identityId }) => identityId),
      [ward],
    );
    assert.deepEqual(await historyOf(ward), ['guardian.confirmed', 'guardian.asked']);
    assert.deepEqual(await historyOf(guardian), ['guardian.confirmed']);
    assert.ok((await told()).includes('guardian_confirmed'));
  });

  it('are found by someone who registers after being named, and by nobody of another name', async () => {
    const ward = await child();
    await ask(ward);
    await ask(ward, { ...SECOND, name: '张秀英' });
    const [guardian, stranger] = [await grownUp(GUARDIAN), await grownUp(SECOND)];
    assert.equal((await node.wards.family(guardian)).requests.length, 1);
    assert.equal((await node.wards.family(stranger)).requests.length, 0);
    // Word is sent to whom both belong.
    await ask(ward, { ...SECOND, name: '张秀英' });
    const sentTo = async () =>
      JSON.stringify((await messagesOf(node, FAR)).filter(({ template }) => template === 'guardian_asked'));
    assert.doesNotMatch(await sentTo(), new RegExp(stranger));
    await ask(ward, SECOND);
    assert.match(await sentTo(), new RegExp(stranger));
  });

  it('are not hidden by requests to the same number under other names', async () => {
    for (let n = 1; n <= 21; n += 1) {
      const { id } = await register('赵小七', numberBorn(turningIn(400), n + 1));
      assert.equal(await ask(id, { ...GUARDIAN, name: '张三' }), 'asked');
      clock.pass(1);
    }
    await ask(await child());
    assert.equal((await node.wards.family(await grownUp(GUARDIAN))).requests.length, 1);
  });

  it('cannot answer below IAL 2 or before they are grown up', async () => {
    const ward = await child();
    const weak = await grownUp(GUARDIAN, 1);
    await ask(ward);
    assert.equal((await node.wards.family(weak)).unfit, 'too_weak');
    for (const answer of ['confirmed', 'refused'] as const) {
      assert.equal(await node.wards.answer(weak, await requestOf(weak), answer), 'too_weak');
    }
    assert.deepEqual(await statesOf(ward), ['asked']);
    const brother = { name: '王大明', number: numberBorn(turningIn(-3 * 365)) };
    await grownUp(brother);
    assert.equal(await ask(ward, brother), 'too_young');
    assert.equal(await mayRelease(ward), false);
  });

  it('are never oneself, never named by a grown-up, at most two, and named at most five times a day', async () => {
    const ward = await child();
    const own = numberBorn(turningIn(400));
    assert.equal(await ask(ward, { name: '王小明', number: own }), 'own_number');
    assert.equal(await ask(await grownUp(SECOND), GUARDIAN), 'not_needed');
    const born = (order: number) => ({ name: '赵六', number: numberBorn('1990-01-01', order) });
    for (let n = 0; n < 5; n++) assert.equal(await ask(ward, born(n + 1)), 'asked');
    assert.deepEqual(await statesOf(ward), ['asked', 'asked']);
    assert.equal(await ask(ward, born(9)), 'limited');
    clock.pass(DAY);
    assert.equal(await ask(ward, born(9)), 'asked');
  });

  it('stay two when many are named at once on two nodes', async () => {
    const ward = await child();
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map((order) =>
        (order % 2 ? node : other).guardians.ask(ward, {
          name: '赵六',
          number: numberOf(numberBorn('1990-01-01', order)),
        }),
      ),
    );
    assert.deepEqual(new Set(outcomes), new Set(['asked']));
    assert.equal((await statesOf(ward)).length, 2);
    clock.pass(DAY);
    await confirmed(ward);
    await confirmed(ward, SECOND);
    assert.deepEqual(await statesOf(ward), ['confirmed', 'confirmed']);
    assert.equal(await ask(ward), 'already');
    assert.equal(await ask(ward, { name: '赵六', number: numberBorn('1990-01-01', 7) }), 'full');
  });

  it('refuse, and the child may name another', async () => {
    const ward = await child();
    const guardian = await grownUp(GUARDIAN);
    await ask(ward);
    assert.equal(await node.wards.answer(guardian, await requestOf(guardian), 'refused'), 'refused');
    assert.deepEqual(await statesOf(ward), ['refused']);
    assert.equal(await mayRelease(ward), false);
    await confirmed(ward, SECOND);
    assert.deepEqual(await statesOf(ward), ['confirmed']);
    assert.deepEqual(await historyOf(guardian), ['guardian.refused']);
  });

  it('withdraw, and every consent and grant of the child dies with it unless another has confirmed', async () => {
    const ward = await child();
    const [one, two] = [await confirmed(ward), await confirmed(ward, SECOND)];
    const digest = await give(ward);
    const idOf = async (guardian: string) => (await node.wards.family(guardian)).wards[0]!.id;
    assert.equal(await node.wards.withdraw(two, await idOf(one)), false, 'another guardian’s');
    assert.equal(await node.wards.withdraw(one, await idOf(one)), true);
    assert.equal(await mayRelease(ward), true);
    assert.ok(await stores.uow.read.grants.find(digest));
    assert.equal(await other.wards.withdraw(two, await idOf(two)), true);
    assert.equal(await mayRelease(ward), false);
    assert.equal((await stores.uow.read.grants.find(digest))?.revokedAt !== null, true);
    assert.ok((await stores.uow.read.consents.ofIdentity(ward)).every(({ withdrawnAt }) => withdrawnAt));
    assert.equal((await told()).filter((name) => name === 'guardian_ended').length, 2, 'once, by both channels');
  });

  it('leave no grant alive where both withdraw at the same moment on two nodes', async () => {
    const ward = await child();
    const guardians = [await confirmed(ward), await confirmed(ward, SECOND)];
    const digest = await give(ward);
    const ids = await Promise.all(guardians.map(async (id) => (await node.wards.family(id)).wards[0]!.id));
    await Promise.all([node.wards.withdraw(guardians[0]!, ids[0]!), other.wards.withdraw(guardians[1]!, ids[1]!)]);
    assert.equal(await mayRelease(ward), false);
    assert.notEqual((await stores.uow.read.grants.find(digest))?.revokedAt, null);
  });

  it('close the account of the child, and of nobody else’s, with both told', async () => {
    const ward = await child();
    const guardian = await confirmed(ward);
    const stranger = await confirmed(
      await register('李小红', numberBorn(turningIn(300), 202)).then(({ id }) => id),
      SECOND,
    );
    const { id } = (await node.wards.family(guardian)).wards[0]!;
    const digest = await give(ward);
    assert.equal(await node.wards.close(stranger, id), false);
    assert.equal(await node.wards.close(guardian, id), true);
    assert.equal((await other.identities.find(ward))?.state, 'closed');
    assert.deepEqual(await other.identities.reveal(ward, ['name', 'number']), {});
    assert.notEqual((await stores.uow.read.grants.find(digest))?.revokedAt, null);
    assert.deepEqual(await stores.uow.read.guardianships.ofWard(ward), []);
    assert.equal(await node.wards.close(guardian, id), false);
    const closed = (await stores.uow.read.audit.ofIdentity(ward, 50)).find(
      ({ type }) => type === 'identity.state_changed',
    );
    assert.equal(closed?.actor, guardian);
    const messages = await messagesOf(node, FAR);
    const to = (template: string) => messages.filter((one) => one.template === template).map((one) => one.to);
    assert.deepEqual(to('closed_by_guardian'), [{ phone: '+8613800138000' }]);
    assert.equal(to('ward_closed').length, 2);
  });

  it('may be locked and are guardians still; one who is closed is none, and the child hears of it', async () => {
    const ward = await child();
    const guardian = await confirmed(ward);
    await node.identities.setState(guardian, 'locked', 'operator:test');
    assert.equal(await mayRelease(ward), true);
    // As an older node would close it, which ends nothing else with it.
    await stores.uow.run(({ identities }) => identities.update(guardian, 1, { state: 'closed' }));
    assert.equal(await mayRelease(ward), false);
    await stores.uow.run(({ identities }) => identities.update(guardian, 1, { state: 'locked' }));
    await node.identities.setState(guardian, 'closed', 'operator:test');
    assert.equal(await mayRelease(ward), false);
    assert.deepEqual(await statesOf(ward), ['ended']);
    assert.ok((await told()).includes('guardian_ended'));
  });

  it('end by themselves at 14: by the date at once, and by upkeep once over two nodes, with both told', async () => {
    const ward = await child(40);
    const guardian = await confirmed(ward);
    await ask(ward, SECOND);
    const steps = async () => Promise.all([node, other, node, other].map((one) => one.comingOfAge.step(10)));
    await steps();
    assert.deepEqual(await statesOf(ward), ['confirmed', 'asked']);
    clock.pass(39 * DAY);
    await steps();
    assert.equal(await node.guardians.isUnder14(ward), true);
    assert.deepEqual(await statesOf(ward), ['confirmed', 'asked']);

    clock.pass(DAY);
    assert.equal(await node.guardians.isUnder14(ward), false, 'before upkeep');
    assert.equal(await mayRelease(ward), true);
    assert.deepEqual((await node.wards.family(guardian)).wards, []);
    assert.equal(await node.wards.withdraw(guardian, (await stores.uow.read.guardianships.ofWard(ward))[0]!.id), false);
    clock.pass(DAY);
    await steps();
    assert.deepEqual(await statesOf(ward), ['ended', 'ended']);
    assert.equal((await stores.uow.read.identities.find(ward))?.child, 0);
    const templates = await told();
    assert.equal(templates.filter((name) => name === 'of_age').length, 2, 'once, by both channels');
    assert.equal(templates.filter((name) => name === 'ward_of_age').length, 2);
    assert.equal((await historyOf(guardian))[0], 'guardian.ended');
    assert.equal((await historyOf(ward)).filter((type) => type === 'guardian.ended').length, 2);
    assert.equal(await node.comingOfAge.step(10), 0);
  });

  it('are asked for of children who registered before there were any, and of nobody else', async () => {
    const [ward, grown] = [await child(), await grownUp(GUARDIAN, 1)];
    await stores.uow.run(async ({ identities }) => {
      await identities.markChild(ward, null);
      await identities.markChild(grown, null);
    });
    assert.equal(await mayRelease(ward), false);
    assert.equal(await mayRelease(grown), true);
    assert.equal((await stores.uow.read.identities.find(ward))?.child, 1);
    assert.equal((await stores.uow.read.identities.find(grown))?.child, 0);
  });

  it('A14 ask in the same words and with the same writes, whoever the number belongs to', async () => {
    await grownUp(GUARDIAN);
    await grownUp(SECOND, 1);
    const nobody = { name: '赵六', number: numberBorn('1990-01-01') };
    const seen: unknown[] = [];
    for (const [n, named] of [GUARDIAN, SECOND, { ...GUARDIAN, name: '别人' }, nobody].entries()) {
      const { id: ward } = await register('王小明', numberBorn(turningIn(400 + n), 301 + n));
      const before = (await messagesOf(node, FAR)).length;
      const outcome = await ask(ward, named);
      const sent = (await messagesOf(node, FAR)).length - before;
      const shown = (await node.guardians.ofWard(ward)).map(({ state }) => state);
      seen.push(JSON.stringify([outcome, shown, await historyOf(ward), sent]));
    }
    assert.equal(new Set(seen).size, 1, seen.join('\n'));
  });

  it('leave no birthday in the clear: until that month, a row says the month alone', async () => {
    const rows = new Set<string>();
    for (const birthdate of ['2014-05-02', '2014-05-30']) {
      const { id } = await register('王小明', numberBorn(birthdate));
      await ask(id);
      const [row] = await stores.uow.read.guardianships.ofWard(id);
      rows.add(row!.reviewAt!.toISOString());
      assert.doesNotMatch(JSON.stringify(row), new RegExp(`王|${GUARDIAN.number}|${birthdate}`));
    }
    assert.deepEqual([...rows], ['2028-05-01T00:00:00.000Z']);
  });
});
