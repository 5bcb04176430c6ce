import assert from 'node:assert/strict';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { at, grant, refreshToken, session } from './records.js';

eachStorePair('sessions, grants and refresh tokens', (make) => {
  let stores: TestStores;
  let other: Stores;

  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  const node = (turn: number): Stores => (turn % 2 ? stores : other);

  it('records a session, moves it on, and never revives an ended one', async () => {
    const first = session();
    const { sessions } = stores.uow.read;
    assert.equal(await stores.uow.run((r) => r.sessions.put(first)), true);
    const later = { ...first, aal: 2, expiresAt: at(5000), startedAt: at(99) } as const;
    assert.equal(await stores.uow.run((r) => r.sessions.put(later)), true);
    assert.deepEqual(await sessions.find(first.uid), { ...first, aal: 2, expiresAt: at(5000) });
    const ends = await Promise.all(
      Array.from({ length: 10 }, (_, turn) => node(turn).uow.run((r) => r.sessions.end(first.uid, at(6000)))),
    );
    assert.equal(ends.filter(Boolean).length, 1);
    assert.equal(await stores.uow.run((r) => r.sessions.put({ ...first, expiresAt: at(9999) })), false);
    assert.deepEqual(await sessions.find(first.uid), { ...later, startedAt: first.startedAt, endedAt: at(6000) });
    assert.equal(await stores.uow.run((r) => r.sessions.end('nobody', at(0))), false);
    const another = session({ identityId: first.identityId, startedAt: at(1) });
    await stores.uow.run((r) => r.sessions.put(another));
    assert.deepEqual(
      (await sessions.ofIdentity(first.identityId)).map(({ uid }) => uid),
      [first.uid, another.uid],
    );
  });

  it('hands a session to nobody else', async () => {
    const first = session();
    await stores.uow.run((r) => r.sessions.put(first));
    assert.equal(await stores.uow.run((r) => r.sessions.put({ ...first, identityId: 'thief' })), false);
    assert.deepEqual(await stores.uow.read.sessions.find(first.uid), first);
  });

  it('finds sessions that are over but not ended, the oldest first', async () => {
    const [old, older, live, ended] = [-10, -20, 10, -30].map((ms) => session({ expiresAt: at(ms) }));
    assert.ok(old && older && live && ended);
    await stores.uow.run(async ({ sessions }) => {
      for (const each of [old, older, live, ended]) await sessions.put(each);
      await sessions.end(ended.uid, at(0));
    });
    const uids = async (limit: number): Promise<readonly string[]> =>
      (await stores.uow.read.sessions.expired(at(0), limit)).map(({ uid }) => uid);
    assert.deepEqual(await uids(10), [older.uid, old.uid]);
    assert.deepEqual(await uids(1), [older.uid]);
  });

  it('lets an application join, join again, be told once, leave and come back', async () => {
    const joined = {
      sessionUid: randomId(),
      applicationId: 'tax',
      identityId: 'someone',
      sid: 'sid1',
      grantDigest: null,
      joinedAt: at(0),
      notifiedAt: null,
    };
    const join = (change: Partial<Omit<typeof joined, 'grantDigest'> & { grantDigest: string }> = {}) =>
      stores.uow.run((r) => r.sessions.join({ ...joined, ...change }));
    const rows = () => stores.uow.read.sessions.applications(joined.sessionUid);
    await join();
    await join({ sid: 'sid2', grantDigest: 'grant', joinedAt: at(50) });
    assert.deepEqual(await rows(), [{ ...joined, sid: 'sid2', grantDigest: 'grant' }]);
    const told = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        node(turn).uow.run((r) => r.sessions.markNotified(joined.sessionUid, 'tax', at(60))),
      ),
    );
    assert.equal(told.filter(Boolean).length, 1);
    assert.deepEqual((await rows())[0]?.notifiedAt, at(60));
    await join({ sid: 'sid3', joinedAt: at(70) });
    await join({ applicationId: 'social', joinedAt: at(80) });
    assert.deepEqual(await rows(), [
      { ...joined, sid: 'sid3', joinedAt: at(70) },
      { ...joined, applicationId: 'social', joinedAt: at(80) },
    ]);
    assert.equal(await stores.uow.run((r) => r.sessions.markNotified(joined.sessionUid, 'nobody', at(60))), false);
  });

  it('removes what ended long ago with those who took part, so many at a time, and leaves the rest alone', async () => {
    const ended = [-30, -20, -10].map(() => session());
    const [live, recent] = [session(), session()];
    await stores.uow.run(async ({ sessions }) => {
      for (const { uid, identityId } of [...ended, live, recent]) {
        await sessions.put({ ...session(), uid, identityId });
        const part = { sessionUid: uid, identityId, sid: uid, grantDigest: null, joinedAt: at(0), notifiedAt: null };
        for (const applicationId of ['tax', 'social']) await sessions.join({ ...part, applicationId });
      }
      for (const { uid } of ended) await sessions.end(uid, at(-10));
      await sessions.end(recent.uid, at(1));
    });
    const remove = (limit: number) => stores.uow.run((r) => r.sessions.removeEnded(at(0), limit));
    assert.deepEqual([await remove(2), await remove(2), await remove(2)], [2, 1, 0]);
    const { sessions } = stores.uow.read;
    for (const { uid } of ended) {
      assert.equal(await sessions.find(uid), undefined);
      assert.deepEqual(await sessions.applications(uid), []);
    }
    for (const { uid } of [live, recent]) assert.equal((await sessions.applications(uid)).length, 2);
    assert.ok((await sessions.find(live.uid)) && (await sessions.find(recent.uid)));
  });

  it('keeps a grant, writes it over, and never revives a revoked one', async () => {
    const first = grant();
    const { grants } = stores.uow.read;
    await stores.uow.run((r) => r.grants.put(first));
    const next = { ...first, payload: { changed: true }, expiresAt: at(9000) };
    await stores.uow.run((r) => r.grants.put(next));
    assert.deepEqual(await grants.find(first.digest), next);
    assert.equal(await stores.uow.run((r) => r.grants.revoke(first.digest, at(1))), true);
    assert.equal(await stores.uow.run((r) => r.grants.revoke(first.digest, at(2))), false);
    await stores.uow.run((r) => r.grants.put(next));
    assert.equal(await grants.find(first.digest), undefined);
  });

  it('A1 a revocation beside 20 writes of the same grant stays', async () => {
    const first = grant();
    await stores.uow.run((r) => r.grants.put(first));
    await Promise.all(
      Array.from({ length: 21 }, async (_, turn): Promise<void> => {
        if (turn === 10) await other.uow.run((r) => r.grants.revoke(first.digest, at(1)));
        else await node(turn).uow.run((r) => r.grants.put(first));
      }),
    );
    assert.equal(await stores.uow.read.grants.find(first.digest), undefined);
  });

  it('A13 revokes by identity, by application and by both', async () => {
    const all = ['i1 a1', 'i1 a2', 'i2 a1', 'i2 a2', 'i3 a3', 'i3 a4'].map((pair) => {
      const [identityId = '', applicationId = ''] = pair.split(' ');
      return grant({ digest: pair, identityId, applicationId });
    });
    await stores.uow.run(async ({ grants }) => {
      for (const each of all) await grants.put(each);
      assert.equal(await grants.revokeByIdentityAndApplication('i1', 'a1', at(0)), 1);
      assert.equal(await grants.revokeByIdentity('i2', at(0)), 2);
      assert.equal(await grants.revokeByIdentity('i2', at(0)), 0);
      assert.equal(await grants.revokeByApplication('a3', at(0)), 1);
    });
    const live = await Promise.all(all.map(({ digest }) => other.uow.read.grants.find(digest)));
    assert.deepEqual(
      live.map((found) => found?.digest),
      [undefined, 'i1 a2', undefined, undefined, undefined, 'i3 a4'],
    );
    assert.equal(await stores.uow.run(({ grants }) => grants.removeExpired(at(1000), 4)), 4);
    assert.equal(await stores.uow.run(({ grants }) => grants.removeExpired(at(1000), 4)), 2);
  });

  it('A1 consumes a refresh token for one of 50 parallel callers over two nodes', async () => {
    const token = refreshToken({ digest: 'AbC' });
    await stores.uow.run((r) => r.refreshTokens.insert(token));
    assert.deepEqual(await other.uow.read.refreshTokens.find('AbC'), token);
    assert.equal(await other.uow.read.refreshTokens.find('abc'), undefined);
    const wins = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => node(turn).uow.run((r) => r.refreshTokens.consume('AbC', at(turn)))),
    );
    assert.equal(wins.filter(Boolean).length, 1);
    assert.deepEqual((await stores.uow.read.refreshTokens.find('AbC'))?.consumedAt, at(wins.indexOf(true)));
    assert.equal(await stores.uow.run((r) => r.refreshTokens.consume('nobody', at(0))), false);
  });

  it('removes a token, a family and what has expired', async () => {
    const tokens = ['a', 'b', 'c', 'd'].map((digest) =>
      refreshToken({ digest, grantDigest: digest < 'c' ? 'family' : digest, expiresAt: at(digest === 'd' ? 0 : 1000) }),
    );
    await stores.uow.run(async ({ refreshTokens }) => {
      for (const token of tokens) await refreshTokens.insert(token);
      assert.equal(await refreshTokens.removeByGrant('family'), 2);
      assert.equal(await refreshTokens.removeByGrant('family'), 0);
      assert.equal(await refreshTokens.removeExpired(at(0), 10), 1);
      assert.ok(await refreshTokens.find('c'));
      await refreshTokens.remove('c');
      assert.equal(await refreshTokens.find('c'), undefined);
    });
  });
});
