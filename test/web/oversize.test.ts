import assert from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { type Answer, cookiesOf, type Sent, startWeb, type TestWeb, tokenOf } from '../support/http/web.js';
import { guardedForm } from '../support/journeys/guarded-form.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const many = (count: number): string => Array.from({ length: count }, (_, index) => `p${index}=1`).join('&');
const claims = (count: number): string => {
  const names = Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, null]));
  return encodeURIComponent(JSON.stringify({ userinfo: names }));
};

describe('A16 oversize and malformed requests', () => {
  let web: TestWeb;
  let shown: Answer;
  let provider: Record<string, unknown>[];
  const form = guardedForm();

  before(async () => {
    provider = [];
    web = await startWeb(() => ({
      formsPerMinute: 10_000,
      routers: [form.router],
      // Reads its body by itself, as the provider does.
      provider: async (ctx) => {
        const chunks: Buffer[] = [];
        for await (const chunk of (ctx.req as Readable).iterator({ destroyOnReturn: false })) chunks.push(chunk);
        provider.push({ path: ctx.path, query: ctx.querystring, body: Buffer.concat(chunks).toString() });
        ctx.body = 'provider';
      },
    }));
    shown = await web.send('/guarded');
    for (let warm = 0; warm < 5; warm += 1) await web.send('/nowhere');
  });
  after(() => web.close());

  const refused = async (path: string, sent: Sent, status: number): Promise<void> => {
    const [changes, calls] = [form.changes.length, provider.length];
    let answer = await web.send(path, sent);
    // The promise is the service's, not the scheduler's of a busy machine: a slow answer may try again, twice.
    for (let again = 0; again < 2 && answer.ms >= 100; again += 1) answer = await web.send(path, sent);
    assert.equal(answer.status, status, `${path.slice(0, 60)}: ${answer.text.slice(0, 200)}`);
    assert.ok(answer.ms < 100, `took ${Math.round(answer.ms)} ms`);
    assert.equal(form.changes.length, changes, 'nothing changed');
    assert.equal(provider.length, calls, 'the provider never saw it');
  };
  const post = (body: string, headers: Record<string, string> = {}): Sent => ({
    method: 'POST',
    headers: { ...FORM, cookie: cookiesOf(shown), ...headers },
    body,
  });

  it('A16 a body of 1 MB gets 413 within 100 ms, announced or in chunks, on pages and endpoints', async () => {
    const megabyte = `note=${'x'.repeat(1024 * 1024)}`;
    for (const path of ['/guarded', '/token', '/par', '/authorize', '/nowhere']) {
      await refused(path, post(megabyte), 413);
      await refused(path, post(megabyte, { 'transfer-encoding': 'chunked' }), 413);
      await refused(path, post(JSON.stringify({ a: megabyte }), { 'content-type': 'application/json' }), 413);
    }
  });

  it('A16 a body that only claims to be large is refused without waiting for it', async () => {
    const answer = await web.raw(
      `POST /token HTTP/1.1\r\nHost: localhost:${web.port}\r\nContent-Length: 999999999\r\n${'Content-Type: application/x-www-form-urlencoded'}\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 413 /);
  });

  it('A16 101 and 10,000 parameters get 400 with a sentence, in the query and in the form', async () => {
    for (const count of [101, 1001, 10_000]) {
      const large = many(count).length > 50_000;
      await refused('/guarded', post(many(count)), large ? 413 : 400);
      await refused('/token', post(many(count)), large ? 413 : 400);
      if (many(count).length < 8000) await refused(`/authorize?${many(count)}`, {}, 400);
      else await refused(`/authorize?${many(count)}`, {}, many(count).length > 16_000 ? 431 : 414);
    }
    const bare = 'a&'.repeat(10_000);
    await refused('/token', post(bare), 400);
    const page = await web.send(`/?${many(101)}`);
    assert.match(page.text, /不能超过 100 个/);
    const machine = await web.send('/token', post(many(101)));
    assert.deepEqual(JSON.parse(machine.text).error, 'invalid_request');
  });

  it('A16 100 parameters pass, none dropped', async () => {
    provider.length = 0;
    const answer = await web.send('/token', post(many(100)));
    assert.equal(answer.text, 'provider');
    assert.equal(provider[0]!.body, many(100));
  });

  it('A16 5,000 claims and 10,000 scopes get 4xx', async () => {
    await refused('/authorize', post(`claims=${claims(5000)}`), 413);
    await refused('/par', post(`claims=${claims(1200)}`), 400);
    await refused('/par', post(`cl%61ims=${claims(1200)}`), 400);
    await refused('/authorize', post(`scope=${'a+'.repeat(10_000)}`), 400);
    await refused(`/authorize?claims=${claims(800)}`, {}, 414);
  });

  it('A16 deep nesting stays flat text and is refused where it is long', async () => {
    await refused('/par', post(`claims=${'['.repeat(20_000)}`), 400);
    await refused('/guarded', post(`a${'[b]'.repeat(15_000)}=1`), 400);
    const answer = await web.send('/guarded', post(`_csrf=${tokenOf(shown)}&note[a][b]=1`));
    assert.equal(answer.status, 200);
    assert.deepEqual(form.changes, [], 'no object was made of it');
  });

  it('A16 a huge cookie and huge headers get 431', async () => {
    await refused('/', { headers: { cookie: `a=${'x'.repeat(20_000)}` } }, 431);
    await refused('/token', post('a=1', { authorization: `Basic ${'x'.repeat(20_000)}` }), 431);
  });

  it('A16 an overlong address gets 414', async () => {
    await refused(`/${'a'.repeat(9000)}`, {}, 414);
    await refused(`/?q=${'a'.repeat(9000)}`, {}, 414);
  });

  it('F16 NUL, malformed percent-encoding and half characters get 4xx in path, query and form', async () => {
    for (const bad of ['%00', '%', '%zz', '%ff', '%c3%28', '%ed%a0%80', '%e4%bd']) {
      await refused(`/a${bad}`, {}, 400);
      await refused(`/?q=${bad}`, {}, 400);
      await refused(`/authorize?state=${bad}`, {}, 400);
      await refused('/guarded', post(`_csrf=${tokenOf(shown)}&note=${bad}`), 400);
      await refused('/token', post(`code=${bad}`), 400);
    }
    const bytes = Buffer.concat([Buffer.from(`_csrf=${tokenOf(shown)}&note=`), Buffer.from([0xff, 0xfe])]);
    await refused('/guarded', { ...post(''), body: bytes }, 400);
  });

  it('F16 paths that are another host to a browser get 400', async () => {
    for (const path of ['//evil.example/', '/\\evil.example/']) await refused(path, {}, 400);
    await refused('*', { method: 'OPTIONS' }, 400);
  });

  it('F16 methods that nothing uses get 405', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE']) await refused('/guarded', { method }, 405);
    const answer = await web.send('/preferences');
    assert.equal(answer.status, 405);
    assert.match(String(answer.headers.allow), /POST/);
  });

  it('F16 a request that is none gets a bare 400', async () => {
    const answer = await web.raw('G\0T / HTTP/1.1\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 400 /);
  });

  it('the body reaches the provider whole, however it was cut', async () => {
    provider.length = 0;
    const body = `code=${'y'.repeat(15_000)}&state=${'z'.repeat(15_000)}&nonce=${'n'.repeat(15_000)}`;
    assert.equal((await web.send('/token', post(body))).text, 'provider');
    assert.equal((await web.send('/token', post(body, { 'transfer-encoding': 'chunked' }))).text, 'provider');
    assert.equal((await web.send('/token', post(''))).text, 'provider');
    assert.deepEqual(
      provider.map((call) => call.body),
      [body, body, ''],
    );
    const head = `POST /token HTTP/1.1\r\nHost: localhost:${web.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
    const chunks = 'Transfer-Encoding: chunked\r\n\r\n2\r\na=\r\n3\r\nbcd\r\n0\r\n\r\n';
    assert.match(await web.raw(head + chunks), /provider/);
    assert.equal(provider.at(-1)!.body, 'a=bcd');
    const empty = 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    assert.match(await web.raw(head + empty), /provider/, 'an empty body in chunks must not be waited for');
    assert.equal(provider.at(-1)!.body, '');
  });
});
