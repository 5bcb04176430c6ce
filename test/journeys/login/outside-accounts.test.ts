import assert from 'node:assert/strict';
import { linkOn } from '../../support/http/html.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, citizen, interactionOf, portalRequest, register } from '../../support/journeys/journey-walk.js';
import { outsideProviders, strangerEntry } from '../../support/outside/outside.js';
import { newKey, type Stranger, startStranger } from '../../support/outside/stranger-openid.js';
import { makeEmbedded, oneStorePair } from '../../support/stores.js';

const LIST = '/account/authenticators';
const LINK = `${LIST}/outside`;
const atGate = { until: (url: URL): boolean => url.pathname === '/sign-in' };
const answered = { until: (url: URL): boolean => url.pathname.startsWith('/outside/') };

oneStorePair('accounts elsewhere', (make) => {
  let app: JourneyApp;
  let province: Stranger;
  let other: Stranger;
  let index = 300;
  before(async () => {
    app = await startJourneyApp(make, {
      async outside(url) {
        province = await startStranger({ redirect_uris: [`${url}/outside/province`] });
        other = await startStranger({ redirect_uris: [`${url}/outside/other`] });
        const entries = [strangerEntry('province', province.url), strangerEntry('other', other.url)];
        return outsideProviders(entries, [province.url, other.url]);
      },
    });
  });
  beforeEach(() => {
    for (const one of [province, other]) {
      index += 1;
      const account = { sub: `number-${index}` };
      Object.assign(one, { account, error: undefined, idToken: (claims: object) => claims, signer: undefined });
      one.tokenStatus = undefined;
    }
  });
  after(async () => {
    await app.close();
    await province.close();
    await other.close();
    assert.deepEqual(app.troubles, []);
  });

  /** Somebody who has just registered and is logged in here. */
  async function somebody() {
    index += 1;
    const who = citizen(index);
    const browser = new JourneyBrowser();
    const done = await register(app, browser, await browser.get(`${app.url}/sign-in`), who);
    const login = await browser.get(`${app.url}${interactionOf(done)}/login`);
    await browser.submit(login, { login: who.number, password: who.password });
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    return { who, browser, identityId: found.identity.id };
  }
  type Somebody = Awaited<ReturnType<typeof somebody>>;

  /** Where a page that leaves goes on to. */
  const onward = (page: Page): string => {
    const href = /^0; url=(.*)$/.exec(page.headers.get('refresh') ?? '')?.[1];
    assert.ok(href, `no way on: ${page.url} (${page.status}) ${text(page).slice(0, 300)}`);
    assert.ok(page.html.includes(href.replaceAll('&', '&amp;')), 'a link for whoever is not taken on');
    return href;
  };
  const leaveToLink = async ({ browser }: Pick<Somebody, 'browser'>, provider = 'province'): Promise<string> => {
    const page = await browser.get(app.url + LINK);
    const { _csrf = '' } = page.forms.find(({ element }) => element.find(`[value="${provider}"]`).length > 0)!.fields;
    return onward(await browser.post(app.url + LINK, { _csrf, provider }));
  };
  /** The address that the provider sends the browser back to, before the browser goes there. */
  const answerTo = async (browser: JourneyBrowser, href: string): Promise<URL> => {
    const { url } = await new JourneyBrowser().get(href, answered);
    assert.ok(url.pathname.startsWith('/outside/'), `${browser}: ${url}`);
    return url;
  };
  async function link(one: Somebody, provider = 'province'): Promise<Page> {
    const href = await leaveToLink(one, provider);
    return one.browser.get((await answerTo(one.browser, href)).href);
  }
  async function startLogin(browser: JourneyBrowser, provider = 'province', id: 'social' | 'tax' = 'social') {
    const request = portalRequest(app, id);
    const login = await browser.get(request.url, atPortal);
    const { _csrf = '' } = login.forms.find(({ action }) => action.endsWith('/login'))!.fields;
    const left = await browser.post(`${login.url.href}/with`, { _csrf, way: `outside-${provider}` });
    return { request, login, href: onward(left) };
  }
  /** What an attack could have written. */
  async function written(identityId: string) {
    const { authenticators, sessions } = app.stores.uow.read;
    const kinds = (await authenticators.ofIdentity(identityId)).map(({ kind }) => kind);
    return { kinds, sessions: (await sessions.ofIdentity(identityId)).length };
  }
  const kindsOf = async (identityId: string): Promise<readonly string[]> => (await written(identityId)).kinds;

  it('is linked after a fresh login, logs in as one factor, and is removed', async () => {
    const one = await somebody();
    const listed = await one.browser.get(app.url + LIST);
    assert.match(text(listed), /关联外部账号/);
    const done = await link(one);
    assert.equal(done.url.pathname, LIST);
    assert.match(text(done), /账号已关联.*关联的外部账号 province平台/);

    // A device that is not known: the account elsewhere, then a second factor.
    const elsewhere = new JourneyBrowser();
    const { request, href } = await startLogin(elsewhere);
    app.clock.pass(61);
    const ask = await elsewhere.get((await answerTo(elsewhere, href)).href);
    assert.match(ask.url.pathname, /\/code$/);
    const through = await elsewhere.submit(ask, { code: app.code(`+86${one.who.phone}`) }, atPortal);
    const claims = await request.claims(through);
    assert.deepEqual([claims.acr, claims.amr], ['urn:yihao:aal:2', ['urn:yihao:amr:outside', 'otp', 'sms', 'mfa']]);
    assert.match(text(await one.browser.get(app.url + LIST)), /province平台.*最近使用/);

    // The same device once more: known by now, and one factor is enough where no more is asked for.
    elsewhere.forget(/session/);
    const again = await startLogin(elsewhere);
    const straight = await elsewhere.get((await answerTo(elsewhere, again.href)).href, atPortal);
    const known = await again.request.claims(straight);
    assert.deepEqual([known.acr, known.amr], ['urn:yihao:aal:1', ['urn:yihao:amr:outside']]);

    app.clock.pass(61);
    const stepped = portalRequest(app, 'tax');
    const stronger = await elsewhere.get(stepped.url, atPortal);
    assert.match(text(stronger), /进一步确认是您本人/);

    const list = await one.browser.get(app.url + LIST);
    const remove = 'a[href^="/account/authenticators/remove/"]:has(span:contains(关联的外部账号))';
    const removal = await one.browser.get(app.url + linkOn(list.$, remove));
    assert.match(text(await one.browser.submit(removal, {}, { action: removal.url.pathname })), /已移除/);
    elsewhere.forget(/session/);
    const gone = await startLogin(elsewhere);
    assert.match(text(await elsewhere.get((await answerTo(elsewhere, gone.href)).href)), /请先用其他方式登录/);
    const types = (await app.stores.uow.read.audit.ofIdentity(one.identityId, 100)).map(({ type }) => type);
    assert.ok(types.includes('authenticator.added') && types.includes('authenticator.removed'));
  });

  type Way = 'link' | 'login';
  /** Whoever is attacked: somebody logged in here, and for a login with an account linked. */
  async function victimOf(way: Way): Promise<Somebody> {
    const one = await somebody();
    if (way === 'login') await link(one);
    return one;
  }
  /** Begins a link or a login, brings back what `change` makes of the answer, and says what came of it. */
  async function attack(
    way: Way,
    one: Somebody,
    change: (answer: URL, browser: JourneyBrowser) => unknown = () => undefined,
  ): Promise<{ page: Page; what: Awaited<ReturnType<typeof written>>; before: Awaited<ReturnType<typeof written>> }> {
    const before = await written(one.identityId);
    const browser = way === 'link' ? one.browser : new JourneyBrowser();
    const href = way === 'link' ? await leaveToLink(one) : (await startLogin(browser)).href;
    const answer = await answerTo(browser, href);
    await change(answer, browser);
    const page = await browser.get(answer.href, atPortal);
    return { page, what: await written(one.identityId), before };
  }
  const REFUSED = { link: /没有关联成功/, login: /没有登录成功/ } as const;

  const WAYS = ['link', 'login'] as const;
  // What a forged answer meets does not touch a store before it is refused: one pair is enough.
  for (const way of make === makeEmbedded ? WAYS : []) {
    it(`A20 ${way}: an answer of another issuer, without one, without a code, or an error is refused`, async () => {
      const one = await victimOf(way);
      const edits: readonly ((answer: URL) => void)[] = [
        ({ searchParams }) => searchParams.set('iss', other.url),
        ({ searchParams }) => searchParams.delete('iss'),
        ({ searchParams }) => searchParams.append('iss', other.url),
        ({ searchParams }) => searchParams.delete('code'),
        ({ searchParams }) => searchParams.set('code', 'of-nobody'),
        ({ searchParams }) => searchParams.set('error', 'access_denied'),
      ];
      for (const edit of edits) {
        const { page, what, before } = await attack(way, one, edit);
        assert.equal(page.status, 422, `${edit} ${page.url}`);
        assert.match(text(page), REFUSED[way]);
        assert.deepEqual(what, before, edit.toString());
      }
    });

    it(`A20 ${way}: an ID token without its nonce, with another, or that is not this issuer’s to us is refused`, async () => {
      const one = await victimOf(way);
      const hour = 3600;
      const now = Math.floor(Date.now() / 1000);
      const forgeries: readonly ((claims: Record<string, unknown>) => Record<string, unknown>)[] = [
        ({ nonce: _, ...claims }) => claims,
        (claims) => ({ ...claims, nonce: 'another' }),
        (claims) => ({ ...claims, iss: other.url }),
        (claims) => ({ ...claims, aud: 'somebody-else' }),
        (claims) => ({ ...claims, aud: ['yihao', 'somebody-else'] }),
        (claims) => ({ ...claims, iat: now - 2 * hour, exp: now - hour }),
        ({ sub: _, ...claims }) => claims,
        (claims) => ({ ...claims, sub: '' }),
      ];
      for (const forge of forgeries) {
        const { page, what, before } = await attack(way, one, () => Object.assign(province, { idToken: forge }));
        Object.assign(province, { idToken: (claims: object) => claims });
        assert.match(text(page), REFUSED[way], forge.toString());
        assert.deepEqual(what, before, forge.toString());
      }
    });

    it(`A20 ${way}: an ID token that another key or the shared secret signed is refused`, async () => {
      const one = await victimOf(way);
      const secret = Buffer.from('a secret of the test').toString('base64url');
      const keys = [
        { key: await newKey('stranger'), alg: 'RS256' },
        { key: await newKey('stranger', 'ES256'), alg: 'ES256' },
        { key: { kty: 'oct', k: secret }, alg: 'HS256' },
      ];
      for (const signer of keys) {
        const { page, what, before } = await attack(way, one, () => Object.assign(province, { signer }));
        province.signer = undefined;
        assert.match(text(page), REFUSED[way], signer.alg);
        assert.deepEqual(what, before, signer.alg);
      }
    });
  }

  for (const way of WAYS) {
    it(`A20 ${way}: an answer without state, with another, or with two is taken nowhere`, async () => {
      const one = await victimOf(way);
      const edits: readonly ((answer: URL) => void)[] = [
        ({ searchParams }) => searchParams.delete('state'),
        ({ searchParams }) => searchParams.set('state', 'f'.repeat(64)),
        ({ searchParams }) => searchParams.append('state', searchParams.get('state')!),
        ({ searchParams }) => searchParams.append('state', 'f'.repeat(64)),
      ];
      for (const edit of edits) {
        const asked = province.exchanges;
        const { page, what, before } = await attack(way, one, edit);
        assert.equal(page.status, 400, edit.toString());
        assert.match(text(page), /不是从这个浏览器开始的/);
        assert.deepEqual(what, before);
        assert.equal(province.exchanges, asked, 'nobody asked for tokens');
      }
    });

    it(`A20 ${way}: another provider’s answer is refused, at its own address and at ours for the first (mix-up)`, async () => {
      const one = await victimOf(way);
      const { page, what, before } = await attack(way, one, (answer) => {
        answer.pathname = '/outside/other';
      });
      assert.equal(page.status, 400);
      assert.deepEqual(what, before);
      const mixed = await attack(way, one, async (answer) => {
        const stranger = new JourneyBrowser();
        const theirs = await answerTo(stranger, (await startLogin(stranger, 'other')).href);
        for (const name of ['code', 'iss']) answer.searchParams.set(name, theirs.searchParams.get(name)!);
      });
      assert.match(text(mixed.page), REFUSED[way]);
      assert.deepEqual(mixed.what, mixed.before);
      const silent = await attack(way, one, async (answer) => {
        const stranger = new JourneyBrowser();
        const theirs = await answerTo(stranger, (await startLogin(stranger, 'other')).href);
        answer.searchParams.set('code', theirs.searchParams.get('code')!);
      });
      assert.match(text(silent.page), REFUSED[way], 'even where it does not say whose it is');
      assert.deepEqual(silent.what, silent.before);
    });

    it(`A20 ${way}: an answer that arrives in another browser is refused there, and spends nothing here`, async () => {
      const one = await victimOf(way);
      const { page, what, before } = await attack(way, one, async (answer) => {
        const victim = await somebody();
        const had = await written(victim.identityId);
        assert.equal((await victim.browser.get(answer.href)).status, 400);
        assert.equal((await new JourneyBrowser().get(answer.href)).status, 400);
        assert.deepEqual(await written(victim.identityId), had);
      });
      assert.notEqual(page.status, 400);
      if (way === 'link') assert.deepEqual(what.kinds.length, before.kinds.length + 1);
    });
  }

  it('A20 one answer counts once, whoever brings it again and however many at once', async () => {
    const one = await somebody();
    const href = await leaveToLink(one);
    const answer = (await answerTo(one.browser, href)).href;
    const asked = province.exchanges;
    const twins = Array.from({ length: 5 }, () => one.browser.twin());
    const pages = await Promise.all(twins.map((twin) => twin.get(answer)));
    assert.equal(pages.filter(({ url }) => url.pathname === LIST).length, 1);
    assert.equal(province.exchanges - asked, 1);
    assert.equal((await one.browser.get(answer)).status, 400);
    assert.equal((await kindsOf(one.identityId)).filter((kind) => kind === 'outside').length, 1);

    const browser = new JourneyBrowser();
    const login = await startLogin(browser);
    const back = await answerTo(browser, login.href);
    const way = `${login.login.url.href.replace(/\/login$/, '')}/way${back.search}`;
    const before = province.exchanges;
    const logins = await Promise.all([1, 2, 3].map(() => browser.twin().get(way, atPortal)));
    assert.equal(logins.filter(({ url }) => /\/code$/.test(url.pathname)).length, 1);
    assert.equal(province.exchanges - before, 1, 'spent here, whatever the provider makes of a second time');
  });

  it('A20 a link that one citizen began is not finished by the next one in the same browser, nor after logout', async () => {
    const one = await somebody();
    const href = await leaveToLink(one);
    const answer = await answerTo(one.browser, href);
    const kept = one.browser.twin();
    // Logged out, and somebody else in: by the cookies of the same visit.
    one.browser.forget(/session/);
    const nobody = await one.browser.get(answer.href);
    assert.match(nobody.url.pathname, /\/login$/);
    assert.ok(!(await kindsOf(one.identityId)).includes('outside'));

    const next = await somebody();
    for (const { name, value } of next.browser.cookies().filter(({ name }) => /session/.test(name)))
      kept.plant(app.url, name, value);
    const raw = `${app.url}${LINK}/return${answer.search}`;
    const page = await kept.get(raw);
    assert.match(text(page), REFUSED.link);
    for (const { identityId } of [one, next]) assert.ok(!(await kindsOf(identityId)).includes('outside'));
  });

  it('A20 a link needs a fresh login when its answer comes too; an answer too late opens nothing', async () => {
    const one = await somebody();
    const answer = await answerTo(one.browser, await leaveToLink(one));
    app.clock.pass(6 * 60);
    assert.equal((await one.browser.get(answer.href, atGate)).url.pathname, '/sign-in');
    assert.ok(!(await kindsOf(one.identityId)).includes('outside'));

    const browser = new JourneyBrowser();
    const late = await answerTo(browser, (await startLogin(browser)).href);
    app.clock.pass(11 * 60);
    assert.match(text(await browser.get(late.href)), /等待的时间太长/);
  });

  it('A20 linking is behind the step-up gate, and its form is our own', async () => {
    const one = await somebody();
    const page = await one.browser.get(app.url + LINK);
    const forged = await one.browser.post(app.url + LINK, { provider: 'province', _csrf: 'x' });
    assert.equal(forged.status, 403);
    app.clock.pass(6 * 60);
    const { _csrf = '' } = page.forms.find(({ element }) => element.find('[value=province]').length > 0)!.fields;
    const stale = await one.browser.post(app.url + LINK, { _csrf, provider: 'province' }, atGate);
    assert.equal(stale.headers.get('refresh'), null);
    assert.equal(stale.url.search, `?to=${encodeURIComponent(LINK)}&fresh=1`);
  });

  it('A4 an equal mail or phone elsewhere leads nowhere: at login, at linking, and after a change there', async () => {
    const victim = await somebody();
    const theirs = { email: 'victim@example.test', email_verified: true, phone_number: `+86${victim.who.phone}` };
    const named = { ...theirs, name: victim.who.name, unionid: victim.identityId, number: victim.who.number };
    const had = await written(victim.identityId);
    province.account = { sub: `+86${victim.who.phone}`, ...named };
    const stranger = new JourneyBrowser();
    const nowhere = await stranger.get((await answerTo(stranger, (await startLogin(stranger)).href)).href);
    assert.match(text(nowhere), /还没有关联这个账号，请先用其他方式登录，再到“登录方式”里关联它/);
    assert.equal(stranger.cookies().filter(({ name }) => /session/.test(name)).length, 0);

    const attacker = await somebody();
    await link(attacker);
    assert.deepEqual(await written(victim.identityId), had);
    province.account = { ...province.account, ...named, email: 'changed@example.test' };
    const browser = new JourneyBrowser();
    app.clock.pass(61);
    const ask = await browser.get((await answerTo(browser, (await startLogin(browser)).href)).href);
    assert.ok(ask.html.includes(attacker.who.phone.slice(-4)), 'the code goes to whoever linked it');
    assert.deepEqual(await written(victim.identityId), had);

    // The victim cannot take it from them either, nor they link it twice.
    for (const one of [victim, attacker]) {
      const before = await written(one.identityId);
      assert.match(text(await link(one)), /已经关联过了/);
      assert.deepEqual(await written(one.identityId), before);
    }
    // The same subject at another provider is another account.
    other.account = province.account;
    const elsewhere = new JourneyBrowser();
    const page = await elsewhere.get((await answerTo(elsewhere, (await startLogin(elsewhere, 'other')).href)).href);
    assert.match(text(page), REFUSED.login);
  });

  it('is not enough alone: what it needs beside it cannot be removed', async () => {
    const one = await somebody();
    await link(one);
    const all = await app.stores.uow.read.authenticators.ofIdentity(one.identityId);
    for (const { id, kind } of all.filter(({ kind }) => kind !== 'outside')) {
      const page = await one.browser.get(`${app.url}${LIST}/remove/${id}`);
      assert.equal(page.status, 409, kind);
    }
  });

  it('says so where the other site does not answer, and logs that as no failed login', async () => {
    const { page } = await attack('login', await victimOf('login'), () =>
      Object.assign(province, { tokenStatus: 503 }),
    );
    assert.match(text(page), /暂时连接不上对方网站/);
    province.tokenStatus = 503;
    const one = await somebody();
    const down = await link(one);
    assert.match(text(down), /暂时连接不上对方网站/);
    assert.ok(!(await kindsOf(one.identityId)).includes('outside'));
  });

  it('that it is a public computer goes along to the other site and back', async () => {
    const one = await somebody();
    await link(one);
    const browser = new JourneyBrowser();
    const { login } = await startLogin(browser);
    const { _csrf = '' } = login.forms[0]!.fields;
    const left = await browser.post(`${login.url.href}/with`, { _csrf, way: 'outside-province', keep: 'shared' });
    app.clock.pass(61);
    const ask = await browser.get((await answerTo(browser, onward(left))).href);
    await browser.submit(ask, { code: app.code(`+86${one.who.phone}`) }, atPortal);
    assert.ok(browser.cookies().some(({ name, expires }) => /session/.test(name) && expires === undefined));
    assert.ok(!browser.cookies().some(({ name }) => /device/.test(name)));
  });
});
