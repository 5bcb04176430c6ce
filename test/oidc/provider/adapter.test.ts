import { strict as assert } from 'node:assert';
import { Redis } from 'ioredis';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { createAdapterFactory, GrantRevoked } from '../../../src/provider/adapter/index.js';
import { acrOf } from '../../../src/provider/levels.js';
import { createTokenRevocation } from '../../../src/provider/tokens/revocation.js';
import { StandaloneAudit } from '../../../src/provider/tokens/standalone-audit.js';
import { Standings } from '../../../src/provider/tokens/standings.js';
import { systemClock } from '../../../src/shared/clock.js';
import { randomToken } from '../../../src/shared/random.js';
import { createSealer } from '../../../src/shared/seal.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal } from '../../support/provider/provider-portal.js';
import { recording, type Written } from '../../support/provider/provider-recorder.js';
import { eachStorePair, type Stores, type TestStores } from '../../support/stores.js';

eachStorePair('adapter contract', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let written: readonly Written[];
  let one: (model: string) => Adapter;
  let two: (model: string) => Adapter;

  before(async () => {
    const made = await make();
    const recorder = recording(made.ephemeral);
    written = recorder.written;
    stores = { ...made, ephemeral: recorder.store };
    provider = await startProvider(stores);
    one = adaptersOf(stores, provider);
    two = adaptersOf(await stores.secondNode(), provider);
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const exp = (seconds = 60): number => Math.floor(Date.now() / 1000) + seconds;
  const of = (change: AdapterPayload = {}): AdapterPayload => ({
    accountId: provider.citizen,
    clientId: 'app-1',
    exp: exp(),
    iat: exp(-1),
    ...change,
  });

  for (const model of ['AuthorizationCode', 'AccessToken', 'PushedAuthorizationRequest']) {
    it(`${model}: what is put is found by the other node, and gone after destroy`, async () => {
      const id = randomToken();
      const payload = of({ jti: id, kind: model, params: { client_id: 'app-1' } });
      await one(model).upsert(id, payload, 60);
      assert.deepEqual(await two(model).find(id), payload);
      assert.equal(await two(model).find(randomToken()), undefined);
      await two(model).destroy(id);
      assert.equal(await one(model).find(id), undefined);
    });
  }

  it('Interaction: is found by the other node; of two that write over what they found the first one counts', async () => {
    const id = randomToken();
    const params = { client_id: 'app-1' };
    const model = 'Interaction';
    await one(model).upsert(id, of({ jti: id, kind: model, params }), 60);
    const [here, there] = [(await one(model).find(id))!, (await two(model).find(id))!];
    assert.deepEqual(here, { ...of({ jti: id, kind: model, params }), found: here.found });
    await two(model).upsert(id, { ...there, result: { by: 'two' } }, 60);
    await assert.rejects(one(model).upsert(id, { ...here, result: { by: 'one' } }, 60), errors.SessionNotFound);
    assert.deepEqual((await one(model).find(id))?.result, { by: 'two' });
    await two(model).destroy(id);
    assert.equal(await one(model).find(id), undefined);
    await assert.rejects(one(model).upsert(id, { ...there, result: {} }, 60), errors.SessionNotFound);
    assert.equal(await one(model).find(id), undefined);
  });

  for (const model of ['Grant', 'RefreshToken']) {
    it(`${model}: is durable: found by the other node though the ephemeral store knows nothing`, async () => {
      const id = randomToken();
      const before = written.length;
      const payload = of({ jti: id, kind: model, ...(model === 'Grant' ? {} : { grantId: randomToken() }) });
      await one(model).upsert(id, payload, 60);
      assert.deepEqual(await two(model).find(id), payload);
      assert.equal(written.length, before);
      await two(model).destroy(id);
      assert.equal(await one(model).find(id), undefined);
    });
  }

  for (const model of ['AuthorizationCode', 'PushedAuthorizationRequest', 'RefreshToken']) {
    it(`A1 ${model}: of sixteen that spend it on two nodes one wins, and it stays spent`, async () => {
      for (let round = 0; round < 5; round++) {
        const id = randomToken();
        const grantId = randomToken();
        await one(model).upsert(id, of({ jti: id, kind: model, grantId }), 60);
        const spent = await Promise.allSettled(
          Array.from({ length: 16 }, (_, n) => (n % 2 ? one : two)(model).consume(id)),
        );
        assert.equal(spent.filter(({ status }) => status === 'fulfilled').length, 1);
        for (const result of spent) {
          if (result.status === 'rejected') assert.match(result.reason.error, /^invalid_(grant|request_uri)$/);
        }
        await assert.rejects(two(model).consume(id), { error: /^invalid_(grant|request_uri)$/ });
      }
    });
  }

  it('A1 a code stays spent when the ephemeral store forgets that it was (a failover)', async () => {
    const id = randomToken();
    await one('AuthorizationCode').upsert(id, of({ jti: id, grantId: randomToken() }), 60);
    const [key, value] = [written.at(-1)!.key, written.at(-1)!.value];
    await one('AuthorizationCode').consume(id);
    await stores.ephemeral.set(key, value, 60);
    await assert.rejects(two('AuthorizationCode').consume(id), { error: 'invalid_grant' });
  });

  it('A1 the second spender of a code or refresh token takes the grant with it', async () => {
    for (const model of ['AuthorizationCode', 'RefreshToken']) {
      const grantId = randomToken();
      const id = randomToken();
      await one('Grant').upsert(grantId, of({ jti: grantId }), 60);
      await one(model).upsert(id, of({ jti: id, grantId }), 60);
      await one(model).consume(id);
      assert.ok(await two('Grant').find(grantId));
      await assert.rejects(two(model).consume(id));
      assert.equal(await one('Grant').find(grantId), undefined);
    }
  });

  it('a revoked grant never lives again, and takes its refresh tokens with it', async () => {
    const grantId = randomToken();
    const refresh = randomToken();
    await one('Grant').upsert(grantId, of({ jti: grantId }), 60);
    await one('RefreshToken').upsert(refresh, of({ jti: refresh, grantId }), 60);
    await two('Grant').destroy(grantId);
    await two('RefreshToken').revokeByGrantId(grantId);
    assert.equal(await one('RefreshToken').find(refresh), undefined);
    await assert.rejects(one('Grant').upsert(grantId, of({ jti: grantId }), 60), GrantRevoked);
    assert.equal(await one('Grant').find(grantId), undefined);
  });

  it('revokes by grant, by identity and by application', async () => {
    const revocation = createTokenRevocation({ ...stores, clock: systemClock });
    const give = async (accountId: string, clientId: string): Promise<string> => {
      const id = randomToken();
      await one('Grant').upsert(id, of({ jti: id, accountId, clientId }), 60);
      return id;
    };
    const alive = async (id: string): Promise<boolean> => (await two('Grant').find(id)) !== undefined;
    const [a, b, c, d] = [await give('i1', 'x'), await give('i1', 'y'), await give('i2', 'x'), await give('i2', 'y')];
    await revocation.revokeByGrant(a, 'system');
    assert.deepEqual(await Promise.all([a, b, c, d].map(alive)), [false, true, true, true]);
    assert.equal(await revocation.revokeByApplication('x', 'operator:tests'), 1);
    assert.deepEqual(await Promise.all([a, b, c, d].map(alive)), [false, true, false, true]);
    assert.equal(await revocation.revokeByIdentity('i1', 'operator:tests'), 1);
    assert.deepEqual(await Promise.all([a, b, c, d].map(alive)), [false, false, false, true]);
  });

  describe('sessions', () => {
    const session = (uid: string, change: AdapterPayload = {}): AdapterPayload =>
      of({ uid, loginTs: exp(-1), acr: acrOf(1), authorizations: {}, ...change });
    const part = (id: string) => ({ [id]: { sid: randomToken(), grantId: randomToken() } });

    it('are found by cookie and by uid; the old cookie is dead at once, tokens still find the session', async () => {
      const uid = randomToken();
      const [old, fresh] = [randomToken(), randomToken()];
      await one('Session').upsert(old, session(uid), 60);
      assert.equal((await two('Session').find(old))?.uid, uid);
      await one('Session').destroy(old);
      assert.equal((await two('Session').findByUid(uid))?.uid, uid);
      await one('Session').upsert(fresh, session(uid), 60);
      assert.equal(await two('Session').find(old), undefined);
      assert.equal((await two('Session').find(fresh))?.accountId, provider.citizen);
    });

    it('of two tabs are merged: neither loses the other’s portal, and one that was left stays left', async () => {
      const uid = randomToken();
      const id = randomToken();
      await one('Session').upsert(id, session(uid), 60);
      const [a, b] = [(await one('Session').find(id))!, (await two('Session').find(id))!];
      await Promise.all([
        one('Session').upsert(id, { ...a, authorizations: part('app-a') }, 60),
        two('Session').upsert(id, { ...b, authorizations: part('app-b') }, 60),
      ]);
      const both = (await one('Session').find(id))!;
      assert.deepEqual(Object.keys(both.authorizations!).sort(), ['app-a', 'app-b']);
      const { 'app-a': _left, ...kept } = both.authorizations!;
      await one('Session').upsert(id, { ...both, authorizations: kept }, 60);
      assert.deepEqual(Object.keys((await two('Session').find(id))!.authorizations!), ['app-b']);
    });

    it('are recorded durably with their portals, and never live again once ended', async () => {
      const uid = randomToken();
      const id = randomToken();
      await one('Session').upsert(id, session(uid, { authorizations: part('app-a') }), 60);
      assert.equal((await stores.uow.read.sessions.find(uid))?.aal, 1);
      assert.deepEqual(
        (await stores.uow.read.sessions.applications(uid)).map((one) => one.applicationId),
        ['app-a'],
      );
      const found = (await two('Session').find(id))!;
      await provider.domain.sessions.end(uid, 'logout');
      assert.equal(await two('Session').find(id), undefined);
      assert.equal(await two('Session').findByUid(uid), undefined);
      await assert.rejects(one('Session').upsert(id, { ...found, exp: exp(9000), authorizations: part('app-b') }, 60));
    });

    it('that hardly change are not written; those that live a minute longer, or under another cookie, are', async () => {
      const uid = randomToken();
      const [id, fresh] = [randomToken(), randomToken()];
      await one('Session').upsert(id, session(uid), 60);
      const found = (await two('Session').find(id))!;
      const before = written.length;
      await two('Session').upsert(id, { ...found, exp: found.exp! + 59 }, 60);
      assert.equal(written.length, before);
      await two('Session').upsert(id, { ...found, exp: found.exp! + 60 }, 60);
      const longer = (await one('Session').find(id))!;
      assert.equal(longer.exp, found.exp! + 60);
      await one('Session').upsert(fresh, longer, 60);
      assert.equal((await two('Session').find(fresh))?.uid, uid);
    });

    it('write nothing durable twice', async () => {
      const uid = randomToken();
      const id = randomToken();
      await one('Session').upsert(id, session(uid, { authorizations: part('app-a') }), 60);
      const events = async () => (await stores.uow.read.audit.ofIdentity(provider.citizen, 1000)).length;
      const before = await events();
      const record = await stores.uow.read.sessions.find(uid);
      await one('Session').upsert(id, (await one('Session').find(id))!, 60);
      assert.equal(await events(), before);
      assert.deepEqual(await stores.uow.read.sessions.find(uid), record);
    });
  });

  it('A15 nothing that was written during whole logins is a token, a code, a cookie or a person', async () => {
    const portal = new RawPortal(provider, await provider.addApplication());
    const browser = provider.browser();
    const hint = '13800138000';
    const code = await portal.code(browser, {
      scope: 'openid profile offline_access',
      prompt: 'consent',
      login_hint: hint,
    });
    const { body } = await portal.exchange(code);
    await portal.userinfo(body.access_token!);
    const cookie = browser.value('yihao_session')!;
    const { name } = await provider.domain.identities.reveal(provider.citizen, ['name']);
    const secrets = [code, body.access_token!, body.refresh_token!, cookie, hint, name!, '"jti"', provider.citizen];
    for (const { key, value } of written) {
      for (const secret of secrets) assert.ok(!`${key} ${value}`.includes(secret), `${key} holds ${secret}`);
    }
    const durable = JSON.stringify([
      await stores.uow.read.audit.ofIdentity(provider.citizen, 1000),
      await stores.uow.read.sessions.ofIdentity(provider.citizen),
    ]);
    for (const secret of [code, body.access_token!, body.refresh_token!, cookie, hint, name!]) {
      assert.ok(!durable.includes(secret));
    }
  });

  it('every key has a time to live', async () => {
    assert.ok(written.length > 0);
    for (const { key, ttl } of written) if (ttl !== undefined) assert.ok(ttl >= 1 && ttl <= 86_400, `${key}: ${ttl}`);
    const url = process.env.YIHAO_TEST_REDIS_URL;
    if (!url) return;
    const redis = new Redis(url);
    try {
      const keys = await redis.keys('*oidc:*');
      for (const key of keys) assert.ok((await redis.ttl(key)) !== -1, key);
    } finally {
      redis.disconnect();
    }
  });
});

function adaptersOf({ uow, ephemeral }: Stores, { issuer, domain }: TestProvider): (model: string) => Adapter {
  const { applications, sessions, delegations } = domain;
  const sealer = createSealer(Buffer.alloc(32, 7));
  const clock = systemClock;
  const standings = new Standings({ uow, clock, delegations, recentMs: 0 });
  const standaloneAudit = new StandaloneAudit({ uow, clock });
  const settings = { sessionIdleMinutes: 30, sessionHours: 12 };
  const context = {
    issuer,
    settings,
    uow,
    ephemeral,
    sealer,
    clock,
    applications,
    sessions,
    standings,
    standaloneAudit,
  };
  return createAdapterFactory(context);
}
