import assert from 'node:assert/strict';
import { BulkRegistration, CitizenNumber, IndexKeys } from '../../../src/domain/identities/index.js';
import { comparable, JourneyBrowser, type Page } from '../http/journey-browser.js';
import { testKeys } from '../identities/identities.js';
import type { eachStorePair } from '../stores.js';
import { type JourneyApp, startJourneyApp } from './journey-app.js';
import { citizen, portalRequest, type TestCitizen } from './journey-walk.js';

/** Citizens of the tests from here on are registered before, and from there on are not. */
const KNOWN_FROM = 10_000;
const UNKNOWN_FROM = 30_000;
const PASSWORD = 'nobody knows these four';

/** What an attacker sees of answers about numbers that are registered, and about those that are not. */
interface Observation {
  readonly known: Seen;
  readonly unknown: Seen;
}

interface Seen {
  /** Milliseconds. */
  readonly times: number[];
  /** The different pages, with what must differ taken out. */
  readonly pages: Set<string>;
}

/**
 * Looks at login and registration with `count` registered numbers and as many others.
 * @param pairs on which stores
 * @param tolerance how far the area under the curve may be from one half; where it is left out, only what the answers
 * say is looked at, since few answers on a busy machine tell nothing of their time
 */
export function holdAlike(pairs: typeof eachStorePair, title: string, count: number, tolerance?: number): void {
  pairs(title, (make) => {
    let app: JourneyApp;
    before(async () => {
      app = await startJourneyApp(make);
      await enrolKnown(app, count);
    });
    after(() => app.close());

    function assertAlike(observation: Observation): void {
      assertSamePages(observation);
      assert.deepEqual(app.troubles, []);
      if (tolerance === undefined) return;
      const area = areaUnderCurve(observation);
      console.log('AUC', area.toFixed(3));
      assert.ok(Math.abs(area - 0.5) < tolerance, `times tell them apart: AUC ${area.toFixed(3)}`);
    }

    const alike = tolerance === undefined ? 'the same bytes' : 'the same bytes and alike times';

    it(`get ${alike} at login`, async () => assertAlike(await observeLogins(app, count)));

    it(`get ${alike} at registration`, async () => assertAlike(await observeRegistrations(app, count)));
  });
}

/** Puts `count` citizens into the store, with the passwords that nobody will type. */
async function enrolKnown(app: JourneyApp, count: number): Promise<void> {
  const { uow } = app.stores;
  const deps = { uow, keys: testKeys, clock: app.clock };
  const passwordHash = await app.hasher.hash('a password that is never typed');
  const people = Array.from({ length: count }, (_, index) => {
    const { name, number, phone } = citizen(KNOWN_FROM + index);
    const parsed = CitizenNumber.parse(number);
    if (!parsed.ok) throw new Error('a citizen of the tests without a valid number');
    return {
      name,
      number: parsed.number,
      phone: `+86${phone}`,
      passwordHash,
      registry: { outcome: 'matched' as const },
    };
  });
  const { registered } = await new BulkRegistration({ ...deps, index: new IndexKeys(deps) }).register(people, 'test');
  assert.equal(registered, count);
}

/** One wrong password for each of `count` known and unknown numbers, by turns. */
function observeLogins(app: JourneyApp, count: number): Promise<Observation> {
  return interleaved(count, async (who) => {
    const browser = newBrowser();
    const page = await browser.get(portalRequest(app).url);
    return timed(who, () => browser.submit(page, { login: who.number, password: 'a wrong password' }));
  });
}

/** One whole registration of each of `count` known and unknown numbers, by turns; its last answer is looked at. */
function observeRegistrations(app: JourneyApp, count: number): Promise<Observation> {
  return interleaved(count, async (who, turn) => {
    const browser = newBrowser();
    const start = await browser.get(portalRequest(app).url);
    const details = await browser.get(start.url.href.replace(/\/login$/, '/register'));
    // The attacker's own phone: the holder's is not asked.
    const phone = `139${String(turn).padStart(8, '0')}`;
    const code = await browser.submit(details, { name: who.name, number: who.number, phone });
    const choose = await browser.submit(code, { code: app.code(`+86${phone}`) });
    const seen = await timed(who, () => browser.submit(choose, { password: PASSWORD, password_again: PASSWORD }));
    app.sent.length = 0;
    return seen;
  });
}

async function timed(who: TestCitizen, send: () => Promise<Page>): Promise<{ ms: number; page: string }> {
  const begun = performance.now();
  const answer = await send();
  const ms = performance.now() - begun;
  const page = comparable(answer).replaceAll(who.number, 'number').replaceAll(who.name, 'name');
  return { ms, page: `${answer.status} ${page}` };
}

async function interleaved(
  count: number,
  attempt: (who: TestCitizen, turn: number) => Promise<{ ms: number; page: string }>,
): Promise<Observation> {
  const known: Seen = { times: [], pages: new Set() };
  const unknown: Seen = { times: [], pages: new Set() };
  // What is done first is done by cold code.
  for (let turn = 0; turn < Math.min(20, count); turn += 1)
    await attempt(citizen(UNKNOWN_FROM + 10_000 + turn), 900_000 + turn);
  for (let turn = 0; turn < count * 2; turn += 1) {
    // known, unknown, unknown, known: a drift of the machine meets both alike.
    const isKnown = turn % 4 === 0 || turn % 4 === 3;
    const seen = isKnown ? known : unknown;
    const { ms, page } = await attempt(citizen((isKnown ? KNOWN_FROM : UNKNOWN_FROM) + seen.times.length), turn);
    seen.times.push(ms);
    seen.pages.add(page);
  }
  return { known, unknown };
}

let address = 0;

/** From an address of its own: what is measured is the answer, not the limit on one address. */
function newBrowser(): JourneyBrowser {
  address += 1;
  return new JourneyBrowser({
    'x-forwarded-for': `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
  });
}

/**
 * How well times tell the known from the unknown: the area under the ROC curve, which is the chance that a known one
 * took longer (Mann and Whitney). 0.5 is no better than guessing.
 */
function areaUnderCurve({ known, unknown }: Observation): number {
  let longer = 0;
  for (const one of known.times) {
    for (const other of unknown.times) longer += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return longer / (known.times.length * unknown.times.length);
}

function assertSamePages({ known, unknown }: Observation): void {
  assert.equal(known.pages.size, 1, 'one page for all known numbers');
  assert.deepEqual([...unknown.pages], [...known.pages]);
}
