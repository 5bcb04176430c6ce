import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { type JourneyApp, startJourneyApp } from '../support/journey-app.js';
import { JourneyBrowser, type Page } from '../support/journey-browser.js';
import { citizen, interactionOf, portalRequest } from '../support/journey-walk.js';
import { eachStorePair } from '../support/stores.js';

const HOUR = 3600;

eachStorePair('the time of a login page', (make) => {
  let app: JourneyApp;
  before(async () => {
    app = await startJourneyApp(make);
  });
  after(() => app.close());
  afterEach(() => assert.deepEqual(app.troubles, []));

  const secondsLeft = (page: Page): number => Number(/data-warn-in="(\d+)"/.exec(page.html)?.[1]) + 300;
  const token = (page: Page): string => page.forms.find(({ fields }) => 'login' in fields)?.fields._csrf ?? '';

  it('is said in words, and can be prolonged from where one is, twelve hours in all', async () => {
    const browser = new JourneyBrowser();
    const login = await browser.get(portalRequest(app).url);
    assert.match(login.html, /本页面 \d\d:\d\d 前有效/);
    assert.ok(Math.abs(secondsLeft(login) - HOUR) < 10);
    const address = `${app.url}${interactionOf(login)}/more-time`;
    const before = browser.cookies().find(({ name }) => name.endsWith('yihao_interaction'))?.expires ?? 0;

    // The interaction itself goes by the machine's clock, which cannot be moved.
    await setTimeout(2100);
    const later = await browser.get(login.url.href);
    assert.ok(secondsLeft(later) <= HOUR - 2);
    await browser.post(address, { _csrf: token(login) });
    assert.ok(secondsLeft(await browser.get(login.url.href)) >= HOUR - 1, 'the interaction lives longer');

    app.clock.pass(HOUR / 2);
    const fields = { _csrf: token(login), keeps: 'yes' };
    const answer = JSON.parse((await browser.post(address, fields)).html);
    assert.ok(Math.abs(answer.warnIn + 300 - HOUR) < 10, 'another hour from now');
    assert.match(answer.given, /已延长到 \d\d:\d\d/);
    const after = browser.cookies().find(({ name }) => name.endsWith('yihao_interaction'))?.expires ?? 0;
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
    const register = await browser.get(`${app.url}${interactionOf(login)}/register`);
    browser.forget(/interaction/);
    const late = await browser.submit(login, { login: who.number, password: 'never kept' });
    assert.notEqual(late.status, 200);
    await browser.submit(register, { name: who.name, number: who.number, phone: who.phone });

    const next = await browser.get(portalRequest(app).url);
    const kept = next.forms.find(({ fields }) => 'login' in fields)?.fields;
    assert.equal(kept?.login, who.number);
    assert.ok(!next.html.includes('never kept'));
    const form = (await browser.get(`${app.url}${interactionOf(next)}/register`)).forms.find(
      ({ fields }) => 'number' in fields,
    )?.fields;
    assert.deepEqual([form?.name, form?.number, form?.phone], [who.name, who.number, who.phone]);
  });
});
