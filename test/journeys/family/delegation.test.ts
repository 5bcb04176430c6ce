import assert from 'node:assert/strict';
import { linkOn } from '../../support/http/html.js';
import { JourneyBrowser, type Page, text } from '../../support/http/journey-browser.js';
import { enrolmentOf } from '../../support/identities/identities.js';
import { type CitizenApp, startCitizenApp } from '../../support/journeys/citizen-app.js';
import { oneStorePair } from '../../support/stores.js';

const PATH = '/account/delegation';

oneStorePair('delegation in the account', (make) => {
  let app: CitizenApp;
  let principal: string;
  let helper: string;
  let principals: JourneyBrowser;
  let helpers: JourneyBrowser;
  const person = enrolmentOf(2, { name: '李四' });
  beforeEach(async () => {
    app = await startCitizenApp(make);
    await app.addPortal('portal', { delegation: 'allowed' });
    await app.addPortal('plain');
    principal = app.citizen;
    const second = await app.domain.identities.register(person);
    helper = second.outcome === 'registered' ? second.identity.id : '';
    [principals, helpers] = [new JourneyBrowser(), new JourneyBrowser()];
  });
  afterEach(async () => {
    await app.close();
    assert.deepEqual(app.troubles, []);
  });

  const as = async (who: 'principal' | 'helper', path = PATH): Promise<Page> => {
    app.citizen = who === 'principal' ? principal : helper;
    return (who === 'principal' ? principals : helpers).get(app.url + path);
  };
  const invite = async (change: Record<string, string> = {}): Promise<Page> => {
    const form = await as('principal', `${PATH}/invite`);
    const fields = {
      name: person.name,
      number: person.number.normalised,
      applications: 'portal',
      days: '30',
      ...change,
    };
    return principals.submit(form, fields, { action: `${PATH}/invite` });
  };

  it('somebody is asked, sees who asks and for what, agrees, and both see it; no script runs', async () => {
    const form = await as('principal', `${PATH}/invite`);
    assert.ok(form.$('[value=portal]').length > 0 && form.$('[value=plain]').length === 0, 'only where it is allowed');
    const after = await invite();
    assert.match(text(after), /邀请已发出.*李\* 等待答复 应用 portal网/);
    const asked = await as('helper');
    assert.match(text(asked), /张\*\* 等您答复 应用 portal网.*查看并答复/);
    const href = linkOn(asked.$, 'a[href*=answer]');
    const answer = await as('helper', href);
    assert.match(text(answer), /张三丰 请您代办.*portal网.*同意后 30 天/);
    const agreed = await helpers.submit(answer, { answer: 'yes' }, { action: href });
    assert.match(text(agreed), /已同意，从现在起可以代办.*张\*\* 有效.*终止：张\*\*/);
    assert.match(text(await as('principal')), /李\* 有效.*有效期至.*终止：李\*/);
    assert.match(
      text(await as('principal', '/account/history?kind=delegation')),
      /李\*同意代您办理，已生效.*请亲友代您办理/,
    );
    const theirs = await as('helper', '/account/history?kind=delegation');
    assert.match(text(theirs), /同意代张\*\*办理.*张\*\*请您代为办理/);
    const over = await helpers.get(app.url + href);
    assert.match(text(over), /已不能答复/);
  });

  it('either ends it; a stranger cannot', async () => {
    for (const who of ['principal', 'helper'] as const) {
      await invite();
      const { id } = (await app.domain.delegations.of(helper)).received[0]!;
      await app.domain.delegations.accept(helper, id);
      const stranger = await app.domain.identities.register(enrolmentOf(who === 'helper' ? 3 : 4));
      app.citizen = stranger.outcome === 'registered' ? stranger.identity.id : '';
      const elsewhere = new JourneyBrowser();
      const { fields } = (await elsewhere.get(`${app.url}/account/sessions`)).forms[0]!;
      const refused = await elsewhere.post(`${app.url}${PATH}/end`, { ...fields, delegation: id });
      assert.match(text(refused), /此前已经结束/);
      assert.ok(await app.domain.delegations.active(principal, id, helper));
      const page = await as(who);
      const ended = await (who === 'principal' ? principals : helpers).submit(page, {}, { action: `${PATH}/end` });
      assert.match(text(ended), /已终止，有关的登录已全部退出.*已结束的代办/);
    }
    assert.match(text(await as('principal', '/account/history')), /李\*终止了代您办理.*终止了李\*的代办/);
  });

  it('A14 the page answers the same for somebody unknown, and keeps what was typed where something is wrong', async () => {
    const unknown = enrolmentOf(901);
    const page = text(await invite({ name: unknown.name, number: unknown.number.normalised }));
    assert.match(page, /邀请已发出/);
    assert.match(page, /等待答复/);
    const wrong = await invite({ number: '110101199001011234' });
    assert.match(text(wrong), /号码可能填错了一位，请对照证件再核对一遍/);
    assert.ok(wrong.html.includes('value="李四"'));
    assert.equal(wrong.$('[value=portal][checked]').length, 1);
    assert.match(text(await invite({ name: ' ', days: '31' })), /请填写对方的姓名.*请选择期限/);
    assert.match(text(await invite({ applications: 'plain' })), /不支持代办/);
    const own = enrolmentOf(1);
    assert.match(text(await invite({ number: own.number.normalised })), /这是您自己的号码/);
  });

  it('asking and agreeing need a login of minutes ago; looking and ending do not', async () => {
    await invite();
    const { id } = (await app.domain.delegations.of(helper)).received[0]!;
    await as('helper');
    app.clock.pass(6 * 60);
    for (const path of [`${PATH}/invite`, `${PATH}/answer/${id}`]) {
      const page = await helpers.get(app.url + path, { follow: false });
      assert.equal(page.headers.get('location'), `/sign-in?${new URLSearchParams({ to: path, fresh: '1' })}`);
    }
    assert.equal((await helpers.get(app.url + PATH, { follow: false })).status, 200);
  });
});
