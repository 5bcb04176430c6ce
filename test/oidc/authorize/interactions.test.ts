import { strict as assert } from 'node:assert';
import request from 'supertest';
import { HOME_CLIENT_ID } from '../../../src/provider/home.js';
import type { ProviderBrowser } from '../../support/http/provider-browser.js';
import { agree, startProvider, type TestProvider, walkOn } from '../../support/provider/provider.js';
import { form, RawPortal } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

eachStorePair('interactions', (make) => {
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
    provider.walked.length = 0;
  });

  afterEach(() => {
    provider.onInteraction = undefined;
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const uidOf = (path: string): string => path.split('/')[2]!;
  const steps = (): readonly string[] => provider.walked.map(({ step }) => step);

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

  describe('single sign-on', () => {
    it('asks once whether to continue into a second portal, and never for a credential', async () => {
      await portal.login(browser);
      assert.deepEqual(steps(), ['login', 'consent']);
      await second.login(browser);
      assert.deepEqual(steps().slice(2), ['continue', 'consent']);
      await second.login(browser);
      await portal.login(browser);
      assert.equal(steps().length, 4);
    });

    it('asks again where the portal says prompt=select_account, consent or login', async () => {
      await portal.login(browser);
      provider.walked.length = 0;
      for (const prompt of ['select_account', 'consent', 'login']) await portal.login(browser, { prompt });
      assert.deepEqual(steps(), ['continue', 'consent', 'login']);
    });

    it('brings a new citizen to registration with prompt=create', async () => {
      await portal.login(browser, { prompt: 'create' });
      assert.deepEqual(steps(), ['register', 'consent']);
    });

    it('hands the journeys what they need to know', async () => {
      const strict = new RawPortal(provider, await provider.addApplication({ minimumAal: 2 }));
      await strict.login(browser, { scope: 'openid phone', login_hint: '13800138000', ui_locales: 'en zh-CN' });
      const [login, consent] = provider.walked;
      assert.deepEqual(
        [login?.wantedAal, login?.loginHint, login?.uiLocales, login?.application?.id, login?.sessionIdentityId],
        [2, '13800138000', ['en', 'zh-CN'], strict.application.id, undefined],
      );
      assert.deepEqual(consent?.requested, ['phone_number', 'phone_number_verified']);
      assert.equal(consent?.sessionIdentityId, provider.citizen);
      assert.ok(consent?.reasons.includes('consent_due'));
    });

    it('a citizen who turns back returns to the portal with access_denied', async () => {
      provider.onInteraction = (ctx, { uid }, node) => node.interactions.abort(ctx, uid);
      const landing = await portal.authorize(browser);
      assert.equal(landing.url.searchParams.get('error'), 'access_denied');
      assert.equal(landing.url.searchParams.get('state'), 'state-1');
    });
  });

  describe('Yihao’s own pages', () => {
    const home = (prompt?: string): string =>
      `${provider.issuer}/authorize?${form({
        client_id: HOME_CLIENT_ID,
        response_type: 'none',
        scope: 'openid',
        redirect_uri: `${provider.issuer}/`,
        prompt,
      })}`;

    it('log a citizen in without consent, and the first portal is then one click away', async () => {
      const landing = await browser.go(home());
      assert.equal(landing.url.pathname, '/');
      assert.deepEqual([...landing.url.searchParams.keys()], ['iss']);
      await portal.login(browser);
      assert.deepEqual(steps(), ['login', 'consent']);
      await second.login(browser);
      assert.deepEqual(steps().slice(2), ['continue', 'consent']);
    });

    it('register with prompt=create', async () => {
      await browser.go(home('create'));
      assert.deepEqual(steps(), ['register']);
    });

    it('give no code to anyone who borrows the client', async () => {
      const code = await browser.go(home().replace('response_type=none', 'response_type=code'));
      assert.equal(code.url.searchParams.get('code'), null);
      const address = form({ redirect_uri: 'https://evil.example.test/' });
      const evil = await browser.go(home().replace(/redirect_uri=[^&]*/, address));
      assert.equal(evil.at === 'page' && evil.status, 400);
    });
  });

  describe('A11 consent confusion', () => {
    it('two tabs at two portals: each gets what was shown for it', async () => {
      await portal.login(browser);
      const phone = await stop(portal, { scope: 'openid phone' });
      const email = await stop(portal, { scope: 'openid email' });
      const finish = async (path: string) => {
        const landing = await browser.go(`${provider.issuer}${path}`);
        return (await portal.exchange(landing.url.searchParams.get('code')!)).body;
      };
      const withPhone = await finish(phone);
      const withEmail = await finish(email);
      const claims = async (token: string) => Object.keys((await portal.userinfo(token)).body).sort();
      assert.deepEqual(await claims(withPhone.access_token!), ['phone_number', 'phone_number_verified', 'sub']);
      assert.deepEqual(await claims(withEmail.access_token!), ['email', 'email_verified', 'sub']);
    });

    it('an interaction cannot be finished for another portal’s request', async () => {
      await portal.login(browser);
      const one = await stop(portal, { scope: 'openid phone' });
      const two = await stop(second);
      // The second's page, asked for with the first's cookie.
      const cookie = browser
        .cookies()
        .filter(({ name, path }) => name.startsWith('yihao_interaction') && path === one)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
      await request(provider.issuer)
        .get(two)
        .set({ cookie })
        .expect(400, /^elsewhere/);
    });

    it('a scope edited after consent is asked about, not granted', async () => {
      await portal.login(browser, { scope: 'openid phone' });
      provider.walked.length = 0;
      const path = await stop(portal, { scope: 'openid phone email' });
      assert.match(path, /^\/interaction\//);
      assert.equal(provider.walked[0]?.step, 'consent');
    });

    it('before the citizen decided nothing is granted and the portal is not part of the session', async () => {
      provider.onInteraction = async (ctx, details, node) => {
        if (details.step === 'consent') ctx.body = 'a page';
        else await walkOn(ctx, details, node, provider);
      };
      assert.equal((await second.authorize(browser)).at, 'page');
      const events = await stores.uow.read.audit.ofIdentity(provider.citizen, 1000);
      const about = events.filter((event) => event.applicationId === second.application.id);
      assert.deepEqual(about, []);
    });

    it('pressing on without deciding grants nothing and asks again', async () => {
      await portal.login(browser);
      let shown = 0;
      provider.onInteraction = async (ctx, details, node) => {
        if (details.step === 'consent' && ++shown < 3) return node.interactions.finishConsent(ctx, details.uid);
        if (details.step === 'consent') await agree(details, node);
        return walkOn(ctx, details, node, provider);
      };
      await portal.login(browser, { scope: 'openid phone' });
      assert.equal(shown, 3);
    });
  });

  describe('two answers to one interaction', () => {
    /** Both have been shown the page; they answer one after the other. @returns where each is sent */
    async function bothAnswer(path: string, people: readonly string[], between = async () => {}): Promise<string[]> {
      const shown: PromiseWithResolvers<void>[] = people.map(() => Promise.withResolvers());
      const turns: PromiseWithResolvers<void>[] = people.map(() => Promise.withResolvers());
      let arrived = 0;
      provider.onInteraction = async (ctx, { uid }, node) => {
        const mine = arrived++;
        shown[mine]!.resolve();
        await turns[mine]!.promise;
        await node.interactions.finishLogin(ctx, uid, {
          identityId: people[mine]!,
          aal: 1,
          amr: ['pwd'],
          used: ['password'],
        });
      };
      const answers: Promise<Response>[] = [];
      for (const { promise } of shown) {
        answers.push(browser.request(path));
        await promise;
      }
      provider.onInteraction = undefined;
      turns[0]!.resolve();
      await answers[0];
      await between();
      turns[1]!.resolve();
      return Promise.all(answers.map(async (answer) => (await answer).headers.get('location') ?? ''));
    }

    it('A2 the first one counts: whoever comes second is nobody’s way in and takes nobody’s place', async () => {
      const [first, second] = [provider.citizen, await provider.addCitizen()];
      const path = await stop(portal);
      const [one, two] = await bothAnswer(path, [first, second]);
      assert.equal(two, one);
      assert.equal((await browser.go(two!)).at, 'elsewhere');
      const who = await (await browser.request('/who')).json();
      assert.equal((who as { identityId: string }).identityId, first);
    });

    it('A2 one that was taken on is not brought back by a slower answer', async () => {
      const [first, second] = [provider.citizen, await provider.addCitizen()];
      const path = await stop(portal);
      const kept = browser.twin();
      const resume = `/authorize/${uidOf(path)}`;
      await bothAnswer(path, [first, second], async () => void (await browser.go(resume)));
      assert.equal(await (await kept.request(path)).text(), `expired ${portal.application.homeUri}`);
      const resumed = await kept.go(resume);
      assert.equal(resumed.at === 'page' && resumed.status, 400);
    });
  });

  describe('interactions that cannot go on', () => {
    it('past its end: expired, though it still rests in the store for the way back', async () => {
      const path = await stop(portal);
      const interaction = await provider.host.current().Interaction.find(uidOf(path));
      await interaction!.save(-60);
      assert.equal(await (await browser.request(path)).text(), `expired ${portal.application.homeUri}`);
      const resumed = await browser.go(`/authorize/${uidOf(path)}`);
      assert.equal(resumed.at === 'page' && resumed.status, 400);
    });

    it('in another browser: 400, with the way back to the portal', async () => {
      const path = await stop(portal);
      const response = await provider.browser().request(path);
      assert.equal(response.status, 400);
      assert.equal(await response.text(), `elsewhere ${portal.application.homeUri}`);
    });

    it('A6 planted in somebody’s browser: 400 there, and whoever planted it cannot take it on', async () => {
      const attacker = provider.browser();
      const path = await stop(portal, {}, attacker);
      provider.walked.length = 0;
      for (const cookie of attacker.cookies()) if (!/session|browser/.test(cookie.name)) browser.plant(cookie);
      const there = await browser.go(path);
      assert.equal(there.at === 'page' && there.status, 400);
      assert.deepEqual(steps(), [], 'no journey was begun');

      // The other way round: an answered interaction whose cookies were carried off.
      const uid = uidOf(path);
      const resume = await attacker.request(path);
      assert.ok(resume.headers.get('location')?.endsWith(uid));
      const thief = provider.browser();
      for (const cookie of attacker.cookies()) if (!/browser/.test(cookie.name)) thief.plant(cookie);
      const taken = await thief.go(`/authorize/${uid}`);
      assert.equal(taken.at === 'page' && taken.status, 400);
    });

    it('with an altered cookie: 400', async () => {
      const path = await stop(portal);
      const { value, ...cookie } = browser.cookies().find(({ name }) => name === 'yihao_browser')!;
      browser.plant({ ...cookie, value: `x${value}` });
      assert.equal((await browser.request(path)).status, 400);
    });

    it('when it is over: expired, with the way back to the portal', async () => {
      const path = await stop(portal);
      const kept = browser.twin();
      assert.equal((await browser.go(`${provider.issuer}${path}`)).at, 'elsewhere');
      const response = await kept.request(path);
      assert.equal(await response.text(), `expired ${portal.application.homeUri}`);
      const uid = uidOf(path);
      const resumed = await kept.go(`${provider.issuer}/authorize/${uid}`);
      assert.equal(resumed.at === 'page' && resumed.status, 400);
      assert.equal(provider.shown.error?.expired, true);
      assert.equal(provider.shown.error?.application?.id, portal.application.id);
    });

    it('one nobody ever began: expired, without a way back', async () => {
      const response = await browser.request('/interaction/made-up');
      assert.equal(await response.text(), 'expired ');
    });
  });
});
