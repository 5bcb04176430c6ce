import assert from 'node:assert/strict';
import { askAndAnswer, childNumber, grownUpNumber, registerProven } from '../support/family.js';
import { type JourneyApp, startJourneyApp } from '../support/journey-app.js';
import { comparable, JourneyBrowser, type Page, text } from '../support/journey-browser.js';
import { atPortal, interactionOf, PORTAL, portalRequest } from '../support/journey-walk.js';
import { eachStorePair } from '../support/stores.js';

eachStorePair('registration and login of a child', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => assert.deepEqual(app.troubles, []));

  const PASSWORD = 'three quiet words';
  let phones = 0;
  const child = () => ({ name: '王小明', number: childNumber(), phone: `1390000${String(++phones).padStart(4, '0')}` });

  /** As far as the page that asks for a guardian. */
  async function untilGuardian(who: ReturnType<typeof child>) {
    const browser = new JourneyBrowser();
    const login = await browser.get(portalRequest(app).url);
    const base = app.url + interactionOf(login);
    const code = await browser.submit(await browser.get(`${base}/register`), who);
    return { browser, base, page: await browser.submit(code, { code: app.code(`+86${who.phone}`) }) };
  }

  const named = (guardian_name: string, guardian_number: string) => ({ guardian_name, guardian_number });
  const identityOf = async (number: string) => {
    const found = await app.identities.resolveLogin(number);
    return found.outcome === 'one' ? found.identity.id : undefined;
  };
  const leave = (browser: JourneyBrowser, page: Page) => browser.submit(page, {}, { action: '/abort', ...atPortal });

  it('asks a child for a guardian, and lets nobody past that page without', async () => {
    const who = child();
    const { browser, base, page } = await untilGuardian(who);
    assert.match(page.url.pathname, /\/register\/guardian$/);
    assert.match(text(page), /第 3 步，共 4 步.*未满14周岁.*第三十一条/s);
    assert.match((await browser.get(`${base}/register/password`)).url.pathname, /\/register\/guardian$/);

    const empty = await browser.submit(page, named('', ''));
    assert.match(text(empty), /请填写监护人姓名.*请填写监护人的公民身份号码/s);
    const wrong = await browser.submit(page, named('王建国', '110101198505050010'));
    assert.match(text(wrong), /号码可能填错了一位/);
    assert.equal(wrong.forms.find(({ fields }) => 'guardian_name' in fields)?.fields.guardian_name, '王建国');
    assert.match(text(await browser.submit(page, named('王小明', who.number))), /这是您自己的号码/);
    assert.match(text(await browser.submit(page, named('王大明', childNumber(-900)))), /未满18周岁/);

    const password = await browser.submit(page, named('王建国', grownUpNumber()));
    assert.match(text(password), /第 4 步，共 4 步/);
    const done = await browser.submit(password, { password: PASSWORD, password_again: PASSWORD });
    assert.match(text(done), /转达监护人/);
  });

  it('asks nobody else for one', async () => {
    const who = { ...child(), number: childNumber(0) };
    const { page } = await untilGuardian(who);
    assert.match(page.url.pathname, /\/register\/password$/, 'fourteen today');
  });

  it('A14 answers in the same bytes, whoever the guardian’s number belongs to', async () => {
    const proven = { name: '李秀英', number: grownUpNumber() };
    await registerProven(app, proven);
    const pages: string[] = [];
    /** Without what the child typed itself, sealed or masked. */
    const sameForAll = (page: Page) =>
      comparable(page)
        .replace(/李\*\*|赵\*/g, '')
        .replace(/1\*+[\dX]/g, '')
        .replace(/(?<=name="_typed" value=")[^"]+/g, '');
    for (const guardian of [proven, { ...proven, name: '李秀兰' }, { name: '赵六', number: grownUpNumber() }]) {
      const who = child();
      const { browser, page, base } = await untilGuardian(who);
      const password = await browser.submit(page, named(guardian.name, guardian.number));
      const done = await browser.submit(password, { password: PASSWORD, password_again: PASSWORD });
      const login = await browser.get(`${base}/login`);
      const waiting = await browser.submit(login, { login: who.number, password: PASSWORD });
      assert.match(waiting.url.pathname, /\/guardian$/);
      pages.push([password, done, waiting].map(sameForAll).join(''));
    }
    assert.ok(
      pages.every((page) => page === pages[0]),
      'the pages differ',
    );
  });

  it('shows a child from a portal who has yet to agree, and leads back there or onwards', async () => {
    const guardian = { name: '王建国', number: grownUpNumber() };
    const id = await registerProven(app, guardian);
    const who = child();
    const { browser, base, page } = await untilGuardian(who);
    const password = await browser.submit(page, named(guardian.name, guardian.number));
    await browser.submit(password, { password: PASSWORD, password_again: PASSWORD });
    const login = await browser.get(`${base}/login`);
    const waiting = await browser.submit(login, { login: who.number, password: PASSWORD });
    assert.match(text(waiting), /需要监护人同意.*王\*\*.*等待同意/s);
    assert.doesNotMatch(waiting.html, new RegExp(`王建国|${guardian.number}`));
    assert.match(text(await browser.submit(waiting, {}, { action: '/guardian' })), /还没有监护人同意/);

    const left = await leave(browser.twin(), waiting);
    assert.equal(left.url.origin, PORTAL);
    assert.equal(left.url.searchParams.get('error'), 'access_denied');

    const second = portalRequest(app, 'social');
    const again = await browser.get(second.url);
    assert.match(again.url.pathname, /\/guardian$/);
    await askAndAnswer(app, (await identityOf(who.number))!, { ...guardian, id });
    const back = await browser.submit(again, {}, { action: '/guardian', ...atPortal });
    assert.ok((await second.claims(back)).sub);
  });

  it('shows who was refused, or never named anybody, the way to a guardian', async () => {
    const who = child();
    const guardian = { name: '王建国', number: grownUpNumber() };
    const id = await registerProven(app, guardian);
    const { browser, base, page } = await untilGuardian(who);
    const password = await browser.submit(page, named(guardian.name, guardian.number));
    await browser.submit(password, { password: PASSWORD, password_again: PASSWORD });
    await askAndAnswer(app, (await identityOf(who.number))!, { ...guardian, id }, 'refused');
    const login = await browser.get(`${base}/login`);
    const refused = await browser.submit(login, { login: who.number, password: PASSWORD });
    assert.match(text(refused), /没有同意.*填写监护人/s);
    assert.ok(refused.html.includes('href="/account/family"'));
  });
});
