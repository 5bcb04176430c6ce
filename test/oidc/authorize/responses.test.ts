import { strict as assert } from 'node:assert';
import request from 'supertest';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { form, RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('what browsers are told', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;

  before(async () => {
    stores = await makeEmbedded();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  it('response_mode=form_post may post to the portal and nowhere else, with one hashed script', async () => {
    const browser = provider.browser();
    const landing = await portal.authorize(browser, { response_mode: 'form_post' });
    assert.equal(landing.at, 'page');
    const policy = landing.at === 'page' ? landing.headers.get('content-security-policy') : '';
    assert.match(policy!, new RegExp(`form-action 'self' ${new URL(portal.redirectUri).origin}(;|$)`));
    assert.match(policy!, /script-src 'self' 'sha256-/);
  });

  it('an error by form_post may be posted to the portal; an error page may post nowhere', async () => {
    const posted = await portal.authorize(provider.browser(), { response_mode: 'form_post', prompt: 'none' });
    const page = await portal.authorize(provider.browser(), { redirect_uri: 'https://evil.example.test/' });
    const policyOf = (landing: typeof page) =>
      landing.at === 'page' ? landing.headers.get('content-security-policy')! : '';
    assert.match(policyOf(posted), /portal/);
    assert.doesNotMatch(policyOf(page), /evil/);
  });

  it('a logout without a session leads to the registered address, which its form may reach', async () => {
    const back = portal.application.postLogoutRedirectUris[0]!;
    const params = form({ client_id: portal.application.id, post_logout_redirect_uri: back });
    const landing = await provider.browser().go(`${provider.issuer}/logout?${params}`);
    assert.equal(landing.at === 'page' && landing.status, 200);
    const policy = landing.at === 'page' ? landing.headers.get('content-security-policy') : '';
    assert.match(policy!, new RegExp(`form-action 'self' ${new URL(back).origin}`));
  });

  it('an authorization and a logout request by POST are answered as if they came by GET', async () => {
    const post = (path: string, body: string) => request(provider.issuer).post(path).send(body);
    const authorize = new URL(portal.authorizeUrl());
    const response = await post(authorize.pathname, authorize.search.slice(1)).expect(303);
    const landing = await provider.browser().go(response.headers.location!);
    assert.ok(landing.url.searchParams.get('code'));
    const address = `${provider.issuer}/logout?client_id=${portal.application.id}`;
    await post('/logout', form({ client_id: portal.application.id })).expect('location', address);
  });

  it('tokens, codes and pages of the protocol are never cached', async () => {
    for (const path of ['/authorize', '/userinfo', '/logout']) {
      await request(provider.issuer).get(path).expect('cache-control', 'no-store');
    }
  });

  it('no other site’s script may read a token, not even a registered portal’s', async () => {
    const origin = new URL(portal.redirectUri).origin;
    const body = form({ grant_type: 'authorization_code', client_id: portal.application.id });
    const response = await request(provider.issuer).post('/token').set({ origin }).send(body);
    assert.ok(response.status >= 400);
    const tokens = await portal.login(provider.browser());
    const bearer = { origin, authorization: `Bearer ${tokens.access_token}` };
    const info = await request(provider.issuer).get('/userinfo').set(bearer).expect(400);
    assert.equal(info.headers['access-control-allow-origin'], undefined);
  });

  describe('cookies', () => {
    it('are signed, HttpOnly and SameSite=Lax; an interaction’s are bound to its path', async () => {
      const lines = await cookiesOf(provider);
      for (const line of lines) assert.match(line, /httponly/i);
      for (const line of lines) assert.match(line, /samesite=lax/i);
      const line = lines.find((one) => one.startsWith('yihao_interaction='));
      assert.match(line!, /path=\/interaction\/[\w-]+/);
      assert.ok(lines.some((one) => one.startsWith('yihao_interaction.sig=')));
    });

    it('are Secure and bound to this host where the issuer is https, though a proxy ends TLS', async () => {
      const behind = await startProvider(stores, { settings: { issuer: 'https://yihao.example.test' } });
      try {
        const lines = await cookiesOf(behind);
        for (const line of lines) assert.match(line, /; secure/i);
        assert.ok(lines.some((one) => one.startsWith('__Secure-yihao_interaction=')));
        const logout = await request(behind.url).get('/logout');
        const session = setCookiesOf(logout).filter((line) => line.startsWith('__Host-yihao_session'));
        assert.equal(session.length, 2);
        for (const line of session) assert.match(line, /; path=\/; .*secure/i);
      } finally {
        await behind.close();
      }
    });
  });

  async function cookiesOf({ url }: { readonly url: string }): Promise<readonly string[]> {
    const params = new URL(portal.authorizeUrl()).search;
    return setCookiesOf(await request(url).get(`/authorize${params}`).expect(303));
  }

  /** The one header that Node gives as a list. */
  const setCookiesOf = ({ headers }: request.Response): readonly string[] =>
    headers['set-cookie'] as unknown as readonly string[];
});
