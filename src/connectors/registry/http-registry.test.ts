import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readVerifier } from '../../../test/support/service/guide-program.js';
import { EgressClient } from '../egress/egress-client.js';
import { signedJson } from '../egress/signed-json.js';
import { HttpRegistry, type RegistryTrouble } from './http-registry.js';

const PERSON = { name: '张三丰', number: '11010519491231002X' };

/** A registry as docs/guides/population-registry.md asks for one, except that a test decides what it answers. */
class StubRegistry {
  readonly key = randomBytes(32);
  readonly seen: { path: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
  answer: (response: http.ServerResponse) => void = json({ outcome: 'matched' });
  #server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    this.seen.push({ path: request.url ?? '', headers: request.headers, body });
    if (!(await readVerifier())(request, body, new Map([['yihao', this.key]]))) response.writeHead(401).end();
    else this.answer(response);
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

function json(body: unknown, status = 200, headers: http.OutgoingHttpHeaders = {}) {
  return (response: http.ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

describe('population registry over HTTP', () => {
  let stub: StubRegistry;
  let origin: string;
  let troubles: RegistryTrouble[];

  beforeEach(async () => {
    stub = new StubRegistry();
    origin = await stub.start();
    troubles = [];
  });
  afterEach(() => stub.stop());

  function registry(change: { secret?: Buffer; now?: Date; url?: string } = {}): HttpRegistry {
    const egress = new EgressClient({
      isAllowed: (asked) => asked === origin,
      privateOrigins: [origin],
      maximumBytes: 4096,
    });
    return new HttpRegistry({
      url: change.url ?? `${origin}/v1/match`,
      key: { id: 'yihao', secret: change.secret ?? stub.key },
      clock: { now: () => change.now ?? new Date() },
      fetch: egress.fetch,
      timeoutMs: 300,
      onTrouble: (trouble) => troubles.push(trouble),
    });
  }

  it('is not simulated', () => assert.equal(registry().simulated, false));

  const answers = [
    { outcome: 'matched' },
    { outcome: 'matched', residence: '110105' },
    { outcome: 'matched', residence: '110105', birthdate: '1949-12-31', gender: 'female' },
    { outcome: 'mismatch' },
    { outcome: 'not_found' },
    { outcome: 'deceased' },
  ];
  for (const answer of answers) {
    it(`hands on ${JSON.stringify(answer)}`, async () => {
      stub.answer = json(answer);
      assert.deepEqual(await registry().match(PERSON), answer);
      assert.deepEqual(JSON.parse(stub.seen[0]!.body), PERSON);
      assert.deepEqual(troubles, []);
    });
  }

  it('drops what the contract does not know', async () => {
    stub.answer = json({ outcome: 'mismatch', realName: '李四', residence: '110105' });
    assert.deepEqual(await registry().match(PERSON), { outcome: 'mismatch' });
  });

  it('puts the person into the body alone, never into the address or a header', async () => {
    await registry().match(PERSON);
    const [{ path, headers }] = stub.seen as [(typeof stub.seen)[0]];
    assert.equal(path, '/v1/match');
    assert.ok(!/11010519491231002X|张三丰|%E5%BC%A0/.test(JSON.stringify(headers)));
  });

  it('signs each request anew, so that none can be repeated or edited', async () => {
    await registry().match(PERSON);
    await registry().match(PERSON);
    const [first, second] = stub.seen as [(typeof stub.seen)[0], (typeof stub.seen)[0]];
    assert.notEqual(first.headers.signature, second.headers.signature);
    const again = async (body: string) => {
      const names = ['content-type', 'content-digest', 'signature-input', 'signature'] as const;
      const headers = Object.fromEntries(names.map((name) => [name, String(first.headers[name])]));
      return (await fetch(`${origin}/v1/match`, { method: 'POST', headers, body })).status;
    };
    assert.equal(await again(first.body), 401, 'repeated');
    assert.equal(await again(first.body.replace('张三丰', '李四')), 401, 'edited');
  });

  const unreliable: readonly (readonly [string, (response: http.ServerResponse) => void, RegistryTrouble['reason']])[] =
    [
      ['no answer', () => {}, 'request'],
      ['an answer that stalls halfway', (response) => void response.writeHead(200).write('{"outcome":'), 'request'],
      ['a connection cut before the answer', (response) => response.destroy(), 'request'],
      [
        'a connection cut halfway',
        (response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('{"outcome":"matched"', () => response.destroy());
        },
        'request',
      ],
      ['an endless answer', (response) => void response.writeHead(200).end('x'.repeat(10_000)), 'request'],
      ['500', json({ outcome: 'matched' }, 500), 'status'],
      ['404', json({}, 404), 'status'],
      ['201', json({ outcome: 'matched' }, 201), 'status'],
      ['204', (response) => void response.writeHead(204).end(), 'status'],
      ['a page of HTML', (response) => void response.writeHead(200).end('<html>维护中</html>'), 'answer'],
      ['nothing', (response) => void response.writeHead(200).end(), 'answer'],
      ['an unknown outcome', json({ outcome: 'maybe' }), 'answer'],
      ['no outcome', json({ matched: true }), 'answer'],
      ['a list', json([{ outcome: 'matched' }]), 'answer'],
      ['null', json(null), 'answer'],
      ['a residence that is no code', json({ outcome: 'matched', residence: '北京' }), 'answer'],
      ['a birth date that is no day', json({ outcome: 'matched', birthdate: '1949-02-30' }), 'answer'],
      ['another gender code', json({ outcome: 'matched', gender: 'F' }), 'answer'],
    ];
  for (const [what, answer, reason] of unreliable) {
    it(`takes ${what} for unavailable, soon and without personal data in the report`, async () => {
      stub.answer = answer;
      const begin = performance.now();
      assert.deepEqual(await registry().match(PERSON), { outcome: 'unavailable', retryAfter: 60 });
      assert.ok(performance.now() - begin < 1500);
      assert.equal(troubles.length, 1);
      assert.equal(troubles[0]!.reason, reason);
      assert.ok(!/11010519491231002X|张三丰/.test(`${JSON.stringify(troubles)} ${String(troubles[0]!.cause)}`));
    });
  }

  it('believes Retry-After in seconds, between one second and one hour', async () => {
    const cases: readonly (readonly [string, number])[] = [
      ['120', 120],
      ['0', 1],
      ['999999', 3600],
      ['Fri, 31 Dec 1999 23:59:59 GMT', 60],
      ['-5', 60],
    ];
    for (const [header, retryAfter] of cases) {
      stub.answer = json({}, 503, { 'retry-after': header });
      assert.deepEqual(await registry().match(PERSON), { outcome: 'unavailable', retryAfter }, header);
    }
  });

  it('A8 follows no redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      stub.answer = json({}, status, { location: `${origin}/elsewhere` });
      assert.equal((await registry().match(PERSON)).outcome, 'unavailable');
    }
    assert.deepEqual([...new Set(stub.seen.map(({ path }) => path))], ['/v1/match']);
    assert.deepEqual(
      troubles.map(({ status }) => status),
      [301, 302, 303, 307, 308],
    );
  });

  it('is refused with a wrong key or a clock that is off, and calls that unavailable', async () => {
    for (const change of [{ secret: randomBytes(32) }, { now: new Date(Date.now() - 120_000) }]) {
      assert.equal((await registry(change).match(PERSON)).outcome, 'unavailable');
      assert.equal(troubles.at(-1)!.status, 401);
    }
  });

  it('signs the guide’s example as the guide says', () => {
    const guide = readFileSync(new URL('../../../docs/guides/population-registry.md', import.meta.url), 'utf8');
    const base = /^"@method": POST\n(?:".+\n){4}/m.exec(guide)![0].trimEnd();
    const key = Buffer.from(/`(AAEC[^`]+)`/.exec(guide)![1]!, 'base64');
    const promised = /^Signature: yihao=:(.+):$/m.exec(guide)![1];
    assert.equal(createHmac('sha256', key).update(base).digest('base64'), promised);
    const body = /^\{"name".+\}$/m.exec(guide)![0];
    const person = { name: '张三丰', number: '11010519491231002X' };
    const { headers: signed, body: sent } = signedJson(
      'https://registry.example/v1/match',
      person,
      { id: 'yihao', secret: key },
      new Date(1795428000_000),
    );
    assert.equal(sent, body);
    assert.equal(signed['content-digest'], /^Content-Digest: (.+)$/m.exec(guide)![1]);
    const input = signed['signature-input']!.replace(/nonce="[^"]+"/, 'nonce="N3pZ"');
    assert.equal(input, /^Signature-Input: (.+)$/m.exec(guide)![1]);
  });

  it('refuses an address with a query, which its signature would not cover', () => {
    assert.throws(() => registry({ url: `${origin}/v1/match?debug=1` }), TypeError);
  });

  it('takes a registry that is gone for unavailable', async () => {
    await stub.stop();
    assert.equal((await registry().match(PERSON)).outcome, 'unavailable');
    assert.equal(troubles[0]!.reason, 'request');
    await stub.start();
  });
});
