import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import request from 'supertest';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal, type TokenAnswer } from '../../support/provider/provider-portal.js';
import { watchAudit } from '../../support/provider/watch-audit.js';
import { eachStorePair, makeEmbedded, type TestStores } from '../../support/stores.js';

const OFFLINE = { scope: 'openid offline_access', prompt: 'consent' };

function refused({ status, body }: TokenAnswer, error: string, expected = 400): void {
  assert.deepEqual({ status, error: body.error }, { status: expected, error });
}

eachStorePair('token endpoint (RFC 6749 §4.1.3, §6; RFC 9700)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let other: RawPortal;
  let open: RawPortal;

  before(async () => {
    stores = await make();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
    other = new RawPortal(provider, await provider.addApplication());
    open = new RawPortal(provider, await provider.addApplication({ authentication: 'none' }));
  });

  afterEach(() => mock.timers.reset());

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  describe('codes', () => {
    it('A1 a code used again is refused, and what it gave is dead at userinfo and refresh', async () => {
      const code = await portal.code(provider.browser(), OFFLINE);
      const { body } = await portal.exchange(code);
      assert.equal((await portal.userinfo(body.access_token!)).status, 200);
      refused(await portal.exchange(code), 'invalid_grant');
      refused(await portal.userinfo(body.access_token!), 'invalid_token', 401);
      refused(await portal.refresh(body.refresh_token!), 'invalid_grant');
    });

    it('A1 a code used again after 30 s is refused, and what it gave is dead', async () => {
      const code = await portal.code(provider.browser());
      const { body } = await portal.exchange(code);
      mock.timers.enable({ apis: ['Date'], now: Date.now() + 30_000 });
      refused(await portal.exchange(code), 'invalid_grant');
      refused(await portal.userinfo(body.access_token!), 'invalid_token', 401);
    });

    it('a code of 61 s is refused', async () => {
      const code = await portal.code(provider.browser());
      mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 });
      refused(await portal.exchange(code), 'invalid_grant');
    });

    it('a code of another application is refused and stays good for its own', async () => {
      const code = await portal.code(provider.browser());
      refused(
        await other.exchange(code, { redirect_uri: portal.redirectUri, code_verifier: portal.verifier }),
        'invalid_grant',
      );
      assert.equal((await portal.exchange(code)).status, 200);
    });

    it('another redirect_uri, a wrong verifier and no verifier are refused', async () => {
      const code = await portal.code(provider.browser());
      refused(await portal.exchange(code, { redirect_uri: 'https://evil.example.test/' }), 'invalid_grant');
      refused(await portal.exchange(code, { code_verifier: 'x'.repeat(43) }), 'invalid_grant');
      refused(await portal.exchange(code, { code_verifier: undefined }), 'invalid_grant');
      refused(await portal.exchange(code, { redirect_uri: undefined }), 'invalid_request');
    });
  });

  describe('refresh tokens', () => {
    it('A1 a public application’s refresh token rotates; an old one kills the whole family', async () => {
      const first = await open.login(provider.browser(), OFFLINE);
      const second = (await open.refresh(first.refresh_token!)).body;
      assert.ok(second.refresh_token && second.refresh_token !== first.refresh_token);
      refused(await open.refresh(first.refresh_token!), 'invalid_grant');
      refused(await open.refresh(second.refresh_token!), 'invalid_grant');
      refused(await open.userinfo(second.access_token!), 'invalid_token', 401);
    });

    it('a confidential application’s refresh token does not rotate', async () => {
      const first = await portal.login(provider.browser(), OFFLINE);
      const { status, body } = await portal.refresh(first.refresh_token!);
      assert.deepEqual({ status, same: body.refresh_token }, { status: 200, same: first.refresh_token });
    });

    it('is not issued unless offline_access was asked for with consent', async () => {
      assert.equal((await portal.login(provider.browser())).refresh_token, undefined);
      assert.equal(
        (await portal.login(provider.browser(), { scope: 'openid offline_access' })).refresh_token,
        undefined,
      );
    });

    it('a refresh token of another application and a wider scope are refused', async () => {
      const { refresh_token: token } = await portal.login(provider.browser(), OFFLINE);
      refused(await other.refresh(token!), 'invalid_grant');
      refused(await portal.refresh(token!, { scope: 'openid profile' }), 'invalid_scope');
    });

    it('A13 is dead after the identity is locked, with every other token', async () => {
      const before = provider.citizen;
      provider.citizen = await provider.addCitizen();
      const tokens = await portal.login(provider.browser(), OFFLINE);
      await provider.domain.identities.setState(provider.citizen, 'locked', 'operator:tests');
      refused(await portal.refresh(tokens.refresh_token!), 'invalid_grant');
      refused(await portal.userinfo(tokens.access_token!), 'invalid_token', 401);
      await provider.domain.identities.setState(provider.citizen, 'active', 'operator:tests');
      refused(await portal.refresh(tokens.refresh_token!), 'invalid_grant');
      provider.citizen = before;
    });

    it('is dead after the consent is withdrawn', async () => {
      const tokens = await portal.login(provider.browser(), OFFLINE);
      await provider.domain.consents.withdraw({
        identityId: provider.citizen,
        applicationId: portal.application.id,
        actor: provider.citizen,
      });
      refused(await portal.refresh(tokens.refresh_token!), 'invalid_grant');
      refused(await portal.userinfo(tokens.access_token!), 'invalid_token', 401);
    });

    it('is dead after the session ended', async () => {
      const tokens = await portal.login(provider.browser(), OFFLINE);
      const [session] = (await stores.uow.read.sessions.ofIdentity(provider.citizen))
        .filter((one) => !one.endedAt)
        .slice(-1);
      for (const { uid } of await stores.uow.read.sessions.ofIdentity(provider.citizen)) {
        await provider.domain.sessions.end(uid, 'logout');
      }
      assert.ok(session);
      refused(await portal.refresh(tokens.refresh_token!), 'invalid_grant');
      refused(await portal.userinfo(tokens.access_token!), 'invalid_token', 401);
    });
  });

  describe('applications prove themselves', () => {
    it('a wrong secret and the stored digest itself are refused', async () => {
      const basic = (secret: string) => `Basic ${Buffer.from(`${portal.application.id}:${secret}`).toString('base64')}`;
      const params = { grant_type: 'authorization_code', code: 'x', redirect_uri: portal.redirectUri };
      const url = `${provider.url}/token`;
      refused(await portal.post(url, params, basic('wrong')), 'invalid_client', 401);
      refused(await portal.post(url, params, basic(portal.application.secretDigest!)), 'invalid_client', 401);
      refused(await portal.post(url, params, basic(portal.secret)), 'invalid_grant');
    });

    it('two ways at once are refused, and so is one that is not registered', async () => {
      const params = { grant_type: 'authorization_code', code: 'x', redirect_uri: portal.redirectUri };
      const url = `${provider.url}/token`;
      const secret = { client_id: portal.application.id, client_secret: portal.secret };
      refused(await portal.token({ ...params, ...secret }), 'invalid_request');
      refused(await portal.post(url, { ...params, ...secret }, ''), 'invalid_client', 401);
      refused(await portal.post(url, { ...params, client_id: portal.application.id }, ''), 'invalid_client', 401);
    });

    it('an unknown and a disabled application are refused', async () => {
      const gone = new RawPortal(provider, await provider.addApplication());
      await provider.domain.applications.disable(gone.application.id, 'operator:tests');
      refused(await gone.token({ grant_type: 'authorization_code', code: 'x' }), 'invalid_client', 401);
    });
  });

  it('unknown grants are refused, and GET is not served', async () => {
    refused(await portal.token({ grant_type: 'password', username: 'a', password: 'b' }), 'unsupported_grant_type');
    refused(await portal.token({ grant_type: 'client_credentials' }), 'unauthorized_client');
    refused(await portal.token({ grant_type: undefined }), 'invalid_request');
    await request(provider.url).get('/token').expect(404);
  });
});

describe('a refresh whose successor cannot be stored', () => {
  it('spends nothing: the token is good for another try', async () => {
    const stores = await makeEmbedded();
    let full = false;
    const uow = watchAudit(stores.uow, ({ type }) => {
      if (full && type === 'refresh.issued') throw new Error('no room');
    });
    const provider = await startProvider({ ...stores, uow });
    try {
      const open = new RawPortal(provider, await provider.addApplication({ authentication: 'none' }));
      const { refresh_token: token } = await open.login(provider.browser(), OFFLINE);
      full = true;
      assert.equal((await open.refresh(token!)).status, 500);
      full = false;
      const { body } = await open.refresh(token!);
      assert.ok(body.refresh_token && body.refresh_token !== token);
      refused(await open.refresh(token!), 'invalid_grant');
    } finally {
      await provider.close();
      await stores.close();
    }
  });
});
