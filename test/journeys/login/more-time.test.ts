import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { JourneyBrowser, type Page } from '../../support/http/journey-browser.js';
import { type JourneyApp, startJourneyApp } from '../../support/journeys/journey-app.js';
import { citizen, interactionOf, portalRequest, register } from '../../support/journeys/journey-walk.js';
import { MovedTime } from '../../support/moved-time.js';
import { oneStorePair } from '../../support/stores.js';

const HOUR = 3600;

oneStorePair('the time of a login page', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => assert.deepEqual(app.troubles, []));

  const secondsLeft = (page: Page): number => Number(page.$('[data-warn-in]').attr('data-warn-in')) + 300;
  const token = (page: Page): string => page.forms.find(({ fields }) => 'login' in fields)?.fields._csrf ?? '';

  it('is said in words, and can be prolonged from where one is, twelve hours in all', async () => {
    const browser = new JourneyBrowser();
    const login = await browser.get(portalRequest(app).url);
    assert.match(login.html, /本页面 \d\d:\d\d 前有效/);
    assert.ok(Math.abs(secondsLeft(login) - HOUR) < 10);
    const address = `${app.url}${interactionOf(login)}/more-time`;
    const before = browser.cookies().find(({ name }) => name.endsWith('yihao_resume'))?.expires ?? 0;

    // The interaction itself goes by the machine's clock.
    await MovedTime.after(2.1, async () => {
      const later = await browser.get(login.url.href);
      assert.ok(secondsLeft(later) <= HOUR - 2);
      await browser.post(address, { _csrf: token(login) });
      assert.ok(secondsLeft(await browser.get(login.url.href)) >= HOUR - 1, 'the interaction lives longer');
    });

    app.clock.pass(HOUR / 2);
    const fields = { _csrf: token(login), ends: 'kept' };
    const answer = JSON.parse((await browser.post(address, fields)).html);
    assert.ok(Math.abs(answer.warnIn + 300 - HOUR) < 10, 'another hour from now');
    assert.match(answer.given, /已延长到 \d\d:\d\d/);
    const after = browser.cookies().find(({ name }) => name.endsWith('yihao_resume'))?.expires ?? 0;
    assert.ok(after - before > (HOUR / 2 - 10) * 1000, 'the cookie lives as long');

    // What ends twelve hours after it began cannot be kept for longer, however often one asks.
    app.clock.pass(11 * HOUR);
    const last = JSON.parse((await browser.post(address, fields)).html);
    assert.ok(Math.abs(last.warnIn + 300 - HOUR / 2) < 10, `${last.warnIn} s`);
  });

  it('is nobody else’s to prolong, and needs the page’s own token', async () => {
    const browser = new JourneyBrowser();
    const login = await browser.get(portalRequest(app).url);
    const address = `${app.url}${interactionOf(login)}/more-time`;
    assert.equal((await browser.post(address, { _csrf: 'guessed' })).status, 403);
    const other = new JourneyBrowser();
    const theirs = await other.get(portalRequest(app).url);
    assert.equal((await other.post(address, { _csrf: token(theirs) })).status, 400);
  });

  it('loses nothing that was typed when it is over: not the name of a login, not the details of a registration', async () => {
    const who = citizen(90);
    const browser = new JourneyBrowser();
    const login = await browser.get(portalRequest(app).url);
    const details = await browser.get(`${app.url}${interactionOf(login)}/register`);
    browser.forget(/browser/);
    const late = await browser.submit(login, { login: who.number, password: 'never kept' });
    assert.notEqual(late.status, 200);
    await browser.submit(details, { name: who.name, number: who.number, phone: who.phone });

    const next = await browser.get(portalRequest(app).url);
    const kept = next.forms.find(({ fields }) => 'login' in fields)?.fields;
    assert.equal(kept?.login, who.number);
    assert.ok(!next.html.includes('never kept'));
    const form = (await browser.get(`${app.url}${interactionOf(next)}/register`)).forms.find(
      ({ fields }) => 'number' in fields,
    )?.fields;
    assert.deepEqual([form?.name, form?.number, form?.phone], [who.name, who.number, who.phone]);
  });

  describe('loses nothing that was typed before its last page', () => {
    const secrets = ['123456', 'never kept'];

    /** The interaction ends, and with it all that the visit knew of it. */
    const outlast = async (browser: JourneyBrowser): Promise<void> => {
      browser.forget(/browser/);
      const visit = createHash('sha256').update(browser.cookie('yihao_visit')!).digest('hex');
      const { ephemeral } = app.stores;
      assert.notDeepEqual(await ephemeral.fields(`visit:${visit}`), {});
      await ephemeral.delete(`visit:${visit}`);
    };
    const again = async (browser: JourneyBrowser): Promise<[login: Page, register: Page]> => {
      const login = await browser.get(portalRequest(app).url);
      return [login, await browser.get(`${app.url}${interactionOf(login)}/register`)];
    };
    const typedIn = (page: Page, field: string) => page.forms.find(({ fields }) => field in fields)?.fields;

    for (const [step, late] of [
      ['the code', async (browser, code) => browser.submit(code, { code: '123456' })],
      ['a new code', async (browser, code) => browser.submit(code, {}, { action: '/resend' })],
      [
        'the password',
        async (browser, code, phone) => {
          const choose = await browser.submit(code, { code: app.code(`+86${phone}`) });
          await outlast(browser);
          return browser.submit(choose, { password: 'never kept', password_again: 'never kept' });
        },
      ],
    ] as const satisfies [string, (browser: JourneyBrowser, code: Page, phone: string) => Promise<Page>][])
      it(`of a registration: ${step}`, async () => {
        const who = citizen(91 + step.length);
        const browser = new JourneyBrowser();
        const details = await browser.get(
          `${app.url}${interactionOf(await browser.get(portalRequest(app).url))}/register`,
        );
        const code = await browser.submit(details, { name: who.name, number: who.number, phone: who.phone });
        assert.ok(!code.html.includes(who.number), 'what is brought along is sealed');
        if (step !== 'the password') await outlast(browser);
        const expired = await late(browser, code, who.phone);
        assert.ok(expired.html.includes('已替您保存'));
        const [, register] = await again(browser);
        const kept = typedIn(register, 'number');
        assert.deepEqual([kept?.name, kept?.number, kept?.phone], [who.name, who.number, who.phone]);
        const reloaded = typedIn(await browser.get(register.url.href), 'number');
        assert.equal(reloaded?.number, who.number, 'a reload loses nothing either');
        for (const secret of secrets) assert.ok(!register.html.includes(secret));
      });

    it('of a login: the code', async () => {
      const who = citizen(97);
      const first = new JourneyBrowser();
      await register(app, first, await first.get(portalRequest(app).url), who);
      const browser = new JourneyBrowser();
      const login = await browser.get(portalRequest(app).url);
      const code = await browser.submit(login, { login: who.number, password: who.password });
      assert.ok(!code.html.includes(who.number), 'what is brought along is sealed');
      await outlast(browser);
      const expired = await browser.submit(code, { code: '123456' });
      assert.ok(expired.html.includes('已替您保存'));
      const [next] = await again(browser);
      assert.equal(typedIn(next, 'login')?.login, who.number);
      assert.equal(typedIn(await browser.get(next.url.href), 'login')?.login, who.number);
    });

    it('but for what another browser sealed, or nobody did', async () => {
      const [mine, theirs] = [new JourneyBrowser(), new JourneyBrowser()];
      const pages = await Promise.all(
        [mine, theirs].map(async (browser, index) => {
          const who = citizen(110 + index);
          const page = await browser.get(portalRequest(app).url);
          const details = await browser.get(`${app.url}${interactionOf(page)}/register`);
          return browser.submit(details, { name: who.name, number: who.number, phone: who.phone });
        }),
      );
      const sealed = typedIn(pages[1]!, '_typed')?._typed;
      assert.ok(sealed);
      await outlast(mine);
      for (const _typed of [sealed, 'nothing']) {
        const expired = await mine.submit(pages[0]!, { code: '123456', _typed });
        assert.ok(expired.html.includes('登录已超时') && !expired.html.includes('已替您保存'));
      }
      assert.equal(typedIn((await again(mine))[1], 'number')?.number, '');
    });
  });
});
