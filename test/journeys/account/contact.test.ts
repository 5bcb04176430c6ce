import assert from 'node:assert/strict';
import { generateSync } from 'otplib';
import { linkOn, totpKeyOn } from '../../support/http/html.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { citizen, interactionOf, register, type TestCitizen } from '../../support/journeys/journey-walk.js';
import { oneStorePair } from '../../support/stores.js';

const PATH = '/account/contact';

oneStorePair('contact details, as a citizen changes them', (make) => {
  let app: JourneyApp;
  let browser: JourneyBrowser;
  let who: TestCitizen;
  let id: string;
  let index = 300;
  before(async () => {
    app = await startJourneyApp(make);
  });
  beforeEach(async () => {
    index += 1;
    who = citizen(index);
    browser = new JourneyBrowser();
    await enter(browser, who);
    const named = await app.identities.resolveLogin(who.number);
    assert.ok(named.outcome === 'one');
    id = named.identity.id;
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  async function enter(by: JourneyBrowser, person: TestCitizen): Promise<void> {
    const done = await register(app, by, await by.get(`${app.url}/sign-in`), person);
    const login = await by.get(`${app.url}${interactionOf(done)}/login`);
    await by.submit(login, { login: person.number, password: person.password });
  }
  const open = (path: string, by = browser): Promise<Page> => by.get(app.url + path);
  const contacts = () => app.identities.reveal(id, ['phone', 'email']);
  const confirm = (page: Page, address: string): Promise<Page> => browser.submit(page, { code: app.code(address) });
  async function addMail(address: string): Promise<Page> {
    const asked = await browser.submit(await open(`${PATH}/email`), { address });
    return confirm(asked, address);
  }

  // First, while the clock of the tests and the machine's, by which the provider goes, are the same.
  it('need a fresh login', async () => {
    const stale = new JourneyBrowser();
    app.clock.pass(-400);
    await enter(stale, citizen(index + 100));
    app.clock.pass(400);
    assert.equal((await open(PATH, stale)).url.pathname, PATH);
    for (const path of [`${PATH}/phone`, `${PATH}/email`, `${PATH}/email/remove`])
      assert.match((await open(path, stale)).url.pathname, /^\/interaction\/.*\/login$/, path);
  });

  it('what one login has begun is not finished by the next', async () => {
    const asked = await browser.submit(await open(`${PATH}/email`), { address: 'later@example.org' });
    const code = app.code('later@example.org');
    const login = await open(`/sign-in?to=${PATH}&again=1`);
    const factor = await browser.submit(login, { login: who.number, password: who.password });
    app.clock.pass(61);
    await confirm(await browser.submit(factor, {}, { action: '/send' }), `+86${who.phone}`);
    const page = await open(`${PATH}/email`);
    const { _csrf } = page.forms[0]!.fields;
    const over = await browser.post(`${asked.url}`, { _csrf: _csrf!, code });
    assert.match(text(over), /联系方式没有改变/);
    assert.equal((await contacts()).email, undefined);
  });

  it('are shown masked', async () => {
    const page = await open(PATH);
    const { phone } = who;
    assert.match(text(page), new RegExp(`手机号 ?${phone.slice(0, 3)}\\*{4}${phone.slice(-4)}.*邮箱 ?未登记`));
    assert.ok(!page.html.includes(phone));
  });

  it('a mail address is added with a code that came to it, and can be signed in with', async () => {
    const form = await open(`${PATH}/email`);
    const wrong = await browser.submit(form, { address: 'li lei at home' });
    assert.equal(wrong.status, 422);
    assert.equal(wrong.$('[value="li lei at home"]').length, 1, 'what was typed is kept');
    const asked = await browser.submit(wrong, { address: ' Li.Lei@Example.ORG ' });
    assert.equal(asked.url.pathname, `${PATH}/confirm`);
    assert.match(text(asked), /验证码已发送到 l\*\*\*@example.org/);
    assert.deepEqual(await contacts(), { phone: `+86${who.phone}` }, 'nothing yet');
    const mistyped = await browser.submit(asked, { code: '000000' });
    assert.equal(mistyped.status, 422);
    assert.match(text(mistyped), /验证码不正确/);
    const done = await confirm(mistyped, 'li.lei@example.org');
    assert.equal(done.url.pathname, PATH);
    assert.match(text(done), /邮箱已添加.*l\*\*\*@example.org/);
    assert.equal((await contacts()).email, 'li.lei@example.org');
    assert.equal((await app.identities.resolveLogin('LI.LEI@example.org')).outcome, 'one');
    assert.match(text(await open('/account/history?kind=methods')), /添加了邮箱/);
  });

  it('the phone is changed with a code to the new one and one to the old one, and codes to sign in go to the new one', async () => {
    const to = citizen(index + 5000).phone;
    const asked = await browser.submit(await open(`${PATH}/phone`), { address: to });
    assert.match(text(asked), /确认新手机号/);
    const old = await confirm(asked, `+86${to}`);
    assert.match(text(old), /确认原来的手机号.*原来的手机号已经不用了/);
    assert.deepEqual(await contacts(), { phone: `+86${who.phone}` }, 'nothing yet');
    const done = await confirm(old, `+86${who.phone}`);
    assert.match(text(done), /手机号已更换/);
    assert.deepEqual(await contacts(), { phone: `+86${to}` });
    const told = app.sent.filter(({ template }) => template === 'contact_changed').map((one) => one.to);
    assert.deepEqual(told.at(-1), { phone: `+86${who.phone}` });

    app.clock.pass(61);
    const fresh = new JourneyBrowser();
    const ask = await fresh.submit(await open('/sign-in', fresh), { login: who.number, password: who.password });
    assert.match(text(ask), new RegExp(`${to.slice(0, 3)}\\*{4}${to.slice(-4)}`));
    const through = await fresh.submit(ask, { code: app.code(`+86${to}`) });
    assert.equal(through.url.pathname, '/');
  });

  it('a number typed wrongly is mended at once, and the code to the old one stays good', async () => {
    const [wrong, right] = [citizen(index + 6000).phone, citizen(index + 7000).phone];
    await browser.submit(await open(`${PATH}/phone`), { address: wrong });
    const before = app.code(`+86${who.phone}`);
    const asked = await browser.submit(await open(`${PATH}/phone`), { address: right });
    assert.equal(asked.url.pathname, `${PATH}/confirm`);
    assert.equal(app.code(`+86${who.phone}`), before);
    await confirm(await confirm(asked, `+86${right}`), `+86${who.phone}`);
    assert.deepEqual(await contacts(), { phone: `+86${right}` });
  });

  it('a code is sent anew after a minute, and the form sent twice does it once', async () => {
    const asked = await browser.submit(await open(`${PATH}/email`), { address: 'twice@example.org' });
    const soon = await browser.submit(asked, {}, { action: '/resend' });
    assert.equal(soon.status, 422);
    assert.match(text(soon), /发送得太频繁/);
    app.clock.pass(60);
    const first = app.code('twice@example.org');
    const again = await browser.submit(asked, {}, { action: '/resend' });
    const code = app.code('twice@example.org');
    assert.notEqual(code, first);
    const twin = browser.twin();
    assert.match(text(await browser.submit(again, { code })), /邮箱已添加/);
    const repeated = await twin.submit(again, { code });
    assert.equal(repeated.url.pathname, PATH);
    assert.equal(repeated.status, 200);
    const events = await app.stores.uow.read.audit.before(id, undefined, ['contact.changed'], 9);
    assert.equal(events.length, 1);
  });

  it('a mail address is removed with a code that came to it', async () => {
    await addMail('away@example.org');
    app.clock.pass(61);
    const asked = await browser.submit(await open(`${PATH}/email/remove`), {}, { action: '/remove' });
    assert.match(text(asked), /确认原来的邮箱/);
    assert.match(text(await confirm(asked, 'away@example.org')), /邮箱已移除/);
    assert.deepEqual(await contacts(), { phone: `+86${who.phone}` });
    assert.equal((await open(`${PATH}/email/remove`)).url.pathname, PATH);
  });

  it('after a login with the app the old one is not asked for', async () => {
    const totp = await open('/account/authenticators/totp');
    const key = totpKeyOn(totp.$);
    const shows = () => generateSync({ secret: key, epoch: Math.floor(app.clock.now().getTime() / 1000) });
    await browser.submit(totp, { code: shows() });
    app.clock.pass(31);
    const asked = await browser.submit(await open(`${PATH}/phone`), { address: citizen(index + 8000).phone });
    const old = await confirm(asked, `+86${citizen(index + 8000).phone}`);
    const again = linkOn(old.$, 'a[href^="/sign-in?"][href*="again=1"]');
    const login = await open(again);
    const ask = await browser.submit(login, { login: who.number, password: who.password });
    assert.match(text(ask), /验证器应用/);
    const form = await browser.submit(ask, { code: shows() });
    assert.equal(form.url.pathname, `${PATH}/phone`);
    const to = citizen(index + 9000).phone;
    app.clock.pass(61);
    const done = await confirm(await browser.submit(form, { address: to }), `+86${to}`);
    assert.match(text(done), /手机号已更换/);
  });

  it('proven at IAL 2 with an app, a login with a text message changes nothing', async () => {
    const totp = await open('/account/authenticators/totp');
    const key = totpKeyOn(totp.$);
    const epoch = Math.floor(app.clock.now().getTime() / 1000);
    await browser.submit(totp, { code: generateSync({ secret: key, epoch }) });
    const form = await open(`${PATH}/phone`);
    await app.stores.uow.run(({ identities }) => identities.update(id, 0, { ial: 2 }));
    for (const page of [
      await open(`${PATH}/phone`),
      await open(`${PATH}/email`),
      await open(`${PATH}/email/remove`),
      await browser.submit(form, { address: citizen(index + 9500).phone }),
    ])
      assert.match(text(page), /不能只凭短信验证码更改.*重新登录/);
    assert.deepEqual(await contacts(), { phone: `+86${who.phone}` });
  });

  it('A4 answers the same whether or not somebody else has the address, and gives nobody’s account away', async () => {
    const victim = citizen(index + 400);
    const theirs = new JourneyBrowser();
    await enter(theirs, victim);
    app.clock.pass(61);
    const plain = (page: Page, address: string): string =>
      page.html
        .replaceAll(`${address.slice(0, 3)}****${address.slice(-4)}`, '…')
        .replaceAll(/\d{1,2}:\d\d/g, '…')
        .replaceAll(/value="[\w-]{43}"|nonce="[^"]*"|data-\w+="\d+"|[\da-f-]{20,}/g, '…');
    const free = citizen(index + 450).phone;
    const other = new JourneyBrowser();
    const somebody = citizen(index + 480);
    await enter(other, somebody);
    const [known, unknown] = [
      await browser.submit(await open(`${PATH}/phone`), { address: victim.phone }),
      await other.submit(await open(`${PATH}/phone`, other), { address: free }),
    ];
    assert.deepEqual([known.status, known.trail.length], [unknown.status, unknown.trail.length]);
    assert.equal(plain(known, victim.phone), plain(unknown, free));
    // The victim reads the code out, as people do. It makes a shared phone, and no more.
    const old = await confirm(known, `+86${victim.phone}`);
    assert.match(text(await confirm(old, `+86${who.phone}`)), /手机号已更换/);
    assert.equal((await app.identities.resolveLogin(victim.phone)).outcome, 'ambiguous');
    const named = await app.identities.resolveLogin(victim.number);
    assert.ok(named.outcome === 'one' && named.identity.id !== id);
  });
});
