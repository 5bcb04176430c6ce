import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparable, JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, citizen, interactionOf, portalRequest, register } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

oneStorePair('registration over HTTP', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => {
    app.registry.answer = undefined;
    app.hasher.busy = false;
    assert.deepEqual(app.troubles, []);
  });

  async function begin(): Promise<{ browser: JourneyBrowser; page: Page; base: string }> {
    const browser = new JourneyBrowser();
    const login = await browser.get(portalRequest(app).url);
    const base = app.url + interactionOf(login);
    return { browser, base, page: await browser.get(`${base}/register`) };
  }

  /** As far as the password page. */
  async function untilPassword(who: { name: string; number: string; phone: string }) {
    const { browser, base, page } = await begin();
    const code = await browser.submit(page, { name: who.name, number: who.number, phone: who.phone });
    const phone = `+86${who.phone}`;
    return { browser, base, page: await browser.submit(code, { code: app.code(phone) }) };
  }

  const identityOf = async (number: string) => {
    const found = await app.identities.resolveLogin(number);
    return found.outcome === 'one' ? found.identity : undefined;
  };

  it('leads from a portal through registering back to the portal, at AAL 2 without a second message', async () => {
    const who = citizen(1);
    const browser = new JourneyBrowser();
    const request = portalRequest(app, 'tax');
    const login = await browser.get(request.url);
    const done = await register(app, browser, login, who);
    assert.match(done.url.pathname, /\/register\/done$/);
    const again = await browser.get(`${app.url}${interactionOf(login)}/login`);
    assert.equal(again.forms.find(({ fields }) => 'login' in fields)?.fields.login, who.number);
    const sent = app.sent.length;
    const back = await browser.submit(again, { login: who.number, password: who.password }, atPortal);
    const claims = await request.claims(back);
    assert.equal(claims.acr, 'urn:yihao:aal:2');
    assert.deepEqual(claims.amr, ['pwd', 'otp', 'sms', 'mfa']);
    assert.equal(app.sent.length, sent, 'no message was sent');
  });

  it('begins with the registration page where the portal asks for an account (prompt=create)', async () => {
    const browser = new JourneyBrowser();
    const request = portalRequest(app, 'social', { prompt: 'create' });
    const page = await browser.get(request.url);
    assert.match(page.url.pathname, /\/register$/);
    const who = citizen(2);
    await register(app, browser, page, who);
    const login = await browser.get(`${app.url}${interactionOf(page)}/login`);
    const back = await browser.submit(login, { login: who.number, password: who.password }, atPortal);
    assert.ok((await request.claims(back)).sub);
  });

  it('says what is wrong beside each field in the reader’s language and keeps what was typed', async () => {
    const { browser, page } = await begin();
    const wrong = await browser.submit(page, { name: '张', number: '11010519491231002１', phone: '12345' });
    assert.equal(wrong.status, 422);
    const { fields } = wrong.forms.find((form) => 'number' in form.fields)!;
    assert.deepEqual([fields.name, fields.number, fields.phone], ['张', '11010519491231002１', '12345']);
    for (const id of ['name', 'number', 'phone']) assert.equal(wrong.$(`#${id}-error`).length, 1);
    assert.match(text(wrong), /号码可能填错了一位/);
    // The language changes and the draft stays.
    const english = await browser.submit(wrong, { locale: 'en' }, { action: '/preferences' });
    assert.match(text(english), /Tell us who you are/);
    assert.equal(english.forms.find((form) => 'number' in form.fields)?.fields.number, '11010519491231002１');
  });

  it('never shows a password again, and keeps the step where it is refused', async () => {
    const who = citizen(3);
    const { browser, page } = await untilPassword(who);
    for (const [password, sentence] of [
      ['short', /至少 8 个字符/],
      ['x'.repeat(129), /最多 128 个字符/],
      ['12345678', /容易被猜到/],
      [`${who.number.slice(6, 14)}ab`, /您的姓名、号码或手机号/],
    ] as const) {
      const refused = await browser.submit(page, { password, password_again: password });
      assert.equal(refused.status, 422, password);
      assert.match(text(refused), sentence);
      assert.ok(!refused.html.includes(`value="${password}"`));
    }
    const different = await browser.submit(page, { password: who.password, password_again: `${who.password}!` });
    assert.match(text(different), /两次输入的密码不一样/);
    assert.equal(await identityOf(who.number), undefined);
  });

  it('asks for a code that is right, and never sends two at once', async () => {
    const who = citizen(4);
    const { browser, page } = await begin();
    const code = await browser.submit(page, { name: who.name, number: who.number, phone: who.phone });
    const right = app.code(`+86${who.phone}`);
    const wrong = await browser.submit(code, { code: right === '000000' ? '000001' : '000000' });
    assert.match(text(wrong), /验证码不正确/);
    assert.match(text(await browser.submit(code, { code: '12' })), /6 位数字/);
    const resent = await browser.submit(code, {}, { action: '/register/code/resend' });
    assert.match(text(resent), /发送得太频繁/);
    const english = await browser.submit(resent, { locale: 'en' }, { action: '/preferences' });
    assert.match(text(english), /Confirm your phone number/, 'another language leads nowhere else');
    // Typed by a phone with full-width digits, it is the same code.
    const wide = [...right].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    const password = await browser.submit(resent, { code: wide });
    assert.match(password.url.pathname, /\/register\/password$/);
  });

  it('A2 gives a number that is taken the same pages, bytes and cookies as a new one, and tells its holder', async () => {
    const holder = citizen(5);
    const first = await begin();
    const firstDone = await register(app, first.browser, first.page, holder);
    const { id } = (await identityOf(holder.number))!;
    app.sent.length = 0;

    const second = await begin();
    const intruder = {
      ...holder,
      number: holder.number.split('').join(' '),
      phone: '13900139005',
      password: 'another long one',
    };
    const details = await second.browser.submit(second.page, {
      name: intruder.name,
      number: intruder.number,
      phone: intruder.phone,
    });
    const choose = await second.browser.submit(details, { code: app.code(`+86${intruder.phone}`) });
    const answer = await second.browser.submit(choose, {
      password: intruder.password,
      password_again: intruder.password,
    });
    assert.equal(comparable(answer), comparable(firstDone));
    const shape = (browser: JourneyBrowser) =>
      browser.cookies().map(({ name, path, value }) => [name, path.replace(/(?<=\w)\/.*/, ''), value.length]);
    assert.deepEqual(shape(second.browser), shape(first.browser));

    assert.deepEqual(app.noticesTo(id), ['number_already_registered']);
    const login = await second.browser.get(`${second.base}/login`);
    const refused = await second.browser.submit(login, { login: holder.number, password: intruder.password });
    assert.equal(refused.status, 422);
    assert.equal((await identityOf(holder.number))?.id, id);
  });

  it('A2 lets one of many parallel registrations of one number win, in whatever spelling', async () => {
    const { name, number, password } = citizen(6);
    const wide = number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    const spellings = [number, wide, number.toLowerCase(), `${number.slice(0, 6)} ${number.slice(6)}`];
    const waiting = [];
    for (const [at, spelling] of spellings.entries()) {
      waiting.push(await untilPassword({ name, number: spelling, phone: `1370013700${at}` }));
    }
    app.sent.length = 0;
    const answers = await Promise.all(
      waiting.map(({ browser, page }) => browser.submit(page, { password, password_again: password })),
    );
    assert.equal(new Set(answers.map(comparable)).size, 1);
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const { id } = (await identityOf(number))!;
    assert.deepEqual(app.noticesTo(id).toSorted(), ['number_already_registered', 'registered']);
  });

  it('finishes once when the last form is sent twice', async () => {
    const who = citizen(7);
    const { browser, page } = await untilPassword(who);
    const send = () => browser.submit(page, { password: who.password, password_again: who.password });
    await Promise.all([send(), send(), send()]);
    const { id } = (await identityOf(who.number))!;
    assert.deepEqual(app.noticesTo(id), ['registered'], 'the holder was not told of themselves');
    assert.match((await send()).url.pathname, /\/register\/done$/);
  });

  it('keeps the draft while the registry is unavailable, says when to come back, and creates nothing', async () => {
    const who = citizen(8);
    app.registry.answer = { outcome: 'unavailable', retryAfter: 300 };
    const { browser, base, page } = await untilPassword(who);
    assert.equal(page.status, 503);
    assert.equal(page.headers.get('retry-after'), '300');
    assert.match(text(page), /还没有建立账号/);
    assert.match(text(page), /约 5 分钟后/);
    assert.equal(await identityOf(who.number), undefined);

    const still = await browser.submit(page, {}, { action: '/register/match' });
    assert.equal(still.status, 503);
    app.registry.answer = undefined;
    const details = await browser.get(`${base}/register`);
    assert.equal(details.forms.find((form) => 'number' in form.fields)?.fields.number, who.number);
    const sent = app.sent.length;
    const password = await browser.submit(still, {}, { action: '/register/match' });
    assert.match(password.url.pathname, /\/register\/password$/);
    assert.equal(app.sent.length, sent, 'the phone stays confirmed');
    // Logging in needs no registry.
    app.registry.answer = { outcome: 'unavailable', retryAfter: 300 };
    await browser.submit(password, { password: who.password, password_again: who.password });
    const login = await browser.get(`${base}/login`);
    assert.ok(
      (await browser.submit(login, { login: who.number, password: who.password }, atPortal)).url.searchParams.get(
        'code',
      ),
    );
  });

  it('tells what the registry answered, keeps the phone confirmed, and stops asking after a few', async () => {
    const who = citizen(9);
    const { browser, page } = await untilPassword({ ...who, name: citizen(10).name });
    assert.match(page.url.pathname, /\/register$/);
    assert.match(text(page), /姓名与公民身份号码对不上/);
    for (const [outcome, sentence] of [
      ['not_found', /没有查到这个号码/],
      ['deceased', /不能注册账号/],
    ] as const) {
      app.registry.answer = { outcome };
      const answer = await browser.submit(page, { name: who.name, number: citizen(11).number, phone: who.phone });
      assert.match(text(answer), sentence);
    }
    app.registry.answer = undefined;
    const asked = app.registry.asked;
    let last = page;
    for (let guess = 0; guess < 12; guess += 1) {
      last = await browser.submit(page, { name: citizen(20 + guess).name, number: who.number, phone: who.phone });
    }
    assert.match(last.url.pathname, /\/register\/match$/);
    assert.equal(last.status, 429);
    assert.match(text(last), /短时间内不能多次核对/);
    assert.ok(app.registry.asked - asked <= 5, `${app.registry.asked - asked} guesses reached the registry`);
    // Another browser and another phone find the same number closed.
    const other = await untilPassword({ ...who, phone: '13600136009' });
    assert.match(text(other.page), /短时间内不能多次核对/);
  });

  it('answers 503 with Retry-After while hashing is busy, and loses nothing', async () => {
    const who = citizen(40);
    const { browser, page } = await untilPassword(who);
    app.hasher.busy = true;
    const busy = await browser.submit(page, { password: who.password, password_again: who.password });
    assert.equal(busy.status, 503);
    assert.ok(Number(busy.headers.get('retry-after')) > 0);
    assert.equal(await identityOf(who.number), undefined);
    app.hasher.busy = false;
    const done = await browser.submit(busy, { password: who.password, password_again: who.password });
    assert.match(done.url.pathname, /\/register\/done$/);
  });

  it('says on every page that uses it that the registry is simulated', async () => {
    const who = citizen(41);
    const { browser, base, page } = await untilPassword(who);
    const pages = [
      page,
      await browser.get(`${base}/register`),
      await browser.submit(page, { password: who.password, password_again: who.password }),
    ];
    for (const one of pages) assert.match(one.html, /模拟登记库/, one.url.pathname);
  });

  it('A3 takes the code of one phone for no other phone, name or number', async () => {
    const who = citizen(44);
    const { browser, base } = await untilPassword(who);
    const other = citizen(45);
    const details = await browser.get(`${base}/register`);
    const changed = await browser.submit(details, { name: who.name, number: who.number, phone: other.phone });
    assert.match(changed.url.pathname, /\/register\/code$/);
    const early = await browser.get(`${base}/register/password`);
    assert.match(early.url.pathname, /\/register\/code$/);
    const asked = app.registry.asked;
    await browser.submit(await browser.get(`${base}/register`), { ...other, password: undefined, phone: who.phone });
    assert.equal(app.registry.asked, asked + 1, 'another person is asked for anew');
  });

  it('A3 counts the code of a registration as second factor for the identity made with it, and for nobody else', async () => {
    const friend = citizen(46);
    const first = await begin();
    await register(app, first.browser, first.page, friend);
    app.clock.pass(61);
    const who = citizen(47);
    const { browser, base, page } = await untilPassword(who);
    await browser.submit(page, { password: who.password, password_again: who.password });
    const login = await browser.get(`${base}/login`);
    const code = await browser.submit(login, { login: friend.number, password: friend.password });
    assert.match(code.url.pathname, /\/code$/);
  });

  it('remembers nothing of a public computer', async () => {
    const who = citizen(42);
    const { browser, base, page } = await untilPassword(who);
    await browser.submit(page, { password: who.password, password_again: who.password, shared: 'yes' });
    assert.equal(browser.cookie('yihao_device'), undefined);
    app.clock.pass(20 * 60);
    const login = await browser.get(`${base}/login`);
    const code = await browser.submit(login, { login: who.number, password: who.password });
    assert.match(code.url.pathname, /\/code$/, 'the password alone is not enough on it');
    app.clock.pass(61);
  });

  it('A3 writes nothing when pages are sent out of order', async () => {
    const who = citizen(43);
    const paths = ['register', 'register/code', 'register/code/resend', 'register/match', 'register/password'] as const;
    const forms: Record<(typeof paths)[number], Record<string, string>> = {
      register: { name: who.name, number: who.number, phone: who.phone },
      'register/code': { code: '000000' },
      'register/code/resend': {},
      'register/match': {},
      'register/password': { password: who.password, password_again: who.password },
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...paths), { maxLength: 6 }), async (walk) => {
        const { browser, base, page } = await begin();
        const { _csrf } = page.forms.find((form) => '_csrf' in form.fields)!.fields as { _csrf: string };
        for (const path of walk) {
          const answer = await browser.post(`${base}/${path}`, { _csrf, ...forms[path] });
          assert.ok(answer.status < 500, `${path}: ${answer.status}`);
        }
        assert.equal(await identityOf(who.number), undefined, walk.join(' → '));
      }),
      { numRuns: 15 },
    );
  });
});
