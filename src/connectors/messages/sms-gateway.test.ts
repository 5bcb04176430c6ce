import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readVerifier } from '../../../test/support/service/guide-program.js';
import type { OutgoingMessage } from '../../domain/notifications/index.js';
import { EgressClient } from '../egress/egress-client.js';
import { SmsGateway } from './sms-gateway.js';

const MESSAGE: OutgoingMessage = {
  id: '0190a000-0000-7000-8000-000000000001',
  to: '+8613800138000',
  subject: 'Your code',
  text: '【一号】登录验证码：123456',
  template: 'login_code',
  values: { code: '123456', minutes: 10 },
  locale: 'zh-CN',
};
const signal = () => AbortSignal.timeout(5_000);

describe('SmsGateway', () => {
  const key = randomBytes(32);
  let server: http.Server;
  let answer: (response: http.ServerResponse) => void;
  let seen: { method: string; url: string; headers: http.IncomingHttpHeaders; body: string }[];
  let troubles: unknown[];
  let gateway: SmsGateway;

  beforeEach(async () => {
    seen = [];
    troubles = [];
    server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: String(Buffer.concat(chunks)) });
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const egress = new EgressClient({
      isAllowed: (asked) => asked === origin,
      privateOrigins: [origin],
      timeoutMs: 300,
    });
    const clock = { now: () => new Date() };
    const onTrouble = (trouble: unknown) => troubles.push(trouble);
    gateway = new SmsGateway({
      url: `${origin}/sms`,
      key: { id: 'sms', secret: key },
      clock,
      fetch: egress.fetch,
      onTrouble,
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('posts signed JSON with an idempotency key that stays the same', async () => {
    answer = (response) => response.writeHead(202).end();
    assert.equal(await gateway.send(MESSAGE, signal()), 'sent');
    assert.equal(await gateway.send(MESSAGE, signal()), 'sent');
    const [first, second] = seen;
    const { subject: _, ...expected } = MESSAGE;
    assert.deepEqual(JSON.parse(first!.body), expected);
    const isFromYihao = await readVerifier();
    for (const request of [first!, second!])
      assert.ok(isFromYihao(request, request.body, new Map([['sms', key]]), ['idempotency-key']));
    assert.equal(first!.headers['idempotency-key'], MESSAGE.id);
    assert.equal(second!.headers['idempotency-key'], MESSAGE.id);
  });

  it('takes 409 for a message that arrived before', async () => {
    answer = (response) => response.writeHead(409).end();
    assert.equal(await gateway.send(MESSAGE, signal()), 'sent');
  });

  for (const status of [500, 502, 503, 429, 408, 401, 403, 404, 302]) {
    it(`tries again after ${status}`, async () => {
      answer = (response) => response.writeHead(status, { location: '/elsewhere' }).end();
      assert.equal(await gateway.send(MESSAGE, signal()), 'retry');
      assert.equal(seen.length, 1, 'and is not led elsewhere');
    });
  }

  for (const status of [400, 410, 413, 422]) {
    it(`gives up after ${status}`, async () => {
      answer = (response) => response.writeHead(status).end('+8613800138000 is no number');
      assert.equal(await gateway.send(MESSAGE, signal()), 'refused');
      assert.deepEqual(troubles, [{ status }]);
    });
  }

  it('tries again when the gateway is slow, resets the connection or is gone, and says nothing personal', async () => {
    answer = () => {};
    const begin = performance.now();
    assert.equal(await gateway.send(MESSAGE, signal()), 'retry');
    assert.ok(performance.now() - begin < 2_000);
    answer = (response) => response.destroy();
    assert.equal(await gateway.send(MESSAGE, signal()), 'retry');
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    assert.equal(await gateway.send(MESSAGE, signal()), 'retry');
    assert.equal(troubles.length, 3);
    assert.ok(!troubles.some((trouble) => /13800138000|123456/.test(String((trouble as { cause: Error }).cause))));
  });
});
