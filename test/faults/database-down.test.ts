import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { JourneyBrowser, type Page, text } from '../support/http/journey-browser.js';
import { type BreakableDatabase, breakableDatabase } from '../support/service/breakable-server.js';
import {
  becomes,
  type Ground,
  layGround,
  type ServiceCitizen,
  startService,
  syntheticCitizen,
  type TestService,
} from '../support/service/service.js';
import {
  codeFor,
  exchange,
  openLogin,
  portalRequest,
  sendPassword,
  walkLogin,
} from '../support/service/service-login.js';
import { onServer } from '../support/stores.js';

/** Milliseconds in which a citizen has an answer, whatever is down. */
const ANSWER_MS = 2_000;
const RECOVERY_MS = 10_000;
/** Moments at which the database freezes while a registration is being written. */
const MOMENTS_MS = [0, 4, 8, 12, 16, 24, 32, 48];
/** Those who register come after those who are there already. */
const NEWCOMERS = 100;

describe('F5 the database down, a real one', function () {
  this.timeout(180_000);
  let database: BreakableDatabase;
  let ground: Ground;
  let service: TestService;
  let next = 0;
  before(async () => {
    database = await breakableDatabase();
    ground = await layGround({ citizens: 12, database: database.url });
    service = await startService(ground.environment);
  });
  after(async () => {
    await service?.stop();
    database?.thaw();
    await ground?.close();
    await database?.close();
  });

  /** Each login has a citizen of its own: codes to one phone are a minute apart. */
  const someone = (): ServiceCitizen => ground.citizens[next++]!;

  async function assertRetryPage(work: () => Promise<Page>): Promise<void> {
    const begun = performance.now();
    const page = await work();
    const ms = performance.now() - begun;
    assert.equal(page.status, 503, `${page.url}\n${text(page)}`);
    assert.match(text(page), /暂时不可用/);
    assert.ok(Number(page.headers.get('retry-after')) >= 1);
    assert.ok(ms < ANSWER_MS, `answered after ${Math.round(ms)} ms`);
  }

  const recovers = () =>
    becomes(
      RECOVERY_MS,
      () => service.ready(),
      ({ status }) => status === 200,
    );

  for (const [fault, breakIt, mendIt] of [
    ['killed', () => database.kill(), () => database.restart()],
    ['frozen', async () => database.freeze(), async () => database.thaw()],
  ] as const) {
    it(`${fault}: 503 within 2 s for everyone, more people than connections too; then all is well again`, async () => {
      const open = await Promise.all(Array.from({ length: 30 }, () => openLogin(service)));
      const who = someone();
      await breakIt();
      await Promise.all(open.map((at) => assertRetryPage(async () => (await sendPassword(at, who)).page)));
      const jwks = await fetch(`${service.url}/jwks`);
      assert.equal(jwks.status, 200);
      const { status, down } = await service.ready();
      assert.equal(status, 503);
      assert.ok(down.includes('database'));
      await mendIt();
      await recovers();
      // Every connection that hung is free again.
      const again = Array.from({ length: 30 }, async () => (await openLogin(service)).page.status);
      assert.deepEqual(new Set(await Promise.all(again)), new Set([200]));
      await walkLogin(service, someone());
    });
  }

  it('read-only: 503 within 2 s, nobody gets in without being written down, and all is well again', async () => {
    const known = await walkLogin(service, someone());
    const at = await openLogin(service);
    const readOnly = (on: 0 | 1) => onServer(database.admin, (root) => root.query(`SET GLOBAL read_only = ${on}`));
    await readOnly(1);
    try {
      await assertRetryPage(async () => (await sendPassword(at, someone())).page);
      // Entering again writes nothing new, but what the code is worth must be spent and written down.
      const again = await openLogin(service, known.browser);
      await assert.rejects(exchange(service, again), /temporarily_unavailable/);
    } finally {
      await readOnly(0);
    }
    await walkLogin(service, someone());
  });

  it('frozen while registrations are written: never half of one, and the citizen gets through afterwards', async () => {
    for (const [index, moment] of MOMENTS_MS.entries()) {
      const who = syntheticCitizen(NEWCOMERS + index);
      const browser = new JourneyBrowser();
      const details = await browser.get(
        `${(await browser.get(portalRequest(service).url)).url.href.replace(/\/login$/, '')}/register`,
      );
      const code = await browser.submit(details, { name: who.name, number: who.number, phone: who.phone });
      const choose = await browser.submit(code, { code: await codeFor(service, who.phone) });
      const send = () => browser.submit(choose, { password: who.password, password_again: who.password });
      const answer = send();
      await sleep(moment);
      database.freeze();
      const { status } = await answer;
      assert.ok(status === 503 || status === 200, `${status} at ${moment} ms`);
      database.thaw();
      await recovers();
      const done = await send();
      assert.equal(done.status, 200, `${done.url}\n${text(done)}`);
      assert.match(done.url.pathname, /\/register\/done$/);
    }
    for (const [table, perIdentity] of [
      ['identity_number_index', 1],
      ['authenticators', 2],
    ] as const) {
      assert.deepEqual(await countPerIdentity(table), [perIdentity], table);
    }
  });

  /** The different numbers of rows that identities have in a table. */
  async function countPerIdentity(table: string): Promise<number[]> {
    const connection = await mysql.createConnection(ground.environment.YIHAO_DATABASE_URL!);
    try {
      const [rows] = await connection.query<(mysql.RowDataPacket & { count: number })[]>(
        `SELECT DISTINCT (SELECT COUNT(*) FROM ${table} t WHERE t.identity_id = i.id) AS count FROM identities i`,
      );
      return rows.map(({ count }) => Number(count));
    } finally {
      await connection.end();
    }
  }
});
