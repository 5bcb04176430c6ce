import assert from 'node:assert/strict';
import { comparable, JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { numberOf } from '../../support/identities/identities.js';
import {
  askAndAnswer,
  childNumber,
  grownUpNumber,
  registerPerson,
  registerProven,
} from '../../support/journeys/family.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { atPortal, interactionOf, portalRequest } from '../../support/journeys/journey-walk.js';
import { PORTAL } from '../../support/portal-address.js';
import { oneStorePair } from '../../support/stores.js';

oneStorePair('registration and login of a child', (make) => {
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
    assert.match(text(page), /第 3 步，共 4 步.*未满 14 周岁.*第三十一条/s);
    assert.match((await browser.get(`${base}/register/password`)).url.pathname, /\/register\/guardian$/);

    const empty = await browser.submit(page, named('', ''));
    assert.match(text(empty), /请填写监护人姓名.*请填写监护人的公民身份号码/s);
    const wrong = await browser.submit(page, named('王建国', '110101198505050010'));
    assert.match(text(wrong), /号码可能填错了一位/);
    assert.equal(wrong.forms.find(({ fields }) => 'guardian_name' in fields)?.fields.guardian_name, '王建国');
    assert.match(text(await browser.submit(page, named('王小明', who.number))), /这是您自己的号码/);
    assert.match(text(await browser.submit(page, named('王大明', childNumber(-900)))), /未满 18 周岁/);

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
    assert.ok(refused.html.includes('href="/account/family/guardian"'));
    const form = await browser.get(`${app.url}/account/family/guardian`);
    assert.ok(
      form.forms.some(({ fields }) => 'guardian_number' in fields),
      'the child is logged in, and freshly',
    );
  });
});

oneStorePair('the family’s pages', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => assert.deepEqual(app.troubles, []));

  const PASSWORD = 'three quiet words';
  let phones = 0;

  async function person(name: string, number: string, ial: 1 | 2 = 1) {
    const phone = `1380000${String(++phones).padStart(4, '0')}`;
    const who = { name, number, phone: `+86${phone}`, passwordHash: await app.hasher.hash(PASSWORD) };
    const id = await (ial === 2 ? registerProven(app, who) : registerPerson(app, who));
    return { id, name, number, phone };
  }
  type Person = Awaited<ReturnType<typeof person>>;

  /** Logs in with the text message. */
  async function enter({ number, phone }: Person, to = '/account/family', browser = new JourneyBrowser()) {
    const login = await browser.get(`${app.url}/sign-in?to=${to}`);
    const code = await browser.submit(login, { login: number, password: PASSWORD });
    const page = await browser.submit(code, { code: app.code(`+86${phone}`) });
    return { browser, page };
  }

  const to = (page: Page, pattern: RegExp): string => {
    const found = Array.from(page.$('[href]'), ({ attribs }) => attribs.href!).find((href) => pattern.test(href));
    if (!found) throw new Error(`no link ${pattern} on ${page.url}`);
    return app.url + found;
  };

  it('lead a child to a guardian, and the guardian to the child, without JavaScript', async () => {
    const [ward, guardian] = [await person('王小明', childNumber()), await person('王建国', grownUpNumber(), 2)];
    const child = await enter(ward);
    assert.match(text(child.page), /需要监护人同意.*请填写一位监护人/s);
    child.page = await child.browser.submit(child.page, {}, { action: '/guardian' });
    assert.match(text(child.page), /我的监护人.*未满 14 周岁.*还没有填写监护人/s);
    const form = await child.browser.get(to(child.page, /family\/guardian$/));
    const own = await child.browser.submit(form, { guardian_name: '王小明', guardian_number: ward.number });
    assert.match(text(own), /这是您自己的号码/);
    const asked = await child.browser.submit(form, { guardian_name: '王建国', guardian_number: guardian.number });
    assert.match(text(asked), /已按您填写的姓名和号码转达.*王\*\*.*等待同意/s);
    assert.doesNotMatch(asked.html, /王建国/);

    const parent = await enter(guardian);
    assert.match(text(parent.page), /等待您决定.*王小明/s);
    const question = await parent.browser.get(to(parent.page, /family\/requests\//));
    assert.match(text(question), /王小明 请您作为监护人.*同意意味着.*第三十一条/s);
    const unticked = await parent.browser.submit(question, { answer: 'yes' });
    assert.match(text(unticked), /如果您是其监护人，请勾选确认/);
    const agreed = await parent.browser.submit(question, { answer: 'yes', guardian: 'yes' });
    assert.match(text(agreed), /您已同意.*我照看的孩子.*王小明/s);
    const late = await parent.browser.submit(question, { answer: 'yes', guardian: 'yes' });
    assert.match(text(late), /请求已经不在了/);

    const account = await parent.browser.get(to(agreed, /family\/children\/[^/]+$/));
    assert.match(text(account), /王小明的账号.*正在登录.*Chrome|其他浏览器|浏览器/s);
    const history = await child.browser.get(`${app.url}/account/history`);
    assert.match(text(history), /监护人王\*\*查看了您的账号.*监护人王\*\*同意了您使用账号.*请监护人同意/s);
    assert.match(text(await parent.browser.get(`${app.url}/account/history`)), /作为监护人，同意了王\*\*使用账号/);
    assert.match(text(await child.browser.get(`${app.url}/account/family`)), /已同意/);

    // Taken back, asked again, and closed.
    const withdraw = await parent.browser.get(to(account, /\/withdraw$/));
    assert.match(text(await parent.browser.submit(withdraw, {}, { action: '/withdraw' })), /您已撤回同意/);
    assert.match(text(await child.browser.get(`${app.url}/account/family`)), /已终止/);
    await askAndAnswer(app, ward.id, guardian);
    const again = await parent.browser.get(
      to(await parent.browser.get(`${app.url}/account/family`), /children\/[^/]+$/),
    );
    const close = await parent.browser.get(to(again, /\/close$/));
    assert.match(text(await parent.browser.submit(close, { name: '王大明' })), /和账号的姓名不一样/);
    assert.equal((await app.identities.find(ward.id))?.state, 'active');
    assert.match(text(await parent.browser.submit(close, { name: '王 小 明' })), /账号已注销/);
    assert.equal((await app.identities.find(ward.id))?.state, 'closed');
    assert.match((await child.browser.get(`${app.url}/account/family`)).url.pathname, /\/login$/);
  });

  it('A12 show a child to its guardian alone, and to nobody after it', async () => {
    const [ward, guardian, stranger] = [
      await person('李小红', childNumber()),
      await person('李秀英', grownUpNumber(), 2),
      await person('赵六', grownUpNumber(), 2),
    ];
    const { browser } = await enter(stranger);
    await app.guardians.ask(ward.id, { name: guardian.name, number: numberOf(guardian.number) });
    const [request] = (await app.wards.family(guardian.id)).requests;
    const address = (what: string) => `${app.url}/account/family/${what}`;
    assert.match(text(await browser.get(address(`requests/${request!.id}`))), /请求已经不在了/);
    assert.equal(await app.wards.answer(guardian.id, request!.id, 'confirmed'), 'confirmed');
    for (const below of ['', '/withdraw', '/close']) {
      const page = await browser.get(address(`children/${request!.id}${below}`));
      assert.match(text(page), /请求已经不在了/);
      assert.doesNotMatch(page.html, /李/);
    }
    const own = await browser.get(`${app.url}/account/family`);
    const fields = { ...own.forms[0]!.fields, name: '李小红' };
    const post = (action: string) =>
      browser.submit({ ...own, forms: [{ ...own.forms[0]!, action, method: 'post', fields }] }, {}, { action });
    for (const below of ['withdraw', 'close']) await post(address(`children/${request!.id}/${below}`));
    assert.equal((await app.identities.find(ward.id))?.state, 'active');
    assert.equal((await app.wards.family(guardian.id)).wards.length, 1);
  });

  it('tell who is proven at level 1 only what to do, and show no child', async () => {
    const [ward, weak] = [await person('钱小朋', childNumber()), await person('钱多多', grownUpNumber())];
    await app.guardians.ask(ward.id, { name: weak.name, number: numberOf(weak.number) });
    const { browser, page } = await enter(weak);
    assert.match(text(page), /实名等级是 1 级.*政务服务大厅/s);
    assert.doesNotMatch(page.html, /钱小朋|requests\//);
    const [request] = (await app.wards.family(weak.id)).requests;
    const refused = await browser.get(`${app.url}/account/family/requests/${request!.id}`);
    assert.match(text(refused), /实名等级是 1 级/);
  });

  it('ask for a login of a moment ago before anything is confirmed, taken back or closed', async () => {
    const [ward, guardian] = [await person('孙小小', childNumber()), await person('孙大大', grownUpNumber(), 2)];
    const id = await askAndAnswer(app, ward.id, guardian);
    const { browser } = await enter(guardian);
    app.clock.pass(20 * 60);
    const atSignIn = { until: (url: URL): boolean => url.pathname === '/sign-in' };
    for (const path of [`children/${id}/close`, `children/${id}/withdraw`, `requests/${id}`, 'guardian'])
      assert.match((await browser.get(`${app.url}/account/family/${path}`, atSignIn)).url.search, /fresh=1/, path);
    assert.match(text(await browser.get(`${app.url}/account/family`)), /孙小小/);
  });
});
