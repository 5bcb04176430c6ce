import assert from 'node:assert/strict';
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { JourneyBrowser, text } from '../support/http/journey-browser.js';
import { type BreakableServer, breakableRedis } from '../support/service/breakable-server.js';
import {
  becomes,
  type Ground,
  layGround,
  startService,
  syntheticCitizen,
  type TestService,
} from '../support/service/service.js';
import { codeFor, exchange, openLogin, portalRequest, walkLogin } from '../support/service/service-login.js';
import { testServer } from '../support/stores.js';

/** Unlike any other text, so that finding it anywhere is a leak. */
const WHO = { ...syntheticCitizen(4711), password: 'canary 金丝雀 sings at 4711' };
const INJECTION = `x\r\n{"level":30,"event":"forged","name":"${WHO.name}"}`;
const CODES = /"event":"([^"]+)"/;

/** A value in the spellings in which it could lie about. */
function spellings(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
}

const CANARIES = [WHO.name, WHO.number, WHO.number.slice(0, 17), WHO.number.slice(6), WHO.phone, WHO.password].flatMap(
  spellings,
);

describe('A15 personal data', function () {
  this.timeout(120_000);
  let redis: BreakableServer;
  let ground: Ground;
  let service: TestService;
  let commands = '';
  let watch: Redis;
  const errorPages: string[] = [];

  before('walk through everything', async () => {
    redis = await breakableRedis();
    const client = new Redis(redis.url, { retryStrategy: () => null });
    watch = await client.monitor();
    client.disconnect();
    watch.on('error', () => undefined);
    watch.on('monitor', (_time: string, args: string[]) => {
      commands += `${args.join('\n')}\n`;
    });
    ground = await layGround({ citizens: 1, database: testServer('YIHAO_TEST_DATABASE_URL'), redis: redis.url });
    service = await startService({ ...ground.environment, YIHAO_LOG_LEVEL: 'debug' });
    const known = await registers();
    await comesBack(known);
    await mistakes();
    await faults();
  });
  after(async () => {
    watch?.disconnect();
    await service?.stop();
    await ground?.close();
    await redis?.close();
  });

  async function registers(): Promise<JourneyBrowser> {
    const browser = new JourneyBrowser();
    const start = await browser.get(portalRequest(service).url);
    const details = await browser.get(start.url.href.replace(/\/login$/, '/register'));
    await browser.submit(details, { name: WHO.name, number: WHO.number.slice(0, 17), phone: WHO.phone });
    await browser.submit(details, { name: '不是这个名字', number: WHO.number, phone: '13900000000' });
    const code = await browser.submit(details, { name: WHO.name, number: WHO.number, phone: WHO.phone });
    const choose = await browser.submit(code, { code: await codeFor(service, WHO.phone) });
    await browser.submit(choose, { password: WHO.number, password_again: WHO.number });
    const done = await browser.submit(choose, { password: WHO.password, password_again: WHO.password });
    assert.match(done.url.pathname, /\/register\/done$/, text(done));
    return browser;
  }

  async function comesBack(browser: JourneyBrowser): Promise<void> {
    const tokens = await exchange(service, await walkLogin(service, WHO, await openLogin(service, browser)));
    const authorization = { authorization: `Bearer ${tokens.access_token}` };
    const claims = (await (await fetch(`${service.url}/userinfo`, { headers: authorization })).json()) as object;
    assert.equal((claims as { name?: string }).name, WHO.name, 'the canary really was there to be leaked');
    for (const path of ['/', '/account/departments', '/account/sessions', `/logout?id_token_hint=${tokens.id_token}`])
      await browser.get(`${service.url}${path}`);
  }

  async function mistakes(): Promise<void> {
    for (const login of [WHO.number, WHO.phone, `+86${WHO.phone}`, INJECTION]) {
      const at = await openLogin(service);
      await at.browser.submit(at.page, { login, password: 'wrong' });
      // Typed into the wrong field, as people do.
      await at.browser.submit(at.page, { login: WHO.password, password: WHO.number });
    }
    const number = encodeURIComponent(WHO.number);
    const name = encodeURIComponent(WHO.name);
    for (const path of [
      `/authorize?client_id=${number}&login_hint=${name}`,
      `/authorize?client_id=portal&response_type=code&redirect_uri=http://localhost:9/${number}`,
      `/interaction/${number}/login`,
      `/${number}`,
      `/assets/${name}.css`,
      `/logout?post_logout_redirect_uri=${number}`,
      `/demo/messages?phone=${WHO.phone}&${name}=%00`,
    ]) {
      const headers = { 'user-agent': number, referer: `${service.url}/${number}`, 'x-request-id': number };
      errorPages.push(await (await fetch(`${service.url}${path}`, { headers })).text());
    }
    for (const body of [
      `grant_type=password&username=${number}&password=${name}`,
      `{"number":"${WHO.number}"`,
      number,
    ]) {
      const response = await fetch(`${service.url}/token`, { method: 'POST', body });
      errorPages.push(await response.text());
    }
    const foreign = await fetch(`${service.url}/interaction/x/login`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({ login: WHO.number, password: WHO.password }),
    });
    errorPages.push(await foreign.text());
  }

  /** What goes wrong inside is logged too. */
  async function faults(): Promise<void> {
    const at = await openLogin(service);
    await onDatabase((connection) => connection.query('RENAME TABLE audit_events TO audit_events_gone'));
    errorPages.push((await at.browser.submit(at.page, { login: WHO.number, password: WHO.password })).html);
    await onDatabase((connection) => connection.query('RENAME TABLE audit_events_gone TO audit_events'));
    redis.freeze();
    errorPages.push((await at.browser.submit(at.page, { login: WHO.number, password: WHO.password })).html);
    redis.thaw();
  }

  async function onDatabase<T>(work: (connection: mysql.Connection) => Promise<T>): Promise<T> {
    const connection = await mysql.createConnection(ground.environment.YIHAO_DATABASE_URL!);
    try {
      return await work(connection);
    } finally {
      await connection.end();
    }
  }

  function assertClean(where: string, content: string): void {
    assert.ok(content.length > 0, `${where}: nothing was looked at`);
    for (const canary of CANARIES) {
      const at = content.indexOf(canary);
      assert.ok(at < 0, `${where} holds ${canary}: …${content.slice(Math.max(0, at - 200), at + 80)}…`);
    }
  }

  it('is in no log line, and nobody can write one', async () => {
    // The log is written in batches.
    await becomes(
      5_000,
      async () => service.output(),
      (text) => text.includes('"event":"error"'),
    );
    const lines = service.output().split('\n').slice(0, -1);
    assertClean('the log', service.output());
    const events = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).event as string);
    assert.ok(events.includes('request') && events.includes('error'), 'what went wrong was logged');
    assert.ok(!events.includes('forged'));
    for (const line of lines) assert.ok(line.startsWith('{') || !CODES.test(line), line);
  });

  it('is in no key and no value that ever went to Redis', () => {
    assert.match(commands, /yihao:visit:/);
    assertClean('Redis', commands);
  });

  it('is in no table in the clear', async () => {
    const tables = await onDatabase(async (connection) => {
      const [names] = await connection.query<mysql.RowDataPacket[]>('SHOW TABLES');
      const dumps = new Map<string, string>();
      for (const row of names) {
        const name = String(Object.values(row)[0]);
        const [rows] = await connection.query(`SELECT * FROM \`${name}\``);
        dumps.set(name, JSON.stringify(rows));
      }
      return dumps;
    });
    assert.ok(tables.size > 15 && tables.get('personal_data') !== '[]');
    for (const [name, dump] of tables) assertClean(`table ${name}`, dump);
  });

  it('is in no error page, whatever was asked', () => {
    assert.ok(errorPages.length > 10);
    // The way back after a change of language is the address that this browser sent itself.
    const ours = errorPages.map((page) => page.replace(/name="return_to" value="[^"]*"/g, ''));
    for (const page of ours) assertClean('an error page', page);
  });

  it('is in no figure and no health answer', async () => {
    for (const path of ['/metrics', '/readyz']) {
      assertClean(path, await (await fetch(`${service.management}${path}`)).text());
    }
  });
});
