import { strict as assert } from 'node:assert';
import request from 'supertest';
import type { Delegation } from '../../../src/domain/records/index.js';
import { accountIdOf, personsOf } from '../../../src/provider/persons.js';
import { randomId } from '../../../src/shared/random.js';
import type { Landing, ProviderBrowser } from '../../support/http/provider-browser.js';
import { MovedTime } from '../../support/moved-time.js';
import { type ProviderNode, startProvider, type TestProvider, walkOn } from '../../support/provider/provider.js';
import { idTokenOf, type Params, RawPortal, type TokenAnswer } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

const DAY = 24 * 3_600_000;

describe('the account id of a login in somebody else’s name', () => {
  it('names both and the delegation, and is nobody else’s', () => {
    const persons = { identityId: randomId(), personId: randomId(), delegationId: randomId() };
    assert.deepEqual(personsOf(accountIdOf(persons)), persons);
    const own = randomId();
    assert.deepEqual(personsOf(own), { identityId: own, personId: own, delegationId: undefined });
    assert.equal(accountIdOf({ identityId: own, personId: own, delegationId: undefined }), own);
    for (const half of ['delegation', 'delegation:a', 'delegation:a:b', 'delegation:a:b:', 'other:a:b:c'])
      assert.equal(personsOf(half).identityId, half);
  });
});

eachStorePair('acting for somebody (RFC 8693 §4.1)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let second: ProviderNode;
  let portal: RawPortal;
  let sister: RawPortal;
  let plain: RawPortal;
  let browser: ProviderBrowser;
  let helper: string;
  let principal: string;
  let delegation: Delegation;
  /** For whom the helper comes when asked. */
  let wanted: string | undefined;
  let asked = 0;
  let time: MovedTime;

  before(async () => {
    stores = await make();
    provider = await startProvider(stores, { settings: { recentMs: 500 } });
    second = await provider.secondNode();
    const add = async (input = {}) => new RawPortal(provider, await provider.addApplication(input));
    portal = await add({ delegation: 'allowed', backchannelLogoutUri: 'https://portal.example.test/backchannel' });
    sister = await add({ delegation: 'allowed' });
    plain = await add();
  });
  after(async () => {
    await provider?.close();
    await stores?.close();
  });
  beforeEach(async () => {
    time = new MovedTime();
    helper = await provider.addCitizen();
    principal = await provider.addCitizen();
    provider.citizen = helper;
    browser = provider.browser();
    wanted = principal;
    asked = 0;
    delegation = await give();
    provider.onInteraction = async (ctx, details, node) => {
      if (details.step !== 'continue') return walkOn(ctx, details, node, provider);
      asked += 1;
      const principals = await node.interactions.principals(ctx, details.uid);
      const one = principals.find(({ identityId }) => identityId === wanted);
      await node.interactions.finishContinue(ctx, details.uid, one?.delegationId);
    };
  });
  afterEach(() => {
    time.restore();
    assert.deepEqual(provider.trouble, []);
  });

  async function give(change: Partial<Delegation> = {}): Promise<Delegation> {
    const now = Date.now();
    const one: Delegation = {
      identityId: principal,
      id: randomId(),
      helperId: helper,
      helperName: 'sealed',
      applications: [portal.application.id],
      days: 30,
      slot: 0,
      invitedAt: new Date(now - DAY),
      startedAt: new Date(now - DAY),
      endsAt: new Date(now + DAY),
      endedAt: null,
      endedBy: null,
      ...change,
    };
    assert.equal(await stores.uow.run(({ delegations }) => delegations.insert(one)), true);
    return one;
  }
  const subjectOf = (identityId: string, at = portal) =>
    provider.domain.subjects.subjectOf(identityId, at.application.departmentId);
  const end = (who = principal) => provider.domain.delegations.end(who, delegation.id);
  const introspect = async (token: string, node = provider.url) =>
    (await portal.post(`${node}/introspect`, { token })).body as Record<string, unknown>;
  const errorOf = (landing: Landing) => landing.url.searchParams.get('error');
  const actIn = (claims: Readonly<Record<string, unknown>>) => (claims.act as { sub?: string } | undefined)?.sub;
  const whoIs = async (): Promise<Record<string, unknown>> => (await browser.request('/who')).json();
  const sessions = (of: string) => stores.uow.read.sessions.ofIdentity(of);
  const forSomebody = (change: Params = {}): Promise<TokenAnswer['body']> => portal.login(browser, change);

  it('tokens are about the principal and say who acts, wherever a portal looks', async () => {
    const tokens = await forSomebody({ scope: 'openid profile offline_access', prompt: 'consent' });
    const [sub, act] = [await subjectOf(principal), await subjectOf(helper)];
    const name = (await provider.domain.identities.reveal(principal, ['name'])).name;
    const userinfo = (await portal.userinfo(tokens.access_token!)).body;
    const renewed = (await portal.refresh(tokens.refresh_token!)).body;
    for (const claims of [idTokenOf(tokens), userinfo, await introspect(tokens.access_token!), idTokenOf(renewed)]) {
      assert.equal(claims.sub, sub);
      assert.deepEqual(claims.act, { sub: act });
    }
    assert.equal(userinfo.name, name);
    assert.equal(actIn(await introspect(renewed.access_token!)), act);
    assert.equal((await introspect(tokens.refresh_token!)).active, true);
    const { body: discovery } = await request(provider.url).get('/.well-known/openid-configuration');
    assert.ok((discovery as { claims_supported: string[] }).claims_supported.includes('act'));
  });

  it('for oneself nothing says act, and nobody is asked who cannot act for anybody there', async () => {
    wanted = undefined;
    const own = await forSomebody({ scope: 'openid profile' });
    assert.equal(asked, 1);
    for (const claims of [idTokenOf(own), (await portal.userinfo(own.access_token!)).body]) {
      assert.equal(claims.sub, await subjectOf(helper));
      assert.ok(!('act' in claims));
    }
    assert.ok(!('act' in (await introspect(own.access_token!))));
    await forSomebody();
    await portal.code(browser, { prompt: 'none' });
    assert.equal(asked, 1, 'once in a session');
    browser = provider.browser();
    await plain.login(browser);
    assert.equal(asked, 1, 'not where it is not allowed');
    provider.citizen = principal;
    browser = provider.browser();
    await portal.login(browser);
    assert.equal(asked, 1, 'nor whoever may act for nobody');
  });

  it('is another session: the helper’s own ends, its tokens die, and nothing of one reaches the other', async () => {
    const own = await plain.login(browser);
    const { uid } = await whoIs();
    const acting = await forSomebody();
    assert.equal((await plain.userinfo(own.access_token!)).status, 401);
    assert.ok((await stores.uow.read.sessions.find(String(uid)))?.endedAt);
    assert.equal(idTokenOf(acting).sub, await subjectOf(principal));
    assert.notEqual(idTokenOf(acting).sid, idTokenOf(own).sid);
    const [record] = (await sessions(principal)).filter(({ endedAt }) => !endedAt);
    assert.deepEqual([record?.identityId, record?.actorId], [principal, helper]);
    assert.deepEqual(await whoIs(), {}, 'pages of one’s own have nobody before them');
    // Back to oneself by the same page: the acting session ends.
    wanted = undefined;
    const again = await portal.login(browser, { prompt: 'select_account' });
    assert.equal(idTokenOf(again).sub, await subjectOf(helper));
    assert.equal((await portal.userinfo(acting.access_token!)).status, 401);
    assert.equal(idTokenOf(again).auth_time, idTokenOf(own).auth_time, 'the login is as old as it was');
  });

  it('the login’s strength and time are what the helper did', async () => {
    provider.aal = 1;
    const first = idTokenOf(await forSomebody());
    assert.equal(first.acr, 'urn:yihao:aal:1');
    provider.onInteraction = async (ctx, details, node) => {
      assert.equal(details.sessionIdentityId, helper);
      assert.equal(details.subjectIdentityId, principal);
      if (details.step !== 'login') return walkOn(ctx, details, node, provider);
      const login = {
        identityId: helper,
        aal: 2 as const,
        amr: ['pwd', 'otp', 'mfa'],
        used: ['password'],
        stepUp: true,
      };
      return node.interactions.finishLogin(ctx, details.uid, login);
    };
    const strong = idTokenOf(await forSomebody({ acr_values: 'urn:yihao:aal:2' }));
    assert.deepEqual([strong.acr, strong.sub], ['urn:yihao:aal:2', first.sub]);
    assert.equal(actIn(strong), await subjectOf(helper));
    assert.equal(strong.auth_time, first.auth_time);
    provider.aal = undefined;
  });

  it('at a public terminal it stays a login of that terminal', async () => {
    const goOn = provider.onInteraction!;
    provider.onInteraction = async (ctx, details, node) => {
      if (details.step !== 'login') return goOn(ctx, details, node);
      const terminal = { life: 'terminal', place: '330100' } as const;
      const login = { identityId: helper, aal: details.wantedAal, amr: ['pwd'], used: ['password'], ...terminal };
      return node.interactions.finishLogin(ctx, details.uid, login);
    };
    await forSomebody();
    const acting = (await sessions(principal)).findLast(({ endedAt }) => !endedAt);
    assert.deepEqual([acting?.actorId, acting?.terminal, acting?.place], [helper, 1, '330100']);
  });

  it('a whole login asks again for whom: max_age, prompt=login, id_token_hint', async () => {
    const { id_token: hint = '' } = await forSomebody();
    for (const change of [{ max_age: '0' }, { prompt: 'login' }, { prompt: 'login', id_token_hint: hint }]) {
      const before = asked;
      assert.equal(idTokenOf(await forSomebody(change)).sub, await subjectOf(principal));
      assert.equal(asked, before + 1);
    }
    await portal.code(browser, { prompt: 'none', id_token_hint: hint });
    browser = provider.browser();
    assert.equal(idTokenOf(await forSomebody({ id_token_hint: hint })).sub, await subjectOf(principal));
    wanted = undefined;
    const another = await portal.authorize(browser, { prompt: 'login', id_token_hint: hint });
    assert.equal(errorOf(another), 'login_required', 'the portal asked for the other person');
  });

  it('prompt=none: interaction_required where somebody has to choose, login_required once nothing is left', async () => {
    await plain.login(browser);
    assert.equal(errorOf(await portal.authorize(browser, { prompt: 'none' })), 'interaction_required');
    await forSomebody();
    await portal.code(browser, { prompt: 'none' });
    assert.equal(errorOf(await plain.authorize(browser, { prompt: 'none' })), 'interaction_required');
    await end();
    assert.equal(errorOf(await portal.authorize(browser, { prompt: 'none' })), 'login_required');
  });

  it('an application that is not named is entered as oneself, by choice; one that is named for the same principal', async () => {
    const acting = await forSomebody();
    const there = await plain.login(browser);
    assert.equal(idTokenOf(there).sub, await subjectOf(helper, plain));
    assert.equal((await portal.userinfo(acting.access_token!)).status, 401, 'that one is over');
    const again = await forSomebody({ prompt: 'select_account' });
    await give({ slot: 1, applications: [portal.application.id, sister.application.id] });
    const both = await sister.login(browser);
    assert.equal(idTokenOf(both).sub, await subjectOf(principal, sister));
    assert.equal((await portal.userinfo(again.access_token!)).status, 401, 'another delegation, another session');
    const first = await portal.login(browser);
    assert.equal(actIn(idTokenOf(first)), await subjectOf(helper));
    assert.equal((await sister.userinfo(both.access_token!)).status, 200, 'single sign-on within the one');
  });

  for (const [how, who] of [
    ['the principal', () => principal],
    ['the helper', () => helper],
  ] as const)
    it(`A13 ended by ${how}: sessions, grants, refresh and access tokens are dead within a second on every node`, async () => {
      const tokens = await forSomebody({ scope: 'openid offline_access', prompt: 'consent' });
      const code = await portal.code(browser);
      for (const node of [provider.url, second.url]) {
        assert.equal((await portal.userinfo(tokens.access_token!, node)).status, 200);
        assert.equal((await introspect(tokens.access_token!, node)).active, true);
      }
      assert.equal(await end(who()), true);
      time.pass(0.6);
      for (const node of [provider.url, second.url]) {
        assert.equal((await portal.userinfo(tokens.access_token!, node)).status, 401);
        for (const token of [tokens.access_token!, tokens.refresh_token!])
          assert.deepEqual(await introspect(token, node), { active: false });
        assert.equal((await portal.refresh(tokens.refresh_token!, {}, node)).body.error, 'invalid_grant');
        assert.equal((await portal.exchange(code, {}, node)).body.error, 'invalid_grant');
      }
      assert.equal(errorOf(await portal.authorize(browser, { prompt: 'none' })), 'login_required');
      const later = new Date(Date.now() + 1000);
      const due = await stores.uow.run(({ outbox }) => outbox.claim(later, later, 1000));
      const told = await Promise.all(
        due.filter(({ kind }) => kind === 'logout').map((entry) => provider.domain.outbox.open(entry)),
      );
      assert.deepEqual(
        (told as { applicationId: string; identityId: string }[])
          .filter(({ identityId }) => identityId === principal)
          .map(({ applicationId }) => applicationId),
        [portal.application.id],
        'the portal is told, of the principal',
      );
    });

  describe('is worth nothing, whatever was opened before,', () => {
    /** @returns the tokens that were good before */
    const opened = () => forSomebody({ scope: 'openid offline_access', prompt: 'consent' });
    const assertDead = async (tokens: TokenAnswer['body'], error = 'login_required'): Promise<void> => {
      time.pass(0.6);
      for (const node of [provider.url, second.url]) {
        assert.equal((await portal.userinfo(tokens.access_token!, node)).status, 401);
        assert.deepEqual(await introspect(tokens.access_token!, node), { active: false });
        assert.equal((await portal.refresh(tokens.refresh_token!, {}, node)).body.error, 'invalid_grant');
      }
      assert.equal(errorOf(await portal.authorize(browser, { prompt: 'none' })), error);
    };

    it('once its time is over, before anything was swept', async () => {
      await end();
      delegation = await give({ endsAt: new Date(Date.now() + 30_000) });
      const tokens = await opened();
      time.pass(30);
      await assertDead(tokens);
      assert.equal((await stores.uow.read.delegations.find(principal, delegation.id))?.endedAt, null);
    });

    it('while the helper is locked, and while the principal is', async () => {
      for (const locked of [helper, principal]) {
        const tokens = await opened();
        await provider.domain.identities.setState(locked, 'locked', 'operator:tests');
        await assertDead(tokens);
        await provider.domain.identities.setState(locked, 'active', 'operator:tests');
        browser = provider.browser();
      }
    });

    it('once the helper’s own consent to a login is gone: “end all” reaches the sessions for others', async () => {
      const tokens = await opened();
      await provider.domain.sessions.endOthers(helper, 'none');
      await assertDead(tokens);
    });

    it('at an application that no longer allows it', async () => {
      const tokens = await opened();
      const { id } = portal.application;
      const { applications } = provider.domain;
      const refused = { ...(await applications.find(id))!, delegation: 'refused' as const };
      const real = applications.find.bind(applications);
      applications.find = async (one) => (one === id ? refused : real(one));
      try {
        assert.equal(errorOf(await portal.authorize(browser, { prompt: 'none' })), 'interaction_required');
        const own = await portal.login(browser);
        assert.equal(idTokenOf(own).sub, await subjectOf(helper), 'whoever goes on does so as themselves');
        assert.equal((await portal.userinfo(tokens.access_token!)).status, 401);
      } finally {
        applications.find = real;
      }
    });

    it('at one that it does not name: neither chosen by hand nor by another’s delegation', async () => {
      const stranger = await provider.addCitizen();
      const theirs = await give({ identityId: stranger, helperId: stranger });
      const elsewhere = await give({ slot: 1, applications: [sister.application.id] });
      const tried: boolean[] = [];
      provider.onInteraction = async (ctx, details, node) => {
        if (details.step !== 'continue') return walkOn(ctx, details, node, provider);
        for (const id of [theirs.id, elsewhere.id, 'made up', '', `${delegation.id}:`])
          tried.push(await node.interactions.finishContinue(ctx, details.uid, id));
        await node.interactions.finishContinue(ctx, details.uid);
      };
      assert.equal(idTokenOf(await portal.login(browser)).sub, await subjectOf(helper));
      assert.deepEqual(tried, [false, false, false, false, false]);
    });

    it('by a made-up account id: its delegation has to be one of these two', async () => {
      const stranger = await provider.addCitizen();
      const lookAlike = [
        { identityId: principal, personId: stranger, delegationId: delegation.id },
        { identityId: stranger, personId: helper, delegationId: delegation.id },
        { identityId: principal, personId: helper, delegationId: randomId() },
      ];
      const enterAs = async (persons: Parameters<typeof accountIdOf>[0]): Promise<Landing> => {
        browser = provider.browser();
        let logins = 0;
        provider.onInteraction = async (ctx, details, node) => {
          // Nobody can log in with such a thing: this is as if it had been written into a store.
          const login = { identityId: accountIdOf(persons), aal: 2 as const, amr: ['pwd'], used: ['password'] };
          if (details.step !== 'login') return walkOn(ctx, details, node, provider);
          if (++logins === 1) return node.interactions.finishLogin(ctx, details.uid, login);
          ctx.body = 'asked to log in again';
        };
        return portal.authorize(browser);
      };
      for (const persons of lookAlike) {
        const landing = await enterAs(persons);
        assert.equal(landing.at, 'page', String(landing.url));
      }
      const real = await enterAs({ identityId: principal, personId: helper, delegationId: delegation.id });
      assert.ok(real.url.searchParams.get('code'), 'the same with the real one would be let in');
    });
  });

  it('two tabs: who chose another principal last is who is logged in, and the other tab’s answer is nobody’s', async () => {
    const another = await provider.addCitizen();
    await give({ identityId: another });
    await portal.login(browser);
    let uid = '';
    provider.onInteraction = async (ctx, details) => {
      uid = details.uid;
      ctx.body = 'a page';
    };
    // A consent page for the first principal is open in one tab …
    await portal.authorize(browser, { prompt: 'consent', scope: 'openid profile' });
    const waiting = uid;
    wanted = another;
    provider.onInteraction = async (ctx, details, node) => {
      if (details.step !== 'continue') return walkOn(ctx, details, node, provider);
      const one = (await node.interactions.principals(ctx, details.uid)).find((each) => each.identityId === wanted);
      await node.interactions.finishContinue(ctx, details.uid, one?.delegationId);
    };
    // … while another tab goes on for the second.
    const tokens = await portal.login(browser, { prompt: 'select_account' });
    assert.equal(idTokenOf(tokens).sub, await subjectOf(another));
    const late = await browser.go(`${provider.issuer}/interaction/${waiting}/consent`);
    assert.equal(late.at, 'page', 'no code comes of it');
    assert.equal(idTokenOf(await portal.login(browser)).sub, await subjectOf(another));
    assert.ok((await sessions(principal)).every(({ endedAt }) => endedAt));
  });

  it('a consent page of a delegation that ended meanwhile is over', async () => {
    let seen: { outcome: string } | undefined;
    provider.onInteraction = async (ctx, details, node) => {
      if (details.step === 'consent') {
        assert.equal(details.subjectIdentityId, principal);
        await end();
        browser = provider.browser();
        ctx.body = 'a page';
        return;
      }
      if (details.step !== 'continue') return walkOn(ctx, details, node, provider);
      const [one] = await node.interactions.principals(ctx, details.uid);
      await node.interactions.finishContinue(ctx, details.uid, one!.delegationId);
    };
    const mine = browser;
    const page = await portal.authorize(mine, { scope: 'openid profile' });
    const after = await mine.go(page.url);
    assert.equal(after.at === 'page' && after.status, 400);
    assert.equal(seen, undefined);
    assert.equal(await provider.domain.consents.current(principal, portal.application.id), undefined);
  });

  it('is on record for both: who acted, where, and what was agreed', async () => {
    await forSomebody({ scope: 'openid profile' });
    const eventsOf = async (id: string) => stores.uow.read.audit.ofIdentity(id, 100);
    const theirs = await eventsOf(principal);
    const of = (type: string) => theirs.find((event) => event.type === type);
    for (const type of ['session.started', 'delegation.used', 'grant.given'])
      assert.equal(of(type)?.actor, helper, `${type} was the helper’s`);
    assert.equal(of('delegation.used')?.detail.person, helper);
    assert.equal(of('session.joined'), undefined);
    const used = (await eventsOf(helper)).find(({ type }) => type === 'delegation.used');
    assert.deepEqual([used?.detail.person, used?.applicationId], [principal, portal.application.id]);
    assert.ok(!(await eventsOf(helper)).some(({ type }) => type === 'claims.released'));
  });

  it('logging out ends it: at Yihao and at the portal, which is told of the principal', async () => {
    const tokens = await forSomebody();
    const landing = await browser.go(`${provider.issuer}/logout?id_token_hint=${tokens.id_token}`);
    assert.equal(landing.at, 'page');
    assert.equal(provider.shown.logout?.identityId, helper, 'the page greets whoever reads it');
    await browser.request('/sign-out');
    assert.equal((await portal.userinfo(tokens.access_token!)).status, 401);
    assert.ok((await sessions(principal)).every(({ endedAt }) => endedAt));
  });

  it('is as sure of the person as the less proven of the two', async () => {
    const strict = new RawPortal(provider, await provider.addApplication({ delegation: 'allowed', minimumIal: 2 }));
    await give({ slot: 1, applications: [strict.application.id] });
    const identities = async (id: string, ial: 1 | 2) =>
      stores.uow.run(async (r) => r.identities.update(id, (await r.identities.find(id))!.tokenEpoch, { ial }));
    await identities(principal, 2);
    assert.equal(errorOf(await strict.authorize(browser)), 'access_denied');
    await identities(helper, 2);
    browser = provider.browser();
    assert.ok(await strict.code(browser));
  });
});
