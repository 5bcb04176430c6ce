import assert from 'node:assert/strict';
import type { Authenticator } from '../../src/domain/authenticators/index.js';
import { Outbox } from '../../src/domain/notifications/index.js';
import { RECOVERY_WAIT_SECONDS } from '../../src/domain/recovery/index.js';
import { authenticator } from '../stores/records.js';
import { takeMessages } from '../support/authenticators.js';
import { testKeys } from '../support/identities.js';
import { type JourneyApp, startJourneyApp } from '../support/journey-app.js';
import { JourneyBrowser, type Page, text } from '../support/journey-browser.js';
import { citizen, interactionOf, register, type TestCitizen } from '../support/journey-walk.js';
import { eachStorePair } from '../support/stores.js';

const LIST = '/account/authenticators';
const PASSKEY_DATA = {
  ...{ credentialId: 'AAAA', publicKey: 'AAAA', counter: 0, transports: [], attestation: 'none' },
  ...{ aaguid: '00000000-0000-0000-0000-000000000000', synced: true },
};

eachStorePair('recovering an account, as a citizen does', (make) => {
  let app: JourneyApp;
  let browser: JourneyBrowser;
  let who: TestCitizen;
  let owner: string;
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
  const addPasskey = () =>
    app.stores.uow.run(({ authenticators }) =>
      authenticators.insert(
        authenticator(owner, { kind: 'passkey', secret: null, label: '旧手机', data: PASSKEY_DATA }),
      ),
    );
  const messages = async () => {
    const outbox = new Outbox({ keys: testKeys, clock: app.clock });
    return (await takeMessages({ uow: app.stores.uow as never, outbox }, app.clock)).filter(
      ({ to }) => to.identityId === owner,
    );
  };
  async function askToEndPasskey(): Promise<Page> {
    await addPasskey();
    const list = await open(LIST);
    const link = /href="(\/account\/authenticators\/lost\/[^"]+)"/.exec(list.html)?.[1];
    assert.ok(link, text(list));
    const page = await open(link);
    assert.match(text(page), /丢失了 ?旧手机？.*24 小时后生效/);
    return browser.submit(page, {}, { action: link });
  }

  it('the request shows on every page of the account, and one press there stops it', async () => {
    await askToEndPasskey();
    for (const path of ['/account', LIST, '/account/sessions', '/account/history', '/account/departments'])
      assert.match(text(await open(path)), /有人申请找回您的账号.*停用一个通行密钥.*不是我，停止/, path);
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
    const done = await browser.submit(await open('/account/history/not-me'), {}, { action: '/not-me' });
    assert.match(text(done), /已保护您的账号/);
    assert.equal(await app.recoveries.waiting(owner), undefined);
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
