import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { becomes, type Ground, layGround, startService } from '../support/service/service.js';
import { codeFor, openLogin, sendPassword } from '../support/service/service-login.js';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}

describe('traces', function () {
  this.timeout(60_000);
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      bodies.push(body);
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
  });
  let ground: Ground;
  before(async () => {
    collector.listen(0, '127.0.0.1');
    await once(collector, 'listening');
    ground = await layGround({ citizens: 1 });
  });
  after(async () => {
    collector.close();
    collector.closeAllConnections();
    await ground?.close();
  });

  const spans = (): OtlpSpan[] =>
    bodies.flatMap((body) =>
      (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] }).resourceSpans.flatMap(
        ({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans),
      ),
    );

  it("go on with the caller's, name routes and stores, reach the collector and the log, and hold nobody's data", async () => {
    const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`;
    const service = await startService({ ...ground.environment, YIHAO_TRACES_URL: url });
    const traceId = 'a'.repeat(32);
    const headers = { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` };
    await (await fetch(`${service.url}/consents?number=4711`, { headers })).arrayBuffer();
    const login = await openLogin(service);
    await sendPassword(login, ground.citizens[0]!);
    await codeFor(service, ground.citizens[0]!.phone);
    await service.stop();
    assert.ok(service.output().includes(`"traceId":"${traceId}"`));
    await becomes(
      5_000,
      async () => spans().length,
      (count) => count > 3,
    );

    const root = spans().find((span) => span.traceId === traceId && span.parentSpanId === 'b'.repeat(16));
    assert.match(root?.name ?? '', /^GET \//);
    const names = new Set(spans().map(({ name }) => name));
    assert.ok(names.has('database transaction') && names.has('sessions get'), [...names].join(', '));
    const post = spans().find(({ name }) => name === 'POST /interaction/:uid/login');
    assert.ok(
      post && spans().some(({ parentSpanId }) => parentSpanId === post.spanId),
      'stores are below their request',
    );
    const delivery = spans().find(({ name }) => name === 'deliver message');
    assert.ok(delivery, 'the code that the login sent');
    assert.equal(delivery.traceId, post.traceId);
    assert.equal(delivery.parentSpanId, post.spanId);
    assert.ok(
      spans().some(({ name, parentSpanId }) => name.startsWith('sessions ') && parentSpanId === delivery.spanId),
      'what a delivery does is below it',
    );
    for (const { number, name } of ground.citizens)
      for (const value of [number, name, '4711']) assert.ok(!bodies.join('').includes(value));
  });

  it('are not waited for where the collector is gone', async () => {
    const service = await startService({ ...ground.environment, YIHAO_TRACES_URL: 'http://127.0.0.1:1/v1/traces' });
    assert.equal((await fetch(`${service.url}/`)).status, 200);
    const { code, ms } = await service.stop();
    assert.equal(code, 0);
    assert.ok(ms < 10_000);
  });
});
