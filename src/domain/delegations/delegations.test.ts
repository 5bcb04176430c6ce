import assert from 'node:assert/strict';
import { enrolmentOf, testKeys } from '../../../test/support/identities/identities.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { eachStorePair, type Stores, type TestStores } from '../../../test/support/stores.js';
import { createDomain, type Domain } from '../../container/index.js';
import { ENDED_DELEGATION_DAYS } from '../holdings/index.js';
import { type InviteResult, MOST_HELPERS } from './index.js';
import { stateOf } from './state.js';

const DAY = 24 * 3600;
const both = (text: string) => ({ zh: text, en: text });
const APPLICATION = {
  id: 'portal',
  departmentId: 'dept',
  name: both('门户'),
  summary: both('测试'),
  homeUri: 'https://portal.example.test/',
  redirectUris: ['https://portal.example.test/callback'],
  authentication: 'none',
};

eachStorePair('delegations', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let domain: Domain;
  let principal: string;
  let helper: string;
  let index = 0;

  const nodeOf = ({ database }: Stores): Domain =>
    createDomain({ clock, keys: testKeys, database, settings: undefined as never, close: async () => {} });

  async function citizen(): Promise<{ id: string; person: ReturnType<typeof enrolmentOf> }> {
    const person = enrolmentOf(++index);
    const registered = await domain.identities.register(person);
    assert.equal(registered.outcome, 'registered');
    return { id: registered.outcome === 'registered' ? registered.identity.id : '', person };
  }

  beforeEach(async () => {
    stores = await make();
    clock = new MovableClock();
    domain = nodeOf(stores);
    await domain.identities.ready();
    await domain.departments.add({ id: 'dept', name: both('部门'), level: 'national', region: '000000' }, 'operator:t');
    for (const [id, delegation] of [
      ['portal', 'allowed'],
      ['other', 'allowed'],
      ['closed', 'refused'],
    ]) {
      const added = await domain.applications.add({ ...APPLICATION, id, delegation }, 'operator:t');
      assert.equal(added.outcome, 'added', JSON.stringify(added));
    }
    principal = (await citizen()).id;
    const second = await citizen();
    helper = second.id;
    toHelper = { name: second.person.name, number: second.person.number };
  });
  afterEach(() => stores.close());

  let toHelper: Pick<ReturnType<typeof enrolmentOf>, 'name' | 'number'>;
  const ask = (to = toHelper, more: { applications?: string[]; days?: number } = {}, node = domain) =>
    node.delegations.invite(principal, { applications: ['portal'], days: 30, ...more, ...to });
  const given = async () => (await domain.delegations.of(principal)).given;
  const received = async () => (await domain.delegations.of(helper)).received;
  const begin = async (): Promise<string> => {
    assert.deepEqual(await ask(), { outcome: 'invited' });
    const { id } = (await received())[0]!;
    assert.equal(await domain.delegations.accept(helper, id), true);
    return id;
  };
  const typesOf = async (identityId: string): Promise<string[]> =>
    (await stores.uow.read.audit.ofIdentity(identityId, 100))
      .map(({ type }) => type)
      .filter((type) => type.startsWith('delegation.'))
      .toReversed();
  const messagesTo = async (identityId: string): Promise<string[]> => {
    const later = clock.now();
    const due = await stores.uow.run(({ outbox }) => outbox.claim(later, later, 1000));
    const opened = (await Promise.all(due.map((entry) => domain.outbox.open(entry)))) as {
      template?: string;
      to?: { identityId?: string; via?: string };
    }[];
    return opened
      .filter(({ to }) => to?.identityId === identityId && to.via)
      .map(({ template, to }) => `${template} ${to?.via}`)
      .filter((said) => said.startsWith('delegation'))
      .toSorted();
  };

  for (const [who, by] of [
    ['helper', 'helper'],
    ['principal', 'principal'],
  ] as const)
    it(`ends with the account of its ${who}, and the other hears of it`, async () => {
      const id = await begin();
      const [gone, left] = who === 'helper' ? [helper, principal] : [principal, helper];
      await messagesTo(left);
      await domain.identities.setState(gone, 'closed', 'system');
      assert.equal(await domain.delegations.active(principal, id, helper), undefined);
      assert.ok((await messagesTo(left)).includes('delegation_ended phone'));
      assert.ok((await typesOf(left)).includes('delegation.ended'));
      const kept = await stores.uow.read.delegations.find(principal, id);
      assert.deepEqual(kept && [kept.endedBy, kept.helperId], who === 'helper' ? [by, null] : undefined);
    });

  it('A14 waits on as an invitation to nobody when who was invited closes their account', async () => {
    await ask();
    const before = (await given())[0]!;
    await domain.identities.setState(helper, 'closed', 'system');
    assert.deepEqual((await given())[0], { ...before, helperId: null });
    assert.deepEqual(await messagesTo(principal), ['delegation_given email', 'delegation_given phone']);
  });

  it('begins when the helper agrees, lasts as long as was said, and is told by every channel', async () => {
    assert.deepEqual(await ask(), { outcome: 'invited' });
    const [one] = await received();
    assert.equal(stateOf(one!, clock.now()), 'invited');
    assert.equal(await domain.delegations.helperName(one!), toHelper.name);
    assert.ok(!JSON.stringify(one).includes(toHelper.name), 'the name is sealed');
    assert.deepEqual(await domain.delegations.principals(helper, 'portal'), [], 'not before the answer');
    assert.deepEqual(await messagesTo(helper), ['delegation_invited email', 'delegation_invited phone']);
    assert.deepEqual(await messagesTo(principal), ['delegation_given email', 'delegation_given phone']);
    assert.equal(await domain.delegations.accept(principal, one!.id), false, 'it is not theirs to accept');
    assert.equal(await domain.delegations.accept(helper, one!.id), true);
    assert.equal(await domain.delegations.accept(helper, one!.id), false);
    assert.deepEqual(await domain.delegations.principals(helper, 'portal'), [
      { delegationId: one!.id, identityId: principal },
    ]);
    assert.deepEqual(await domain.delegations.principals(helper, 'other'), []);
    assert.deepEqual(await domain.delegations.principals(principal, 'portal'), []);
    assert.ok((await messagesTo(principal)).includes('delegation_accepted phone'));
    const active = () => domain.delegations.active(principal, one!.id, helper);
    assert.equal((await active())?.helper.id, helper);
    clock.pass(30 * DAY - 1);
    assert.ok(await active());
    clock.pass(1);
    assert.equal(await active(), undefined, 'it ran out before anybody wrote that down');
    assert.deepEqual(await domain.delegations.principals(helper, 'portal'), []);
    assert.equal(await domain.delegations.endDue(), 1);
    assert.equal(await domain.delegations.endDue(), 0);
    assert.equal((await given())[0]?.endedBy, 'time');
    for (const side of [principal, helper])
      assert.deepEqual(await typesOf(side), ['delegation.invited', 'delegation.accepted', 'delegation.ended']);
  });

  it('A14 an invitation says nothing of whether the person is known here', async () => {
    const unknown = enrolmentOf(900);
    const answers: InviteResult[] = [
      await ask(),
      await ask({ name: unknown.name, number: unknown.number }),
      await ask({ name: unknown.name, number: toHelper.number }),
    ];
    for (const answer of answers) assert.deepEqual(answer, { outcome: 'invited' });
    const rows = await given();
    assert.equal(rows.length, 3);
    assert.deepEqual(
      rows.map(({ helperId }) => helperId),
      [null, null, helper],
    );
    const strip = ({ applications, days, startedAt, endedAt }: (typeof rows)[number]) => ({
      applications,
      days,
      startedAt,
      endedAt,
    });
    assert.deepEqual(strip(rows[0]!), strip(rows[2]!));
    const events = await stores.uow.read.audit.ofIdentity(principal, 100);
    const told = events.filter(({ type }) => type === 'delegation.invited').map(({ detail }) => Object.keys(detail));
    assert.equal(told.length, 3);
    assert.deepEqual(told[0], told[2], 'nor does the principal’s own history');
    assert.equal((await received()).length, 1);
    // As much is written for nobody as for somebody.
    const [before, after] = [await rowsOf(() => ask()), await rowsOf(() => ask({ ...toHelper, name: '别的人' }))];
    assert.deepEqual(before, after);
  });

  async function rowsOf(work: () => Promise<unknown>): Promise<number[]> {
    const later = new Date(clock.now().getTime() + 1000);
    const count = async (): Promise<number[]> => [
      (await stores.uow.read.outbox.backlog(later)).due,
      (await given()).length,
    ];
    const before = await count();
    await work();
    const after = await count();
    return after.map((n, at) => n - before[at]!);
  }

  it('goes to nobody who is oneself, too young, or at an application that takes none', async () => {
    const self = enrolmentOf(index - 1);
    assert.deepEqual(await ask({ name: self.name, number: self.number }), { outcome: 'self' });
    for (const applications of [['closed'], ['portal', 'closed'], ['nowhere'], []])
      assert.deepEqual(await ask(toHelper, { applications }), { outcome: 'not_allowed' });
    for (const days of [0, 31, 366, 3650])
      assert.deepEqual(await ask(toHelper, { days }), { outcome: 'not_allowed' }, `${days} days`);
  });

  it('asks for patience after many invitations', async () => {
    for (let n = 0; n < 5; n++) assert.notEqual((await ask()).outcome, 'limited');
    assert.deepEqual(await ask(), { outcome: 'limited', secondsLeft: 60 });
    assert.notEqual((await ask(toHelper, { days: 31 })).outcome, 'limited', 'what reaches nobody is not counted');
  });

  it('not before one is 14', async () => {
    const born = Number(toHelper.number.birthdate!.slice(0, 4));
    clock.pass((born + 13 - clock.now().getUTCFullYear()) * 365 * DAY);
    assert.deepEqual(await ask(), { outcome: 'too_young' });
  });

  it(`at most ${MOST_HELPERS} are live, however many are begun at once on two nodes; an ended one makes room`, async () => {
    const nodes = [domain, nodeOf(await stores.secondNode())];
    const asks = Array.from({ length: 12 }, (_, n) => n);
    // Without the pause: the limit has to hold by itself.
    const invite = (n: number) =>
      new (nodes[n % 2]!.delegations.constructor as typeof import('./index.js').Delegations)({
        ...{ uow: n % 2 ? second.uow : stores.uow, clock },
        ...{ identities: nodes[n % 2]!.identities, sessions: domain.sessions, notifications: domain.notifications },
        throttle: { attempt: async () => ({ blocked: false }) },
      }).invite(principal, { applications: ['portal'], days: 30, ...toHelper });
    const second = await stores.secondNode();
    const outcomes = (await Promise.all(asks.map(invite))).map(({ outcome }) => outcome);
    assert.equal(outcomes.filter((outcome) => outcome === 'invited').length, MOST_HELPERS, outcomes.join(' '));
    assert.equal(outcomes.filter((outcome) => outcome === 'full').length, 12 - MOST_HELPERS);
    const rows = await given();
    assert.deepEqual(rows.map(({ slot }) => slot).toSorted(), [0, 1, 2, 3, 4]);
    assert.equal(await domain.delegations.end(principal, rows[2]!.id), true);
    assert.equal((await invite(0)).outcome, 'invited');
    assert.equal((await invite(1)).outcome, 'full');
    // Invitations that nobody answered make room by themselves.
    clock.pass(14 * DAY);
    assert.equal((await invite(0)).outcome, 'invited');
  });

  it('A13 is ended by either at once: sessions in it end and their portals are told', async () => {
    for (const [who, by] of [
      [principal, 'principal'],
      [helper, 'helper'],
    ] as const) {
      const id = await begin();
      const expiresAt = new Date(clock.now().getTime() + 60_000);
      const uid = `session of ${by}`;
      await domain.sessions.record({ uid, identityId: principal, actorId: helper, aal: 1, expiresAt });
      await domain.sessions.record({ uid: `own of ${by}`, identityId: principal, aal: 1, expiresAt });
      assert.equal(await domain.delegations.end(`stranger`, id), false);
      const ends = await Promise.all([1, 2, 3].map(() => domain.delegations.end(who, id)));
      assert.equal(ends.filter(Boolean).length, 1);
      assert.equal(await domain.delegations.active(principal, id, helper), undefined);
      assert.ok((await stores.uow.read.sessions.find(uid))?.endedAt);
      assert.equal((await stores.uow.read.sessions.find(`own of ${by}`))?.endedAt, null);
      assert.equal((await given()).find((one) => one.id === id)?.endedBy, by);
      const [told] = await stores.uow.read.audit.ofIdentity(helper, 1);
      assert.deepEqual([told?.type, told?.actor], ['delegation.ended', who]);
      for (const side of [principal, helper])
        assert.ok((await messagesTo(side)).includes('delegation_ended phone'), `${side} is told`);
    }
  });

  it('an invitation is refused or withdrawn, and lapses by itself', async () => {
    await ask();
    const [first] = await received();
    assert.equal(await domain.delegations.end(helper, first!.id), true);
    assert.equal(await domain.delegations.accept(helper, first!.id), false);
    assert.ok((await messagesTo(principal)).includes('delegation_refused phone'));
    await ask();
    const [second] = await received();
    assert.equal(await domain.delegations.end(principal, second!.id), true);
    assert.ok((await messagesTo(helper)).includes('delegation_withdrawn phone'));
    await ask();
    const [third] = await received();
    clock.pass(14 * DAY);
    assert.equal(await domain.delegations.accept(helper, third!.id), false);
    assert.equal(await domain.delegations.endDue(), 1);
    assert.equal((await typesOf(principal)).filter((type) => type === 'delegation.lapsed').length, 3);
  });

  it('is worth nothing while either is locked, and ends when either is gone', async () => {
    const id = await begin();
    const active = () => domain.delegations.active(principal, id, helper);
    await domain.identities.setState(helper, 'locked', 'operator:t');
    assert.equal(await active(), undefined);
    await domain.identities.setState(helper, 'active', 'operator:t');
    assert.ok(await active());
    await domain.identities.setState(principal, 'locked', 'operator:t');
    assert.deepEqual(await domain.delegations.principals(helper, 'portal'), []);
    await domain.identities.setState(principal, 'active', 'operator:t');
    await domain.identities.setState(helper, 'closed', 'operator:t');
    assert.ok((await given())[0]?.endedAt);
    await domain.identities.setState(principal, 'closed', 'operator:t');
    assert.deepEqual(await given(), [], 'with its names, which were the principal’s data');
  });

  it('locking a helper ends the sessions in which they act for others', async () => {
    await begin();
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    await domain.sessions.record({ uid: 'acting', identityId: principal, actorId: helper, aal: 1, expiresAt });
    await domain.identities.setState(helper, 'locked', 'operator:t');
    assert.ok((await stores.uow.read.sessions.find('acting'))?.endedAt);
  });

  it('stays on the pages for a while after its end', async () => {
    const id = await begin();
    await domain.delegations.end(principal, id);
    const before = (days: number) => new Date(clock.now().getTime() - days * DAY * 1000);
    clock.pass(ENDED_DELEGATION_DAYS * DAY);
    const sweep = () => stores.uow.run((r) => r.delegations.removeEnded(before(ENDED_DELEGATION_DAYS), 10));
    assert.equal(await sweep(), 1);
    assert.equal(await sweep(), 0);
    assert.deepEqual(await given(), []);
  });
});
