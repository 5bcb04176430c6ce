import assert from 'node:assert/strict';
import { comparable, JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import {
  atPortal,
  citizen,
  interactionOf,
  portalRequest,
  register,
  type TestCitizen,
} from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

oneStorePair('login over HTTP', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => {
    app.hasher.busy = false;
    assert.deepEqual(app.troubles, []);
  });

  /** A registered citizen and the browser it happened in, an hour ago. */
  async function registered(index: number): Promise<{ who: TestCitizen; browser: JourneyBrowser }> {
    const who = citizen(index);
    const browser = new JourneyBrowser();
    await register(app, browser, await browser.get(portalRequest(app).url), who);
    app.clock.pass(3600);
    return { who, browser };
  }

  async function loginPage(browser = new JourneyBrowser(), portal: 'social' | 'tax' = 'social', more = {}) {
    const request = portalRequest(app, portal, more);
    return { browser, request, page: await browser.get(request.url) };
  }

  const identityOf = async (who: TestCitizen) => {
    const found = await app.identities.resolveLogin(who.number);
    assert.equal(found.outcome, 'one');
    return found.outcome === 'one' ? found.identity : assert.fail();
  };
  const auditOf = async (who: TestCitizen): Promise<string[]> => {
    const events = await app.stores.uow.read.audit.ofIdentity((await identityOf(who)).id, 50);
    return events.map(({ type, detail }) => `${type} ${detail.factor ?? detail.device ?? ''}`.trim());
  };

  it('takes the password alone on a known device, at AAL 1, and writes it down', async () => {
    const { who, browser } = await registered(100);
    const { page, request } = await loginPage(browser);
    for (const one of ['[name=login]', '[name=password]', 'button.login-submit'])
      assert.ok(page.$(one).length > 0, one);
    const back = await browser.submit(page, { login: who.number, password: who.password }, atPortal);
    const claims = await request.claims(back);
    assert.equal(claims.acr, 'urn:yihao:aal:1');
    assert.deepEqual(claims.amr, ['pwd']);
    assert.ok((await auditOf(who)).includes('login.succeeded known'));
  });

  it('asks a new device for a code, tells the holder, and knows the device afterwards', async () => {
    const { who } = await registered(101);
    const { browser, page, request } = await loginPage();
    const code = await browser.submit(page, { login: who.phone, password: who.password });
    assert.match(code.url.pathname, /\/code$/);
    assert.ok(code.html.includes(`${who.phone.slice(0, 3)}****${who.phone.slice(-4)}`));
    assert.ok(!code.html.includes(who.phone), 'the phone is masked');
    const right = app.code(`+86${who.phone}`);
    const wrong = await browser.submit(code, { code: right === '111111' ? '111112' : '111111' });
    assert.match(text(wrong), /验证码不正确/);
    const back = await browser.submit(wrong, { code: right }, atPortal);
    assert.equal((await request.claims(back)).acr, 'urn:yihao:aal:2');
    const { id } = await identityOf(who);
    assert.ok(app.noticesTo(id).includes('new_device'));
    const events = await auditOf(who);
    assert.ok(events.includes('login.failed sms') && events.includes('login.succeeded new'), events.join());

    browser.forget(/session/);
    const again = await loginPage(browser);
    const straight = await browser.submit(again.page, { login: who.number, password: who.password }, atPortal);
    assert.equal((await again.request.claims(straight)).acr, 'urn:yihao:aal:1');
  });

  it('does not know a public computer afterwards, and its session ends with the browser', async () => {
    const { who } = await registered(102);
    const { browser, page } = await loginPage();
    const code = await browser.submit(page, { login: who.number, password: who.password, keep: 'shared' });
    await browser.submit(code, { code: app.code(`+86${who.phone}`) }, atPortal);
    assert.equal(browser.cookie('yihao_device'), undefined);
    const session = browser.cookies().find(({ name }) => name === 'yihao_session' || name === '_session');
    assert.ok(
      session,
      browser
        .cookies()
        .map(({ name }) => name)
        .join(),
    );
    assert.equal(session.expires, undefined);
    browser.forget(/session/);
    app.clock.pass(61);
    const again = await loginPage(browser);
    const asked = await browser.submit(again.page, { login: who.number, password: who.password });
    assert.match(asked.url.pathname, /\/code$/);
  });

  it('A14 answers an unknown number, a wrong password, a locked identity and a pause with the same bytes', async () => {
    const { who } = await registered(103);
    const { who: locked } = await registered(104);
    await app.identities.setState((await identityOf(locked)).id, 'locked', 'operator:test');
    const attempts: [string, string][] = [
      [citizen(9000).number, 'whatever it is'],
      [who.number, 'wrong password'],
      [locked.number, locked.password],
      ['nobody@example.org', 'whatever it is'],
      ['13512345678', 'whatever it is'],
    ];
    const seen = new Set<string>();
    for (const [login, password] of attempts) {
      const { browser, page } = await loginPage();
      const answer = await browser.submit(page, { login, password });
      assert.equal(answer.status, 422);
      seen.add(comparable(answer).replaceAll(login, 'typed'));
    }
    for (let n = 0; n < 6; n += 1) {
      const { browser, page } = await loginPage();
      const password = n < 5 ? 'wrong password' : who.password;
      const answer = await browser.submit(page, { login: who.number, password });
      seen.add(comparable(answer).replaceAll(who.number, 'typed'));
    }
    assert.equal(seen.size, 1);
    app.clock.pass(3600);
  });

  it('A5 counts failures on the identity, whatever the address, spelling or endpoint', async () => {
    const { who } = await registered(105);
    const spellings = [
      who.number,
      who.number.toLowerCase(),
      who.number.split('').join(' '),
      who.number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
      who.phone,
      `+86 ${who.phone}`,
    ];
    const origins = ['203.0.113.7', '198.51.100.99', '2001:db8::1', '2001:db8:0:1::1', '::ffff:203.0.113.9', 'unknown'];
    for (const [at, login] of spellings.entries()) {
      const browser = new JourneyBrowser({ 'x-forwarded-for': origins[at]!, forwarded: `for=${origins[at]}` });
      const { page } = await loginPage(browser, at % 2 === 0 ? 'social' : 'tax');
      await browser.submit(page, { login, password: `guess number ${at}` });
    }
    const { browser, page } = await loginPage();
    const paused = await browser.submit(page, { login: who.number, password: who.password });
    assert.equal(paused.status, 422, 'the right password during the pause');
    app.clock.pass(600);
    const after = await loginPage(browser);
    assert.match(
      (await browser.submit(after.page, { login: who.number, password: who.password })).url.pathname,
      /code$/,
    );
    app.clock.pass(61);
  });

  it('A5 gives parallel guesses no more tries than serial ones', async () => {
    const { who } = await registered(106);
    const pages = await Promise.all(Array.from({ length: 12 }, () => loginPage()));
    await Promise.all(
      pages.map(({ browser, page }) => browser.submit(page, { login: who.number, password: 'wrong one' })),
    );
    const counter = await app.stores.uow.read.failureCounters.find((await identityOf(who)).id, 'password');
    assert.ok(counter?.blockedUntil && counter.blockedUntil > app.clock.now(), 'paused');
    const events = await app.stores.uow.read.audit.ofIdentity((await identityOf(who)).id, 50);
    const held = events.filter(({ type, detail }) => type === 'login.failed' && detail.paused === true);
    assert.equal(held.length, 12 - 5, 'five were tried, the rest held back');
    const late = await loginPage();
    const answer = await late.browser.submit(late.page, { login: who.number, password: who.password });
    assert.equal(answer.status, 422);
  });

  it('A19 lets the owner in from a known device while strangers have the identity paused', async () => {
    const { who, browser } = await registered(107);
    for (let n = 0; n < 7; n += 1) {
      const stranger = await loginPage();
      await stranger.browser.submit(stranger.page, { login: who.number, password: `guess number ${n}` });
    }
    const { page, request } = await loginPage(browser);
    const back = await browser.submit(page, { login: who.number, password: who.password }, atPortal);
    assert.ok((await request.claims(back)).sub);
  });

  it('pauses the second factor after wrong codes, across codes', async () => {
    const { who } = await registered(108);
    const { browser, page } = await loginPage();
    let code = await browser.submit(page, { login: who.number, password: who.password });
    const guess = () => (app.code(`+86${who.phone}`) === '222222' ? '222223' : '222222');
    for (let n = 0; n < 4; n += 1) code = await browser.submit(code, { code: guess() });
    app.clock.pass(61);
    code = await browser.submit(code, {}, { action: '/code/send' });
    code = await browser.submit(code, { code: guess() });
    const paused = await browser.submit(code, { code: app.code(`+86${who.phone}`) });
    assert.match(text(paused), /分钟后再试/);
  });

  it('lets nobody in who was locked between the password and the code', async () => {
    const { who } = await registered(117);
    const { browser, page } = await loginPage();
    const code = await browser.submit(page, { login: who.number, password: who.password });
    await app.identities.setState((await identityOf(who)).id, 'locked', 'operator:test');
    const answer = await browser.submit(code, { code: app.code(`+86${who.phone}`) });
    assert.equal(answer.status, 403);
    assert.match(text(answer), /现在不能登录/);
  });

  it('answers 503 with Retry-After while hashing is busy, keeps the login name, and counts no try', async () => {
    const { who } = await registered(109);
    const { browser, page } = await loginPage();
    app.hasher.busy = true;
    const busy = await browser.submit(page, { login: who.number, password: who.password });
    assert.equal(busy.status, 503);
    assert.ok(Number(busy.headers.get('retry-after')) > 0);
    assert.equal(busy.forms.find(({ fields }) => 'login' in fields)?.fields.login, who.number);
    assert.ok(!busy.html.includes(who.password));
    for (let tries = 0; tries < 6; tries++) await browser.submit(page, { login: who.number, password: who.password });
    app.hasher.busy = false;
    const calm = await browser.submit(page, { login: who.number, password: who.password });
    assert.equal(calm.status, 200, 'a full queue cost tries');
  });

  it('logs nobody in whose login cannot be written down', async () => {
    const { who, browser } = await registered(110);
    const { page } = await loginPage(browser);
    app.failAudit('login.succeeded');
    const answer = await browser.submit(page, { login: who.number, password: who.password }, atPortal);
    app.failAudit(undefined);
    assert.equal(answer.status, 500);
    app.troubles.length = 0;
    const check = portalRequest(app, 'social', { prompt: 'none' });
    assert.equal((await browser.get(check.url, atPortal)).url.searchParams.get('error'), 'login_required');
  });

  it('hashes a password anew once the parameters rose', async () => {
    const { who, browser } = await registered(111);
    const { id } = await identityOf(who);
    const before = await app.passwordOf(id);
    const weak = await app.weakHash(who.password);
    await app.stores.uow.run(({ authenticators }) => authenticators.setSecret(id, before.id, weak));
    const { page } = await loginPage(browser);
    await browser.submit(page, { login: who.number, password: who.password }, atPortal);
    const { secret } = await app.passwordOf(id);
    assert.notEqual(secret, weak);
    assert.match(secret ?? '', /m=1024,t=1/);
  });

  it('A6 ends the visit and gives a new session at login; planted cookies lead nowhere', async () => {
    const { who, browser: home } = await registered(112);
    const attacker = new JourneyBrowser();
    const planted = await loginPage(attacker);
    const victim = new JourneyBrowser();
    for (const { name, value, path } of attacker.cookies()) victim.plant(app.url, name, value, path);
    victim.plant(app.url, 'yihao_device', home.cookie('yihao_device')!);
    const page = await victim.get(planted.page.url.href);
    await victim.submit(page, { login: who.number, password: who.password }, atPortal);
    assert.notEqual(victim.cookie('yihao_visit'), attacker.cookie('yihao_visit'));
    const check = portalRequest(app, 'social', { prompt: 'none' });
    assert.equal((await attacker.get(check.url, atPortal)).url.searchParams.get('error'), 'login_required');
    const stale = await attacker.submit(planted.page, { login: who.number, password: who.password });
    assert.ok(!stale.url.searchParams.has('code'));
  });

  it('A6 keeps two people in one browser apart', async () => {
    const { who: first, browser } = await registered(113);
    const { who: second } = await registered(114);
    const one = await loginPage(browser);
    const mine = await one.request.claims(
      await browser.submit(one.page, { login: first.number, password: first.password }, atPortal),
    );
    const session = sessionCookie(browser);
    const two = await loginPage(browser, 'social', { prompt: 'login' });
    const code = await browser.submit(two.page, { login: second.number, password: second.password });
    const theirs = await two.request.claims(
      await browser.submit(code, { code: app.code(`+86${second.phone}`) }, atPortal),
    );
    assert.notEqual(theirs.sub, mine.sub);
    assert.notDeepEqual(sessionCookie(browser), session);
    const old = new JourneyBrowser();
    for (const [name, value] of session) old.plant(app.url, name, value);
    const check = portalRequest(app, 'social', { prompt: 'none' });
    assert.equal((await old.get(check.url, atPortal)).url.searchParams.get('error'), 'login_required');
  });

  it('takes the second of two clicks on, though the first one’s answer was thrown away', async () => {
    const { who } = await registered(116);
    const { browser, page, request } = await loginPage();
    const code = await browser.submit(page, { login: who.number, password: who.password });
    const right = { code: app.code(`+86${who.phone}`) };
    await browser.twin().submit(code, right, { follow: false });
    const second = await browser.submit(code, right, atPortal);
    assert.ok((await request.claims(second)).sub);
  });

  it('is safe to send twice, and leads back where it is over', async () => {
    const { who, browser } = await registered(115);
    const { page, request } = await loginPage(browser);
    const fields = { login: who.number, password: who.password };
    const [once, twice] = await Promise.all([
      browser.submit(page, fields, atPortal),
      browser.submit(page, fields, atPortal),
    ]);
    assert.ok([once, twice].some((answer: Page) => answer.url.searchParams.has('code')));
    for (const answer of [once, twice]) assert.ok(answer.status < 500, `${answer.status}`);
    const winner = [once, twice].find((answer) => answer.url.searchParams.has('code'))!;
    assert.ok((await request.claims(winner)).sub);
    const late = await browser.get(`${app.url}${interactionOf(page)}/login`);
    assert.equal(late.status, 410);
    assert.ok(late.$('[href="http://localhost:9/social"]').length > 0);
  });
});

function sessionCookie(browser: JourneyBrowser): [string, string][] {
  return browser
    .cookies()
    .filter(({ name }) => name.includes('session'))
    .map(({ name, value }) => [name, value]);
}
