import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import type { ProviderBrowser } from '../../support/http/provider-browser.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { idTokenOf, RawPortal } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

const SESSION = 'yihao_session';

eachStorePair('sessions', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let second: RawPortal;
  let browser: ProviderBrowser;

  before(async () => {
    stores = await make();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
    second = new RawPortal(provider, await provider.addApplication());
  });

  beforeEach(async () => {
    provider.citizen = await provider.addCitizen();
    browser = provider.browser();
  });

  afterEach(() => {
    provider.onInteraction = undefined;
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  /** Goes to the first interaction page and stops there. @returns its address */
  async function stop(at: RawPortal, change = {}, who = browser): Promise<string> {
    provider.onInteraction = async (ctx) => {
      ctx.body = 'a page';
    };
    const landing = await at.authorize(who, change);
    provider.onInteraction = undefined;
    assert.equal(landing.at, 'page', String(landing.url));
    return landing.url.pathname;
  }

  describe('A6 session fixation', () => {
    it('the session cookie changes at login and the old one is dead', async () => {
      await browser.go(`${provider.issuer}/logout`);
      const before = browser.value(SESSION);
      assert.ok(before, 'an anonymous session exists');
      const planted = browser.twin();
      await portal.login(browser);
      assert.notEqual(browser.value(SESSION), before);
      await assertLoggedOut(planted);
    });

    it('the session cookie changes at a second login of the same citizen, too', async () => {
      await portal.login(browser);
      const old = browser.twin();
      await portal.login(browser, { prompt: 'login' });
      assert.notEqual(browser.value(SESSION), old.value(SESSION));
      await assertLoggedOut(old);
      assert.ok(await portal.code(browser, { prompt: 'none' }));
    });

    it('a made-up and an altered cookie are nobody', async () => {
      await portal.login(browser);
      const cookie = browser.cookies().find(({ name }) => name === SESSION)!;
      browser.plant({ ...cookie, value: 'made-up' });
      await assertLoggedOut(browser);
    });

    it('two people in one browser: the first is out everywhere, and no token of theirs reaches the second', async () => {
      const first = provider.citizen;
      const theirs = await portal.login(browser);
      provider.citizen = await provider.addCitizen();
      const ours = await portal.login(browser, { prompt: 'login' });
      assert.notEqual(idTokenOf(ours).sub, idTokenOf(theirs).sub);
      assert.equal((await portal.userinfo(theirs.access_token!)).status, 401);
      assert.equal((await portal.userinfo(ours.access_token!)).body.sub, idTokenOf(ours).sub);
      const sessions = await stores.uow.read.sessions.ofIdentity(first);
      assert.ok(sessions.every(({ endedAt }) => endedAt !== null));
    });

    it('two people in two tabs: who finishes last is who is logged in', async () => {
      const one = await stop(portal);
      const two = await stop(second);
      const finish = (path: string) => browser.go(`${provider.issuer}${path}`);
      const first = provider.citizen;
      assert.equal((await finish(one)).at, 'elsewhere');
      provider.citizen = await provider.addCitizen();
      const landing = await finish(two);
      assert.equal(landing.at, 'elsewhere', JSON.stringify(landing));
      const { body } = await second.exchange(landing.url.searchParams.get('code')!);
      const department = second.application.departmentId;
      assert.equal(idTokenOf(body).sub, await provider.domain.subjects.subjectOf(provider.citizen, department));
      assert.notEqual(idTokenOf(body).sub, await provider.domain.subjects.subjectOf(first, department));
    });
  });

  describe('tabs that load at the same moment', () => {
    /** Enters each portal at once, and checks that every token that came of it lives. */
    async function enterAtOnce(portals: readonly RawPortal[]): Promise<void> {
      const codes = await Promise.all(portals.map((one) => one.code(browser)));
      const tokens = [];
      for (const [n, code] of codes.entries()) tokens.push((await portals[n]!.exchange(code)).body);
      for (const [n, { access_token: token, error }] of tokens.entries()) {
        assert.equal(error, undefined);
        assert.equal((await portals[n]!.userinfo(token!)).status, 200);
      }
    }

    it('at two new portals: neither loses what it was granted, and both are told of the logout', async () => {
      await portal.login(browser);
      const third = new RawPortal(provider, await provider.addApplication());
      await enterAtOnce([second, third]);
      const { uid } = (await (await browser.request('/who')).json()) as { uid: string };
      const live = await provider.domain.sessions.liveApplications(uid);
      const expected = [portal, second, third].map(({ application }) => application.id);
      assert.deepEqual(live.map(({ applicationId }) => applicationId).sort(), expected.sort());
    });

    it('at one new portal, four times: all four are good', async () => {
      await portal.login(browser);
      await enterAtOnce([second, second, second, second]);
    });
  });

  describe('the session seen from Yihao’s pages', () => {
    const who = async () => (await browser.request('/who')).json() as Promise<Record<string, unknown>>;

    it('says who is logged in, how strongly and since when', async () => {
      assert.deepEqual(await who(), {});
      await portal.login(browser, { acr_values: 'urn:yihao:aal:2' });
      const { identityId, aal, amr, authTime } = await who();
      assert.deepEqual({ identityId, aal, amr }, { identityId: provider.citizen, aal: 2, amr: ['pwd'] });
      assert.ok(Math.abs(Date.parse(String(authTime)) - Date.now()) < 5000);
    });

    it('lives on while it is used, and ends after 30 minutes without use', async () => {
      await portal.login(browser);
      try {
        const begin = Date.now();
        for (const minutes of [0, 25, 50, 75]) {
          mock.timers.enable({ apis: ['Date'], now: begin + minutes * 60_000 });
          assert.equal((await who()).identityId, provider.citizen, `after ${minutes} minutes`);
          mock.timers.reset();
        }
        mock.timers.enable({ apis: ['Date'], now: begin + 106 * 60_000 });
        assert.deepEqual(await who(), {});
      } finally {
        mock.timers.reset();
      }
    });

    it('ends after 12 hours in any case', async () => {
      await portal.login(browser);
      try {
        const begin = Date.now();
        for (let minutes = 0; minutes < 12 * 60; minutes += 29) {
          mock.timers.enable({ apis: ['Date'], now: begin + minutes * 60_000 });
          assert.equal((await who()).identityId, provider.citizen, `after ${minutes} minutes`);
          mock.timers.reset();
        }
        mock.timers.enable({ apis: ['Date'], now: begin + 12 * 3_600_000 + 30_000 });
        assert.deepEqual(await who(), {});
      } finally {
        mock.timers.reset();
      }
    });

    it('can be ended there: every portal’s tokens are dead', async () => {
      const tokens = await portal.login(browser);
      assert.deepEqual(await (await browser.request('/sign-out')).json(), { ended: true });
      assert.equal(browser.value(SESSION), undefined);
      assert.deepEqual(await who(), {});
      assert.equal((await portal.userinfo(tokens.access_token!)).status, 401);
      assert.deepEqual(await (await browser.request('/sign-out')).json(), { ended: false });
    });

    it('an account that was locked is logged out', async () => {
      await portal.login(browser);
      await provider.domain.identities.setState(provider.citizen, 'locked', 'operator:tests');
      await assertLoggedOut(browser);
    });
  });

  async function assertLoggedOut(who: ProviderBrowser): Promise<void> {
    const landing = await portal.authorize(who, { prompt: 'none' });
    assert.equal(landing.url.searchParams.get('error'), 'login_required');
  }
});
