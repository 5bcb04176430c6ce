import assert from 'node:assert/strict';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
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

const DESK = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0' };
const IN_HANGZHOU = { 'x-forwarded-for': '203.0.113.1' };

oneStorePair('a screen let in by a phone, without JavaScript', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  /** A citizen whose phone is logged in, as it is after registering. */
  async function phoneOf(index: number): Promise<{ who: TestCitizen; phone: JourneyBrowser; id: string }> {
    const who = citizen(index);
    const phone = new JourneyBrowser();
    const done = await register(app, phone, await phone.get(`${app.url}/sign-in`), who);
    const login = await phone.get(`${app.url}${interactionOf(done)}/login`);
    await phone.submit(login, { login: who.number, password: who.password });
    const found = await app.identities.resolveLogin(who.number);
    assert.ok(found.outcome === 'one');
    return { who, phone, id: found.identity.id };
  }

  /** A screen that shows its code. */
  async function screenAt(portal: 'social' | 'tax' = 'social', more: Record<string, string> = {}) {
    const screen = new JourneyBrowser({ ...DESK, ...IN_HANGZHOU });
    const request = portalRequest(app, portal, more);
    const login = await screen.get(request.url, atPortal);
    const fields = login.forms.find(({ action }) => action.endsWith('/login'))!.fields;
    const ask = (also: Record<string, string> = {}) =>
      screen.post(`${login.url.href}/with`, { ...fields, ...also, way: 'qr' });
    const shown = await ask();
    return { screen, request, login, ask, shown, ...read(shown) };
  }

  function read(shown: Page): { code: string; number: string; wrong: string } {
    const code = shown.$('#qr-code').text().replace(' ', '');
    const number = shown.$('#qr-number').text();
    return { code, number, wrong: number === '00' ? '01' : '00' };
  }

  const goOn = (screen: JourneyBrowser, shown: Page): Promise<Page> =>
    screen.submit(shown, { code: 'confirmed' }, { action: '/way', ...atPortal });
  const open = (phone: JourneyBrowser, code: string): Promise<Page> =>
    phone.get(`${app.url}/account/sessions/screen/${code}`);
  const stateOf = async (screen: JourneyBrowser, shown: Page): Promise<string> =>
    JSON.parse((await screen.get(`${app.url}${interactionOf(shown)}/way/state`)).html).state;

  it('says what asks and where, wants the number, lets in, and stands in the history', async () => {
    const { phone, who, id } = await phoneOf(700);
    const { screen, request, shown, code, number, wrong } = await screenAt();
    assert.equal(shown.$('svg.yihao-qr').length, 1);
    assert.ok(!shown.html.includes(who.number));
    assert.equal(await stateOf(screen, shown), 'waiting');
    const early = await goOn(screen, shown);
    assert.match(text(early), /手机上还没有确认/);
    assert.equal(read(early).code, code, 'it goes on waiting for the same');

    const typed = await phone.submit(await phone.get(`${app.url}/account/sessions/screen`), {
      screen_code: `${code.slice(0, 4)} ${code.slice(4)}`,
    });
    assert.match(text(typed), /要进入 social网 屏幕所在地 杭州市 屏幕上的浏览器 Windows 上的 Edge/);
    assert.match(text(typed), /只有您面前的屏幕正显示这个登录页时/);
    assert.ok(!typed.html.includes(`>${number}<`), 'the number is on the screen alone');
    const no = await phone.submit(typed, { number_code: wrong });
    assert.match(text(no), /数字不对。请看您面前的屏幕，还可以再试 2 次/);
    const yes = await phone.submit(no, { number_code: number });
    assert.match(text(yes), /已确认。请看屏幕/);
    assert.equal(await stateOf(screen, shown), 'answered');
    app.clock.pass(60);
    const claims = await request.claims(await goOn(screen, shown));
    assert.equal(claims.acr, 'urn:yihao:aal:2');
    assert.deepEqual(claims.amr, ['pwd', 'otp', 'sms', 'mfa', 'mca']);
    const sessions = await app.stores.uow.read.sessions.ofIdentity(id);
    const [first, second] = sessions;
    assert.deepEqual([second?.used, second?.place, second?.browser], [['qr'], '330100', 'edge-windows']);
    assert.ok(app.noticesTo(id).includes('new_device'));
    const age = app.clock.now().getTime() / 1000 - Number(claims.auth_time);
    assert.ok(age >= 60, 'no younger than the phone’s login');
    assert.notEqual(first?.uid, second?.uid);
    const history = text(await phone.get(`${app.url}/account/history`));
    assert.match(history, /用手机扫码，在另一块屏幕上登录/);
    assert.match(history, /在手机上确认了另一块屏幕的登录/);
    assert.match(text(await phone.get(`${app.url}/account/sessions`)), /登录方式 手机扫码/);
  });

  it('an anonymous phone logs in first and comes back to the same page', async () => {
    const { who } = await phoneOf(701);
    const { code } = await screenAt();
    const phone = new JourneyBrowser();
    const login = await open(phone, code);
    assert.match(login.url.pathname, /\/login$/);
    const ask = await phone.submit(login, { login: who.number, password: who.password });
    const back = await phone.submit(ask, { code: app.code(`+86${who.phone}`) });
    assert.equal(back.url.pathname, `/account/sessions/screen/${code}`);
    assert.match(text(back), /让这块屏幕登录您的账号/);
  });

  it('asks for the missing factor where the phone’s login is weaker than the portal wants', async () => {
    const { who, phone } = await phoneOf(702);
    phone.forget(/session/);
    const weak = await phone.get(portalRequest(app).url);
    await phone.submit(weak, { login: who.number, password: who.password }, atPortal);
    const { screen, request, shown, code, number } = await screenAt('tax');
    await phone.submit(await open(phone, code), { number_code: number });
    app.clock.pass(61);
    const asked = await goOn(screen, shown);
    assert.match(asked.url.pathname, /\/code$/);
    const through = await screen.submit(asked, { code: app.code(`+86${who.phone}`) }, atPortal);
    const claims = await request.claims(through);
    assert.deepEqual([claims.acr, claims.amr], ['urn:yihao:aal:2', ['pwd', 'mca', 'otp', 'sms', 'mfa']]);
  });

  it('a refused one says so and shows another; three wrong numbers too', async () => {
    const { phone, id } = await phoneOf(703);
    const { screen, shown, code } = await screenAt();
    const done = await phone.submit(await open(phone, code), {}, { action: '/refuse' });
    assert.match(text(done), /已拒绝/);
    assert.equal(await stateOf(screen, shown), 'over');
    const again = await goOn(screen, shown);
    assert.match(text(again), /手机上没有同意这次登录/);
    const next = read(again);
    assert.notEqual(next.code, code);
    let at = await open(phone, next.code);
    for (let n = 0; n < 3; n++) at = await phone.submit(at, { number_code: next.wrong });
    assert.match(text(at), /这个二维码已失效，或者已经处理过/);
    assert.match(text(await goOn(screen, again)), /数字输错了三次/);
    const types = (await app.stores.uow.read.audit.ofIdentity(id, 10)).map(
      ({ type, detail }) => `${type} ${detail.reason}`,
    );
    assert.ok(types.includes('qr_login.refused by_holder') && types.includes('qr_login.refused wrong_number'));
  });

  it('A13 dies when the phone logs out, is locked, or its login changed between opening and confirming', async () => {
    const { who, phone, id } = await phoneOf(704);
    const out = await screenAt();
    await phone.submit(await open(phone, out.code), { number_code: out.number });
    const [session] = (await app.stores.uow.read.sessions.ofIdentity(id)).filter(({ endedAt }) => !endedAt);
    await app.sessions.end(session!.uid, 'logout');
    assert.match(text(await goOn(out.screen, out.shown)), /二维码已过期或已失效/);

    const changed = await screenAt();
    const { phone: other, who: another } = await phoneOf(705);
    const opened = await open(other, changed.code);
    other.forget(/session/);
    const login = await other.get(`${app.url}/sign-in`);
    await other.submit(login, { login: another.number, password: another.password });
    await other.get(`${app.url}/account`);
    const { _csrf = '' } = (await open(other, changed.code)).forms[0]!.fields;
    const fields = { ...opened.forms.find(({ fields: all }) => 'opened' in all)!.fields, _csrf };
    const answer = await other.post(opened.url.href, { ...fields, number_code: changed.number });
    assert.match(text(answer), /让这块屏幕登录您的账号/, 'it is asked anew');
    assert.equal(await stateOf(changed.screen, changed.shown), 'waiting');

    const locked = await screenAt();
    phone.forget(/session/);
    const again = await phone.submit(await open(phone, locked.code), { login: who.number, password: who.password });
    const confirmed = await phone.submit(again, { number_code: locked.number });
    assert.match(text(confirmed), /已确认/);
    await app.identities.setState(id, 'locked', 'operator:test');
    assert.match(text(await goOn(locked.screen, locked.shown)), /二维码已过期或已失效/);
  });

  it('another browser gets nothing for it, and neither does the screen after another login', async () => {
    const { phone } = await phoneOf(706);
    const { screen, shown, code, number } = await screenAt();
    await phone.submit(await open(phone, code), { number_code: number });
    const thief = new JourneyBrowser(DESK);
    const theirs = await thief.get(portalRequest(app).url);
    const fields = theirs.forms.find(({ action }) => action.endsWith('/login'))!.fields;
    const own = await thief.post(`${theirs.url.href}/with`, { ...fields, way: 'qr' });
    const moved = await thief.post(`${app.url}${interactionOf(shown)}/way`, {
      ...own.forms.find(({ action }) => action.endsWith('/way'))!.fields,
    });
    assert.equal(moved.status, 400, 'the interaction is another browser’s');
    assert.match(text(await goOn(thief, own)), /手机上还没有确认/);
    assert.equal((await goOn(screen, shown)).url.pathname, '/social/callback');
  });

  it('is no answer to a request for a login of this moment', async () => {
    for (const more of [{ prompt: 'login' }, { max_age: '60' }] as Record<string, string>[]) {
      const { login, shown } = await screenAt('social', more);
      assert.ok(!login.html.includes('value="qr"'));
      assert.match(shown.url.pathname, /\/login$/, 'nor when its form is sent all the same');
    }
  });

  it('A14 a code under which nobody waits says no more than that', async () => {
    const { phone } = await phoneOf(708);
    for (const code of ['12345678', 'nothing', '1']) {
      const page = await open(phone, code);
      assert.match(text(page), /这个二维码已失效/);
    }
    const wrong = await phone.submit(await phone.get(`${app.url}/account/sessions/screen`), { screen_code: '12 34' });
    assert.match(text(wrong), /请填写屏幕上的 8 位数字/);
    for (let n = 0; n < 9; n++) await open(phone, '12345678');
    assert.match(text(await open(phone, '12345678')), /输错的次数太多/);
  });
});
