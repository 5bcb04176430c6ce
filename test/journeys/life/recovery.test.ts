import assert from 'node:assert/strict';
import { Outbox } from '../../../src/domain/notifications/index.js';
import type { Authenticator } from '../../../src/domain/records/index.js';
import { RECOVERY_WAIT_SECONDS } from '../../../src/domain/recovery/index.js';
import { plusSeconds } from '../../../src/shared/clock.js';
import { linkOn, passkeyOptionsOn, recoveryCodesOn } from '../../support/http/html.js';
import { comparable, JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { takeMessages } from '../../support/identities/authenticators.js';
import { testKeys } from '../../support/identities/identities.js';
import { SoftPasskey } from '../../support/identities/soft-passkey.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { citizen, interactionOf, register, type TestCitizen } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const LIST = '/account/authenticators';
oneStorePair('recovering an account, as a citizen does', (make) => {
  let app: JourneyApp;
  let browser: JourneyBrowser;
  let who: TestCitizen;
  let owner: string;
  let passkey: SoftPasskey;
  let index = 700;
  before(async () => {
    app = await startJourneyApp(make);
  });
  beforeEach(async () => {
    index += 1;
    who = citizen(index);
    browser = new JourneyBrowser();
    const done = await register(app, browser, await browser.get(`${app.url}/sign-in`), who);
    const login = await browser.get(`${app.url}${interactionOf(done)}/login`);
    await browser.submit(login, { login: who.number, password: who.password });
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    owner = found.identity.id;
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const open = (path: string): Promise<Page> => browser.get(app.url + path);
  const all = (): Promise<readonly Authenticator[]> => app.stores.uow.read.authenticators.ofIdentity(owner);
  async function addPasskey(): Promise<void> {
    passkey = new SoftPasskey(app.url);
    const request = { identityId: owner, visitDigest: 'where it was made' };
    const answer = passkey.create(await app.passkeys!.begin(request, 'zh-CN'));
    assert.equal(await app.passkeys!.add(request, answer, '旧手机', 'zh-CN'), 'added');
  }
  /** Its holder has the passkey after all and proves it on the way to a page; that a recovery waits is said first. */
  async function openWithPasskey(path: string): Promise<Page> {
    const asked = await open(path);
    const waits = await browser.submit(asked, { code: passkey.get(passkeyOptionsOn(asked.$)!) }, { action: '/code' });
    return browser.submit(waits, {}, { action: '/waiting' });
  }
  const messages = async () => {
    const outbox = new Outbox({ keys: testKeys, clock: app.clock });
    return (await takeMessages({ uow: app.stores.uow as never, outbox }, app.clock)).filter(
      ({ to }) => to.identityId === owner,
    );
  };
  async function askToEndPasskey(): Promise<Page> {
    await addPasskey();
    const list = await open(LIST);
    const link = linkOn(list.$, '[href^="/account/authenticators/lost/"]');
    const page = await open(link);
    assert.match(text(page), /丢失了 ?旧手机？.*24 小时后生效/);
    return browser.submit(page, {}, { action: link });
  }

  it('the request shows on every page of the account, and one press there stops it', async () => {
    await askToEndPasskey();
    for (const path of ['/account', LIST, '/account/sessions', '/account/history', '/account/departments'])
      assert.match(text(await open(path)), /有人申请找回您的账号.*停用一个通行密钥.*不是我，停止/, path);
    await openWithPasskey('/account/history/not-me');
    const stopped = await browser.submit(await open('/account'), {}, { action: '/account/stop' });
    assert.equal(stopped.url.pathname, '/account/history/not-me');
    assert.match(text(stopped), /申请已停止.*保护您的账号/);
    assert.doesNotMatch(text(await open('/account')), /有人申请找回/);
    assert.ok((await all()).every(({ usableUntil }) => usableUntil === null));
    assert.match(text(await open('/account/history')), /停止了找回账号的申请：停用一个通行密钥.*有人申请找回账号/);
  });

  it('the message carries a code that stops it on a public page, without a login', async () => {
    await askToEndPasskey();
    const [sent] = (await messages()).filter(({ template }) => template === 'recovery_begun');
    assert.match(sent!.text, /停止码：[0-9A-Z]{5}-[0-9A-Z]{5}/);
    assert.doesNotMatch(sent!.text, /https?:/);
    const stranger = new JourneyBrowser();
    const page = await stranger.get(`${app.url}/stop`);
    const wrong = await stranger.submit(page, { code: '00000-00000' }, { action: '/stop' });
    assert.equal(wrong.status, 422);
    assert.match(text(wrong), /没有找到这个停止码/);
    assert.doesNotMatch(wrong.html, /00000-00000/);
    const done = await stranger.submit(wrong, { code: sent!.values.code!.toLowerCase() }, { action: '/stop' });
    assert.match(text(done), /申请已停止.*登录并保护账号/);
    const twice = await stranger.submit(page, { code: sent!.values.code }, { action: '/stop' });
    assert.equal(twice.status, 422);
    assert.ok((await all()).every(({ usableUntil }) => usableUntil === null));
  });

  it('A5 codes that stop something cannot be tried without end', async () => {
    const guesser = new JourneyBrowser({ 'x-forwarded-for': '192.0.2.77' });
    const page = await guesser.get(`${app.url}/stop`);
    const answers: number[] = [];
    for (let n = 0; n < 61; n += 1) {
      const { status } = await guesser.submit(page, { code: `0000${n % 10}-00000` }, { action: '/stop' });
      answers.push(status);
    }
    assert.deepEqual([answers[0], answers.at(-1)], [422, 429]);
  });

  it('“this was not me” stops what waits', async () => {
    await askToEndPasskey();
    const done = await browser.submit(await openWithPasskey('/account/history/not-me'), {}, { action: '/not-me' });
    assert.match(text(done), /已保护您的账号/);
    assert.equal(await app.recoveries.waiting(owner), undefined);
  });

  describe('without a login', () => {
    const NEW_PASSWORD = 'a wholly other sentence';
    let stranger: JourneyBrowser;
    beforeEach(() => {
      stranger = new JourneyBrowser();
      app.clock.pass(61);
    });
    const door = async (): Promise<Page> => {
      const login = await stranger.get(`${app.url}/sign-in`);
      assert.match(text(login), /忘记密码，或者手机、通行密钥丢了？/);
      return stranger.get(`${app.url}${interactionOf(login)}/recover`);
    };
    async function choose(goal: string, way: number, login = who.number): Promise<Page> {
      const ways = await stranger.submit(await door(), { goal, login }, { action: '/recover' });
      return stranger.submit(ways, { way: String(way) }, { action: '/recover/ways' });
    }
    const textCode = async (): Promise<string> =>
      (await messages()).findLast(({ template }) => template === 'recovery_code')!.values.code!;
    const recoveryCodes = async (): Promise<string[]> => {
      const page = await browser.submit(await open(`${LIST}/recovery`), {}, { action: '/recovery' });
      return recoveryCodesOn(page.$);
    };
    const raise = () =>
      app.stores.uow.run(async ({ identities }) => {
        const identity = (await identities.find(owner))!;
        await identities.update(owner, identity.tokenEpoch, { ial: 2 });
      });
    const registryAndText = async (page: Page): Promise<Page> =>
      stranger.submit(page, { name: who.name, number: who.number, code: await textCode() }, { action: '/prove' });
    const choosePassword = (page: Page): Promise<Page> =>
      stranger.submit(page, { password: NEW_PASSWORD, password_again: NEW_PASSWORD }, { action: '/recover/password' });

    it('a forgotten password is asked anew by name, number and a text message, and the old one works until then', async () => {
      const page = await choose('password', 2);
      assert.match(text(page), /证明是您本人.*验证码已经发出/);
      const proven = await registryAndText(page);
      assert.match(text(proven), /设置新密码.*24 小时后生效/);
      const done = await choosePassword(proven);
      assert.match(text(done), /已收到您的申请.*起，请用新密码登录/);
      const waiting = await app.recoveries.waiting(owner);
      assert.deepEqual([waiting?.goal, waiting?.proofs], ['password', ['registry', 'sms']]);
      const login = async (password: string): Promise<Page> => {
        const fresh = new JourneyBrowser();
        return fresh.submit(await fresh.get(`${app.url}/sign-in`), { login: who.number, password });
      };
      assert.match(text(await login(NEW_PASSWORD)), /账号或密码不正确/);
      assert.match(text(await login(who.password)), /短信验证码/);
      assert.match(text(await open('/account')), /有人申请找回您的账号.*设置新密码/);
    });

    it('a recovery code and a text message do for whoever was verified; name and number do not, and nothing says why', async () => {
      const [code] = await recoveryCodes();
      await raise();
      const refused = await registryAndText(await choose('password', 2));
      assert.equal(refused.status, 422);
      assert.match(text(refused), /没有通过/);
      app.clock.pass(61);
      const page = await choose('password', 1);
      const proven = await stranger.submit(page, { recovery_code: code, code: await textCode() }, { action: '/prove' });
      assert.match(text(proven), /设置新密码/);
      assert.match(text(await choosePassword(proven)), /已收到您的申请/);
      assert.ok((await messages()).some(({ template, to }) => template === 'recovery_begun' && to.via === 'email'));
    });

    it('A7 a recovery code is spent with the proof that it gave', async () => {
      const [code] = await recoveryCodes();
      const first = await choose('password', 1);
      await stranger.submit(first, { recovery_code: code, code: await textCode() }, { action: '/prove' });
      app.clock.pass(61);
      stranger = new JourneyBrowser();
      const again = await choose('password', 1);
      const refused = await stranger.submit(
        again,
        { recovery_code: code, code: await textCode() },
        { action: '/prove' },
      );
      assert.equal(refused.status, 422);
      assert.doesNotMatch(refused.html, new RegExp(code!));
    });

    it('another phone is asked for with the password, name and number, and confirmed by a code to it', async () => {
      const page = await choose('phone', 2);
      const wrong = await stranger.submit(
        page,
        { password: 'not mine', name: who.name, number: who.number },
        { action: '/prove' },
      );
      assert.equal(wrong.status, 422);
      const proven = await stranger.submit(
        wrong,
        { password: who.password, name: who.name, number: who.number },
        { action: '/prove' },
      );
      assert.match(text(proven), /填写以后使用的手机号/);
      const phone = `139${String(index).padStart(8, '0')}`;
      const entry = await stranger.submit(proven, { phone }, { action: '/recover/phone' });
      assert.match(text(entry), /验证这个手机号/);
      const bad = await stranger.submit(entry, { code: '000000' }, { action: '/phone/code' });
      assert.equal(bad.status, 422);
      const done = await stranger.submit(bad, { code: app.code(`+86${phone}`) }, { action: '/phone/code' });
      assert.match(text(done), /起，验证码会发到新登记的手机/);
      assert.equal((await app.recoveries.waiting(owner))?.goal, 'phone');
      assert.equal((await app.identities.reveal(owner, ['phone'])).phone, `+86${who.phone}`, 'not before');
    });

    it('A3 no page is reached before its proof, and a proof of one goal does nothing for another', async () => {
      const base = `${app.url}${interactionOf(await door())}/recover`;
      for (const path of ['/ways', '/prove', '/password', '/phone', '/phone/code', '/done'])
        assert.equal((await stranger.get(base + path)).url.pathname, new URL(base).pathname, path);
      const page = await stranger.get(base);
      const csrf = page.forms[0]!.fields._csrf!;
      for (const [path, fields] of [
        ['/password', { password: NEW_PASSWORD }],
        ['/phone', { phone: '13912345678' }],
        ['/phone/code', { code: '123456' }],
      ] as const)
        await stranger.post(base + path, { _csrf: csrf, ...fields });
      await registryAndText(await choose('password', 2));
      const at = `${app.url}${interactionOf(await stranger.get(`${app.url}/sign-in`))}/recover`;
      assert.equal((await stranger.get(`${at}/phone`)).url.pathname, new URL(at).pathname);
      assert.equal(await app.recoveries.waiting(owner), undefined);
      assert.equal((await all()).length, 2);
    });

    it('whoever logs in while it waits sees that first, and one press stops it', async () => {
      await choosePassword(await registryAndText(await choose('password', 2)));
      browser.forget(/session/);
      const login = async (): Promise<Page> =>
        browser.submit(await open('/sign-in?to=/account/sessions'), { login: who.number, password: who.password });
      const seen = await login();
      assert.match(text(seen), /有人申请找回您的账号.*设置新密码.*不是我，停止.*是我申请的/);
      const on = await browser.submit(seen, {}, { action: '/waiting' });
      assert.equal(on.url.pathname, '/account/sessions');
      browser.forget(/session/);
      const stopped = await browser.submit(await login(), {}, { action: '/waiting/stop' });
      assert.match(text(stopped), /申请已停止.*继续登录/);
      const through = await browser.submit(stopped, {}, { action: '/waiting' });
      assert.equal(through.url.pathname, '/account/sessions');
      assert.equal(await app.recoveries.waiting(owner), undefined);
      assert.equal((await all()).length, 2);
    });

    for (const [known, from, how] of [
      [true, '/waiting', 'the page that says that it waits'],
      [false, '/code', 'the page of the code'],
    ] as const)
      it(`A13 what was proven before it took effect lets nobody in afterwards, from ${how}`, async () => {
        await choosePassword(await registryAndText(await choose('password', 2)));
        app.clock.pass(RECOVERY_WAIT_SECONDS - 60);
        browser.forget(known ? /session/ : /session|device/);
        app.sent.length = 0;
        const begun = await browser.submit(await open('/sign-in?to=/account/sessions'), {
          login: who.number,
          password: who.password,
        });
        assert.ok(begun.url.pathname.endsWith(from), begun.url.pathname);
        app.clock.pass(120);
        await app.recoveries.effectDue();
        assert.ok((await messages()).some(({ template }) => template === 'recovery_done'));
        const fields = known ? {} : { code: app.code(`+86${who.phone}`) };
        const after = await browser.submit(begun, fields, { action: from });
        assert.doesNotMatch(text(after), /登录设备/);
        assert.match((await open('/account/sessions')).url.pathname, /\/login$/);
      });

    it('A14 the pages for a name that is known and for one that is not are the same, byte for byte', async () => {
      const unknown = citizen(index + 4000);
      for (const [goal, way] of [
        ['password', 0],
        ['password', 1],
        ['password', 2],
        ['phone', 0],
        ['phone', 2],
      ] as const) {
        const seen = [];
        for (const one of [who, unknown]) {
          stranger = new JourneyBrowser();
          const page = await choose(goal, way, one.number);
          const fields = {
            ...{ password: 'no', name: one.name, number: one.number, code: '000000' },
            ...{ recovery_code: '0000-0000-0000-0000', totp_code: '000000' },
          };
          const wanted = Object.fromEntries(
            Object.entries(fields).filter(([name]) => page.html.includes(`name="${name}"`)),
          );
          const answer = await stranger.submit(page, wanted, { action: '/prove' });
          assert.equal(answer.status, 422);
          seen.push(
            [page, answer].map((shown) => comparable(shown).replaceAll(one.number, 'n').replaceAll(one.name, 'm')),
          );
        }
        assert.deepEqual(seen[1], seen[0], `${goal} ${way}`);
        app.clock.pass(61);
      }
    });

    it('A19 failures here pause neither the password nor a known device, and are counted across browsers', async () => {
      for (let n = 0; n < 12; n += 1) {
        stranger = new JourneyBrowser();
        const page = await choose('phone', 2);
        await stranger.submit(page, { password: `no ${n}`, name: who.name, number: who.number }, { action: '/prove' });
      }
      stranger = new JourneyBrowser();
      const page = await choose('phone', 2);
      const right = { password: who.password, name: who.name, number: who.number };
      assert.equal((await stranger.submit(page, right, { action: '/prove' })).status, 422, 'paused');
      const login = await new JourneyBrowser().get(`${app.url}/sign-in`);
      assert.ok(login);
      const fresh = new JourneyBrowser();
      const asked = await fresh.submit(await fresh.get(`${app.url}/sign-in`), {
        login: who.number,
        password: who.password,
      });
      assert.match(text(asked), /短信验证码/, 'the login is not paused');
      const ofCodes = await app.stores.uow.read.failureCounters.find(owner, 'recovery');
      assert.equal(ofCodes, undefined, 'nor are recovery codes at a login');
      browser.forget(/session/);
      const known = await browser.submit(await open('/sign-in?to=/account'), {
        login: who.number,
        password: who.password,
      });
      assert.equal(known.url.pathname, '/account');
    });

    /** As if the last login had been so many days ago. */
    const unusedFor = async (days: number) => {
      const lastUsedAt = plusSeconds(app.clock.now(), -days * 86_400);
      for (const one of await all())
        await app.stores.uow.run(async ({ authenticators }) => {
          await authenticators.remove(owner, one.id);
          await authenticators.insert({ ...one, createdAt: lastUsedAt, lastUsedAt });
        });
    };

    it('a phone that was not used for 90 days proves nothing, at the login and here, until its holder logs in otherwise', async () => {
      await unusedFor(89);
      const login = async (device = new JourneyBrowser()): Promise<Page> =>
        device.submit(await device.get(`${app.url}/sign-in`), { login: who.number, password: who.password });
      assert.match(text(await login()), /短信验证码/);
      await unusedFor(91);
      app.clock.pass(61);
      const refused = await login();
      assert.equal(refused.status, 403);
      assert.match(text(refused), /超过 90 天没有登录.*找回账号/);
      await choose('password', 2);
      const sent = (await messages()).filter(({ template }) => template === 'recovery_code');
      assert.deepEqual(sent, [], 'a number that was given out again is sent nothing');
      // The device that was registered with is known.
      browser.forget(/session/);
      const known = await login(browser);
      assert.equal(known.url.pathname, '/');
      app.clock.pass(61);
      assert.match(text(await login()), /短信验证码/);
    });

    it('a lost passkey is ended in the account, which the page says', async () => {
      const page = await stranger.submit(await door(), { goal: 'passkey' }, { action: '/recover' });
      assert.match(text(page), /通行密钥丢了.*丢失了/);
      assert.match(text(await stranger.get(`${app.url}/help`)), /停止找回账号/);
    });
  });

  // Last: the provider's own sessions do not follow the clock that moves here.
  it('a lost passkey ends a day after two other factors asked for it', async () => {
    const asked = await askToEndPasskey();
    assert.equal(asked.url.pathname, LIST);
    assert.match(text(asked), /已收到申请，24 小时后停用/);
    assert.match(text(asked), /旧手机.*起停用/);
    app.clock.pass(RECOVERY_WAIT_SECONDS);
    await app.recoveries.effectDue();
    assert.equal(
      (await all()).some(({ kind }) => kind === 'passkey'),
      false,
    );
    const out = await browser.get(`${app.url}/account`, { follow: false });
    assert.match(out.headers.get('location') ?? '', /^\/sign-in/, 'signed out everywhere');
  });
});
