import { strict as assert } from 'node:assert';
import type { Landing, ProviderBrowser } from '../../support/http/provider-browser.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { form, idTokenOf, type Params, RawPortal } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

eachStorePair('RP-initiated and back-channel logout (OpenID Connect)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let first: RawPortal;
  let second: RawPortal;
  let browser: ProviderBrowser;

  before(async () => {
    stores = await make();
    provider = await startProvider(stores);
    const portal = async (n: number) =>
      new RawPortal(
        provider,
        await provider.addApplication({ backchannelLogoutUri: `https://portal-${n}.example.test/backchannel` }),
      );
    first = await portal(1);
    second = await portal(2);
  });

  beforeEach(async () => {
    provider.citizen = await provider.addCitizen();
    browser = provider.browser();
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const logout = (params: Params): Promise<Landing> => browser.go(`${provider.issuer}/logout?${form(params)}`);

  const confirm = (change: Params = {}): Promise<Landing> => {
    const { action, xsrf } = provider.shown.logout!;
    const body = form({ xsrf, logout: 'yes', ...change });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return browser.go(action, { method: 'POST', headers, body });
  };

  /** Who is to be told, as the outbox has it. */
  async function notices(): Promise<{ applicationId: string; identityId: string; sid: string }[]> {
    const entries = await stores.uow.run(({ outbox }) => outbox.claim(new Date(Date.now() + 1000), new Date(), 1000));
    const ours = [];
    for (const entry of entries.filter(({ kind }) => kind === 'logout')) {
      const notice = (await provider.domain.outbox.open(entry)) as Awaited<ReturnType<typeof notices>>[number];
      if (notice.identityId === provider.citizen) ours.push(notice);
    }
    return ours;
  }

  it('everywhere: both portals are told, tokens are dead, the browser is logged out', async () => {
    const tokens = [await first.login(browser), await second.login(browser)];
    const params = {
      id_token_hint: tokens[0]!.id_token,
      post_logout_redirect_uri: first.application.postLogoutRedirectUris[0],
      state: 's',
    };
    await logout(params);
    assert.equal(provider.shown.logout?.application?.id, first.application.id);
    const landing = await confirm();
    assert.equal(String(landing.url), `${params.post_logout_redirect_uri}?state=s`);
    const told = await notices();
    assert.deepEqual(told.map((one) => one.applicationId).sort(), [first.application.id, second.application.id]);
    assert.deepEqual(told.map((one) => one.sid).sort(), tokens.map((one) => idTokenOf(one).sid).sort());
    assert.equal((await first.userinfo(tokens[0]!.access_token!)).status, 401);
    assert.equal((await second.userinfo(tokens[1]!.access_token!)).status, 401);
    assert.equal((await first.authorize(browser, { prompt: 'none' })).url.searchParams.get('error'), 'login_required');
  });

  it('only here: this portal is told and out, the other stays in', async () => {
    const here = await first.login(browser);
    const there = await second.login(browser);
    await logout({
      id_token_hint: here.id_token,
      post_logout_redirect_uri: first.application.postLogoutRedirectUris[0],
    });
    assert.equal((await confirm({ logout: undefined })).at, 'elsewhere');
    assert.deepEqual(
      (await notices()).map((one) => one.applicationId),
      [first.application.id],
    );
    assert.equal((await first.userinfo(here.access_token!)).status, 401);
    assert.equal((await second.userinfo(there.access_token!)).status, 200);
    assert.equal((await second.authorize(browser, { prompt: 'none' })).url.searchParams.get('error'), null);
    // Entering it again asks whether to continue, and begins its part anew.
    provider.walked.length = 0;
    const again = await first.login(browser);
    assert.deepEqual(
      provider.walked.map(({ step }) => step),
      ['continue'],
    );
    assert.equal((await first.userinfo(again.access_token!)).status, 200);
  });

  it('an unregistered post_logout_redirect_uri is refused', async () => {
    const { id_token } = await first.login(browser);
    const landing = await logout({ id_token_hint: id_token, post_logout_redirect_uri: 'https://evil.example.test/' });
    assert.equal(landing.at === 'page' && landing.status, 400);
  });

  it('without a client it never leads anywhere', async () => {
    await first.login(browser);
    await logout({ post_logout_redirect_uri: 'https://evil.example.test/' });
    assert.equal(provider.shown.logout?.returnTo, undefined);
    assert.equal((await confirm()).at, 'page');
  });

  it('an altered id_token_hint and one of another application are refused', async () => {
    const { id_token: token } = await first.login(browser);
    const altered = await logout({ id_token_hint: `${token!.slice(0, -4)}AAAA` });
    assert.equal(altered.at === 'page' && altered.status, 400);
    const foreign = await logout({ id_token_hint: token, client_id: second.application.id });
    assert.equal(foreign.at === 'page' && foreign.status, 400);
  });

  it('A10 without its token nothing is logged out', async () => {
    const tokens = await first.login(browser);
    await logout({ id_token_hint: tokens.id_token });
    const landing = await confirm({ xsrf: 'wrong' });
    assert.equal(landing.at === 'page' && landing.status, 400);
    assert.equal((await first.userinfo(tokens.access_token!)).status, 200);
  });

  it('an ended session is not revived by a browser that still has its cookie', async () => {
    const tokens = await first.login(browser);
    const stale = browser.twin();
    await logout({ id_token_hint: tokens.id_token });
    await confirm();
    const landing = await first.authorize(stale, { prompt: 'none' });
    assert.equal(landing.url.searchParams.get('error'), 'login_required');
  });
});
