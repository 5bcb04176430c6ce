import assert from 'node:assert/strict';
import { testKeys } from '../../../test/support/identities/identities.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { watchAudit } from '../../../test/support/provider/watch-audit.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { plusSeconds } from '../../shared/clock.js';
import { Applications, Departments } from '../departments/index.js';
import { Outbox } from '../notifications/index.js';
import { type LogoutNotice, Sessions } from './index.js';

const words = (text: string) => ({ zh: text, en: text });
const IDENTITY = 'identity-1';

eachStorePair('sessions', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let outbox: Outbox;
  let sessions: Sessions;

  beforeEach(async () => {
    stores = await make();
    clock = new MovableClock();
    outbox = new Outbox({ keys: testKeys, clock });
    sessions = new Sessions({ uow: stores.uow, outbox, clock });
    await new Departments({ uow: stores.uow, clock }).add(
      { id: 'dept', name: words('部门'), level: 'national', region: '000000' },
      'operator:tests',
    );
    for (const id of ['portal-a', 'portal-b', 'portal-silent']) await addApplication(id);
  });
  afterEach(() => stores.close());

  async function addApplication(id: string): Promise<void> {
    const origin = `https://${id}.gov.cn`;
    const backchannelLogoutUri = id === 'portal-silent' ? null : `${origin}/logout`;
    const added = await new Applications({ uow: stores.uow, clock }).add(
      {
        id,
        departmentId: 'dept',
        name: words(id),
        summary: words(id),
        homeUri: `${origin}/`,
        redirectUris: [`${origin}/callback`],
        backchannelLogoutUri,
        authentication: 'none',
      },
      'operator:tests',
    );
    assert.equal(added.outcome, 'added');
  }

  const record = (uid: string, seconds = 1800) =>
    sessions.record({ uid, identityId: IDENTITY, aal: 1, expiresAt: plusSeconds(clock.now(), seconds) });

  async function join(uid: string, applicationId: string, sid = `${applicationId}-sid`): Promise<string> {
    const grantDigest = `grant-${uid}-${sid}`;
    const expiresAt = plusSeconds(clock.now(), 3600);
    const grant = { digest: grantDigest, identityId: IDENTITY, applicationId, payload: {}, expiresAt, revokedAt: null };
    await stores.uow.run(({ grants }) => grants.put(grant));
    assert.deepEqual(await sessions.join({ uid, applicationId, sid, grantDigest }), { outcome: 'recorded' });
    return grantDigest;
  }

  /** Takes what waits in the outbox. */
  async function notices(): Promise<LogoutNotice[]> {
    const now = plusSeconds(clock.now(), 1);
    const entries = await stores.uow.run((repositories) => repositories.outbox.claim(now, plusSeconds(now, 60), 100));
    const opened: LogoutNotice[] = [];
    for (const entry of entries) {
      assert.equal(entry.kind, 'logout');
      opened.push((await outbox.open(entry)) as LogoutNotice);
      await stores.uow.run((repositories) => repositories.outbox.remove(entry.id));
    }
    return opened.toSorted((a, b) => a.sid.localeCompare(b.sid));
  }

  const live = async (uid: string) => (await sessions.liveApplications(uid)).map((one) => one.applicationId);
  const alive = async (digest: string) => (await stores.uow.read.grants.find(digest)) !== undefined;

  it('record how a login was made and in what, and move only what a stronger login or use changes', async () => {
    const how = { amr: ['pwd'], used: ['password'], browser: 'chrome-android', place: '330100', terminal: 0 } as const;
    const login = { uid: 'how', identityId: IDENTITY, aal: 1 as const, expiresAt: plusSeconds(clock.now(), 1800) };
    const began = clock.now();
    await sessions.record({ ...login, ...how });
    clock.pass(600);
    const amr = ['pwd', 'otp', 'sms', 'mfa'];
    await sessions.record({
      ...login,
      aal: 2,
      amr,
      used: ['password', 'sms'],
      expiresAt: plusSeconds(clock.now(), 1800),
    });
    const [seen] = await sessions.ofIdentity(IDENTITY);
    assert.deepEqual(
      { ...seen, startedAt: 0, lastSeenAt: 0, expiresAt: 0 },
      {
        ...how,
        uid: 'how',
        identityId: IDENTITY,
        actorId: null,
        aal: 2,
        amr,
        used: ['password', 'sms'],
        endedAt: null,
        startedAt: 0,
        lastSeenAt: 0,
        expiresAt: 0,
      },
    );
    assert.ok(seen!.startedAt.getTime() - began.getTime() < 10_000);
    assert.ok(seen!.lastSeenAt!.getTime() - began.getTime() >= 600_000);
    await sessions.record(login);
    assert.deepEqual((await sessions.ofIdentity(IDENTITY))[0]?.amr, amr, 'what is not said stays');
    await record('other');
    await stores.uow.run((r) => sessions.endAllIn(r, IDENTITY, 'authenticator_changed', 'how'));
    const live = (await sessions.ofIdentity(IDENTITY)).filter(({ endedAt }) => !endedAt);
    assert.deepEqual(
      live.map(({ uid }) => uid),
      ['how'],
      'the one that is kept goes on',
    );
  });

  it('tells every portal that can be told, once, revokes what each was granted, and stays ended', async () => {
    await record('s1');
    const grants = [await join('s1', 'portal-a'), await join('s1', 'portal-b'), await join('s1', 'portal-silent')];
    assert.deepEqual((await live('s1')).toSorted(), ['portal-a', 'portal-b', 'portal-silent']);
    assert.equal(await sessions.end('s1', 'logout'), true);
    assert.equal(await sessions.end('s1', 'logout'), false);
    assert.deepEqual(await notices(), [
      { applicationId: 'portal-a', identityId: IDENTITY, sid: 'portal-a-sid' },
      { applicationId: 'portal-b', identityId: IDENTITY, sid: 'portal-b-sid' },
    ]);
    assert.deepEqual(await Promise.all(grants.map(alive)), [false, false, false]);
    assert.deepEqual(await live('s1'), []);
    assert.deepEqual(await record('s1'), { outcome: 'ended' });
    assert.deepEqual(await sessions.join({ uid: 's1', applicationId: 'portal-a', sid: 'late' }), { outcome: 'ended' });
  });

  it('does not tell the portal that began the logout, but ends its part too', async () => {
    await record('s1');
    const grant = await join('s1', 'portal-a');
    await join('s1', 'portal-b');
    await sessions.end('s1', 'logout', 'portal-a');
    assert.deepEqual(
      (await notices()).map(({ applicationId }) => applicationId),
      ['portal-b'],
    );
    assert.equal(await alive(grant), false);
  });

  it('leaves one portal and stays live in the others; entering it again makes it live again', async () => {
    await record('s1');
    const grant = await join('s1', 'portal-a', 'first-sid');
    const other = await join('s1', 'portal-b');
    assert.equal(await sessions.leave('s1', 'portal-a'), true);
    assert.equal(await sessions.leave('s1', 'portal-a'), false);
    assert.equal(await sessions.leave('s1', 'portal-silent'), false);
    assert.deepEqual(await live('s1'), ['portal-b']);
    assert.deepEqual([await alive(grant), await alive(other)], [false, true]);
    assert.deepEqual(
      (await notices()).map(({ sid }) => sid),
      ['first-sid'],
    );
    await join('s1', 'portal-a', 'second-sid');
    assert.deepEqual((await live('s1')).toSorted(), ['portal-a', 'portal-b']);
    await sessions.end('s1', 'logout');
    assert.deepEqual(
      (await notices()).map(({ sid }) => sid),
      ['portal-b-sid', 'second-sid'],
    );
  });

  it('expires what ran out and tells the portals; what was prolonged lives on', async () => {
    await record('s1', 60);
    await record('s2', 60);
    const grant = await join('s1', 'portal-a');
    await join('s2', 'portal-b');
    assert.equal(await sessions.expireDue(), 0);
    clock.pass(61);
    await record('s2', 60);
    assert.equal(await sessions.expireDue(), 1);
    assert.deepEqual(
      (await notices()).map(({ applicationId }) => applicationId),
      ['portal-a'],
    );
    assert.equal(await alive(grant), false);
    assert.deepEqual(await live('s2'), ['portal-b']);
    assert.equal(await sessions.expireDue(), 0);
  });

  it('does not expire a session that is prolonged at that very moment', async () => {
    await record('s1', 60);
    await join('s1', 'portal-a');
    clock.pass(61);
    // The scheduler has read that it ran out; the citizen's request comes before the scheduler acts.
    const late = plusSeconds(clock.now(), 600);
    const scheduler = new Sessions({
      outbox,
      clock,
      uow: {
        read: stores.uow.read,
        run: async (work) => {
          await sessions.record({ uid: 's1', identityId: IDENTITY, aal: 1, expiresAt: late });
          return stores.uow.run(work);
        },
      },
    });
    assert.equal(await scheduler.expireDue(), 0);
    assert.deepEqual(await live('s1'), ['portal-a']);
    assert.deepEqual(await notices(), []);
  });

  it('ends a session once when many nodes end it at the same time', async () => {
    await record('s1');
    await join('s1', 'portal-a');
    const { uow } = await stores.secondNode();
    const nodes = [sessions, new Sessions({ uow, outbox, clock })];
    const ended = await Promise.all(Array.from({ length: 10 }, (_, n) => nodes[n % 2]!.end('s1', 'logout')));
    assert.equal(ended.filter(Boolean).length, 1);
    assert.equal((await notices()).length, 1);
  });

  it('lets no portal slip in unnoticed while the session ends', async () => {
    const { uow } = await stores.secondNode();
    const other = new Sessions({ uow, outbox, clock });
    for (let n = 0; n < 8; n++) {
      const uid = `race-${n}`;
      await record(uid);
      const [joined] = await Promise.all([
        other.join({ uid, applicationId: 'portal-a', sid: `sid-${n}` }),
        sessions.end(uid, 'logout'),
      ]);
      const told = (await notices()).length;
      assert.equal(told, joined.outcome === 'recorded' ? 1 : 0);
    }
  });

  it('A13 ends every session of an identity inside the caller’s transaction', async () => {
    await record('s1');
    await record('s2');
    await join('s1', 'portal-a');
    await join('s2', 'portal-b');
    const ended = await stores.uow.run((repositories) => sessions.endAllIn(repositories, IDENTITY, 'locked'));
    assert.equal(ended, 2);
    assert.equal((await notices()).length, 2);
  });

  it('writes each step down with the act, or not at all', async () => {
    await record('s1');
    await join('s1', 'portal-a');
    const uow = watchAudit(stores.uow, ({ type }) => {
      throw new Error(`no room for ${type}`);
    });
    const unrecorded = new Sessions({ uow, outbox, clock });
    await assert.rejects(unrecorded.end('s1', 'logout'), /session\.ended/);
    await assert.rejects(unrecorded.leave('s1', 'portal-a'), /session\.left/);
    assert.deepEqual(await live('s1'), ['portal-a']);
    assert.deepEqual(await notices(), []);
    await sessions.leave('s1', 'portal-a');
    await sessions.end('s1', 'logout');
    const types = (await stores.uow.read.audit.ofIdentity(IDENTITY, 10)).map(({ type }) => type);
    assert.deepEqual(types.toSorted(), ['session.ended', 'session.joined', 'session.left', 'session.started']);
  });
});
