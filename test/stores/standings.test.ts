import assert from 'node:assert/strict';
import type { StandingQuestion } from '../../src/domain/records/index.js';
import { eachStorePair, type TestStores } from '../support/stores.js';
import { at, grant, identity, refreshToken, session } from './records.js';

eachStorePair('how what a token hangs on stands', (make) => {
  let stores: TestStores;

  before(async () => {
    stores = await make();
  });
  after(() => stores.close());

  /** One login: identity, session, grant. */
  async function login() {
    const who = identity();
    const live = session({ identityId: who.id });
    const given = grant({ identityId: who.id });
    await stores.uow.run(async ({ identities, sessions, grants }) => {
      await identities.insert(who);
      await sessions.put(live);
      await grants.put(given);
    });
    const question: StandingQuestion = { identityId: who.id, sessionUid: live.uid, grantDigest: given.digest };
    return { who, live, given, question };
  }

  const ask = async (question: StandingQuestion) => (await stores.uow.read.standings.of([question]))[0];

  it('is seen in one look, each part for itself', async () => {
    const { who, live, given, question } = await login();
    assert.deepEqual(await ask(question), { identity: who, sessionLive: true, grant: given.payload });
    assert.deepEqual(await ask({ ...question, grantDigest: null, sessionUid: null }), {
      identity: who,
      sessionLive: false,
      grant: undefined,
    });
    await stores.uow.run(({ sessions }) => sessions.end(live.uid, at(1)));
    assert.deepEqual(await ask(question), { identity: who, sessionLive: false, grant: given.payload });
    await stores.uow.run(({ grants }) => grants.revoke(given.digest, at(1)));
    assert.deepEqual(await ask(question), { identity: who, sessionLive: false, grant: undefined });
    assert.equal(await ask({ ...question, identityId: 'nobody' }), undefined);
    assert.equal(await ask({ ...question, identityId: `${who.id} ` }), undefined);
  });

  it('of many at once comes in the order of the questions, one identity twice or unknown ones too', async () => {
    const logins = await Promise.all(Array.from({ length: 10 }, login));
    for (const count of [0, 1, 2, 3, 5, 9, 16, 17, 40]) {
      const questions = Array.from({ length: count }, (_, n): StandingQuestion => {
        const { question } = logins[(n * 7) % logins.length]!;
        if (n % 5 === 3) return { ...question, identityId: 'nobody' };
        // The same person's other question.
        return n % 2 ? { ...question, grantDigest: null } : question;
      });
      const found = await stores.uow.read.standings.of(questions);
      assert.deepEqual(found, await Promise.all(questions.map(ask)));
      assert.equal(found.length, count);
    }
  });

  it('of a refresh token comes with the token', async () => {
    const { who, given } = await login();
    const token = refreshToken({ identityId: who.id, grantDigest: given.digest });
    await stores.uow.run(({ refreshTokens }) => refreshTokens.insert(token));
    const of = () => stores.uow.read.standings.ofRefreshToken(token.digest);
    const standing = { identity: who, sessionLive: false, grant: given.payload };
    assert.deepEqual(await of(), { token, standing });
    await stores.uow.run(({ grants }) => grants.revoke(given.digest, at(1)));
    assert.deepEqual(await of(), { token, standing: { ...standing, grant: undefined } });
    assert.equal(await stores.uow.read.standings.ofRefreshToken('unknown'), undefined);
    const orphan = refreshToken();
    await stores.uow.run(({ refreshTokens }) => refreshTokens.insert(orphan));
    assert.deepEqual(await stores.uow.read.standings.ofRefreshToken(orphan.digest), {
      token: orphan,
      standing: undefined,
    });
  });
});
