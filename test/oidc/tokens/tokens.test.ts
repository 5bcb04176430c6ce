import { strict as assert } from 'node:assert';
import request from 'supertest';
import { digestOf } from '../../../src/provider/digest.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal, type TokenAnswer } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

const OFFLINE = { scope: 'openid offline_access', prompt: 'consent' };

eachStorePair('access tokens, introspection and revocation (RFC 6750, 7662, 7009)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let other: RawPortal;

  before(async () => {
    stores = await make();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
    other = new RawPortal(provider, await provider.addApplication());
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const introspect = (who: RawPortal, token: string): Promise<TokenAnswer> =>
    who.post(`${provider.url}/introspect`, { token });
  const revoke = (who: RawPortal, token: string): Promise<TokenAnswer> => who.post(`${provider.url}/revoke`, { token });

  it('an access token in the query is refused', async () => {
    const { access_token: token } = await portal.login(provider.browser());
    await request(provider.url).get('/userinfo').query({ access_token: token }).expect(400);
  });

  it('no token, an ID token and nonsense are refused with 401', async () => {
    const { id_token: idToken } = await portal.login(provider.browser());
    assert.equal((await portal.userinfo(idToken!)).status, 401);
    assert.equal((await portal.userinfo('nonsense')).status, 401);
    await request(provider.url).get('/userinfo').expect(401);
  });

  it('an application introspects its own tokens', async () => {
    const { access_token: token } = await portal.login(provider.browser());
    const { body } = await introspect(portal, token!);
    assert.equal(body.active, true);
    assert.equal(body.client_id, portal.application.id);
    assert.notEqual(body.sub, provider.citizen);
  });

  it('another application learns nothing of them', async () => {
    const tokens = await portal.login(provider.browser(), OFFLINE);
    assert.deepEqual((await introspect(other, tokens.access_token!)).body, { active: false });
    assert.deepEqual((await introspect(other, tokens.refresh_token!)).body, { active: false });
  });

  it('a revoked refresh token takes the access token with it', async () => {
    const tokens = await portal.login(provider.browser(), OFFLINE);
    assert.equal((await revoke(portal, tokens.refresh_token!)).status, 200);
    assert.equal((await portal.userinfo(tokens.access_token!)).status, 401);
    assert.equal((await portal.refresh(tokens.refresh_token!)).body.error, 'invalid_grant');
  });

  it('F2 a revoked access token stays dead where the ephemeral store forgets that it was deleted', async () => {
    const { access_token: token } = await portal.login(provider.browser());
    const key = `oidc:AccessToken:${digestOf(token!)}`;
    const sealed = await stores.ephemeral.get(key);
    assert.equal((await revoke(portal, token!)).status, 200);
    await stores.ephemeral.set(key, sealed!, 600);
    assert.equal((await portal.userinfo(token!)).status, 401);
    assert.deepEqual((await introspect(portal, token!)).body, { active: false });
  });

  it('F2 what hangs on a revoked grant is dead on every node, though the ephemeral store still has all of it', async () => {
    const second = await provider.secondNode();
    const browser = provider.browser();
    const tokens = await portal.login(browser, OFFLINE);
    const code = await portal.code(browser);
    const kept = [`oidc:AccessToken:${digestOf(tokens.access_token!)}`, `oidc:AuthorizationCode:${digestOf(code)}`];
    assert.equal((await revoke(portal, tokens.refresh_token!)).status, 200);
    for (const key of kept) assert.ok(await stores.ephemeral.get(key), `${key} is where it was`);
    for (const node of [provider.url, second.url]) {
      assert.equal((await portal.userinfo(tokens.access_token!, node)).status, 401);
      const asked = await portal.post(`${node}/introspect`, { token: tokens.access_token! });
      assert.deepEqual(asked.body, { active: false });
      assert.equal((await portal.refresh(tokens.refresh_token!, {}, node)).body.error, 'invalid_grant');
      assert.equal((await portal.exchange(code, {}, node)).body.error, 'invalid_grant');
    }
  });

  it('another application cannot revoke them', async () => {
    const { access_token: token } = await portal.login(provider.browser());
    assert.equal((await revoke(other, token!)).status, 200);
    assert.equal((await portal.userinfo(token!)).status, 200);
  });

  it('A13 an identity that is not active has no tokens and no session, however it came to be so', async () => {
    const before = provider.citizen;
    provider.citizen = await provider.addCitizen();
    const browser = provider.browser();
    const tokens = await portal.login(browser, OFFLINE);
    const identity = (await provider.domain.identities.find(provider.citizen))!;
    await stores.uow.run(({ identities }) =>
      identities.update(identity.id, identity.tokenEpoch, { state: 'deceased', tokenEpoch: identity.tokenEpoch + 1 }),
    );
    assert.equal((await portal.userinfo(tokens.access_token!)).status, 401);
    assert.equal((await portal.refresh(tokens.refresh_token!)).body.error, 'invalid_grant');
    const silent = await portal.authorize(browser, { prompt: 'none' });
    assert.equal(silent.url.searchParams.get('error'), 'login_required');
    provider.citizen = before;
  });
});
