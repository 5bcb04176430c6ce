import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createRemoteJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { JourneyBrowser } from '../support/http/journey-browser.js';
import { freePort } from '../support/service/breakable-server.js';
import {
  becomes,
  type Ground,
  layGround,
  PORTAL_ORIGIN,
  startService,
  type TestService,
} from '../support/service/service.js';
import { exchange, portalRequest, walkLogin } from '../support/service/service-login.js';
import { onServer, testServer } from '../support/stores.js';

const atPortal = { until: (url: URL): boolean => url.origin === PORTAL_ORIGIN };
const CITIZENS = 4;

/** Hands each connection to the next node, as a load balancer does. */
async function startBalancer(ports: readonly number[]) {
  let turn = 0;
  const balancer = createServer((near) => {
    const far = connect(ports[turn++ % ports.length]!, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const)
      from.on('error', () => to.destroy()).pipe(to);
  }).listen(0);
  await once(balancer, 'listening');
  return { url: `http://localhost:${(balancer.address() as AddressInfo).port}`, close: () => balancer.close() };
}

describe('yihao keys rotate, two nodes under load', function () {
  this.timeout(120_000);
  let ground: Ground;
  let balancer: Awaited<ReturnType<typeof startBalancer>>;
  let nodes: TestService[] = [];

  before(async () => {
    ground = await layGround({ citizens: CITIZENS, database: testServer('YIHAO_TEST_DATABASE_URL') });
    const ports = [await freePort(), await freePort()];
    balancer = await startBalancer(ports);
    nodes = await Promise.all(
      ports.map((port) =>
        startService({
          ...ground.environment,
          YIHAO_ISSUER: balancer.url,
          YIHAO_PORT: `${port}`,
          YIHAO_BIND: '127.0.0.1',
        }),
      ),
    );
  });
  after(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    balancer?.close();
    await ground?.close();
  });

  const onSchema = (sql: string) => onServer(ground.environment.YIHAO_DATABASE_URL!, (root) => root.query(sql));

  async function rotate(): Promise<string> {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_'));
    const env = { ...Object.fromEntries(others), ...ground.environment };
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/src/cli.js', 'keys', 'rotate'], { env });
    return stdout;
  }

  /** A node's own answer, asked past the balancer. */
  async function kidsOf(node: TestService): Promise<(string | undefined)[]> {
    const request = get(`${node.url}/jwks`, { headers: { host: new URL(balancer.url).host } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return (JSON.parse(await text(response)) as JSONWebKeySet).keys.map(({ kid }) => kid);
  }

  /** A browser that is logged in goes through the whole code flow again. */
  async function signOn(browser: JourneyBrowser, hint?: string): Promise<string> {
    const { url, verifier } = portalRequest(balancer);
    const request = new URL(url);
    if (hint !== undefined) {
      request.searchParams.set('id_token_hint', hint);
      request.searchParams.set('prompt', 'none');
    }
    const page = await browser.get(request.href, atPortal);
    assert.ok(page.url.searchParams.has('code'), `${page.status} ${page.url}`);
    return (await exchange(balancer, { browser, page, verifier })).id_token;
  }

  it('F10 no token that does not verify, on either node, and an old ID token is still taken as a hint', async () => {
    // As portals do: the keys are kept, and looked for again where one is not among them, though not at once again.
    const keys = createRemoteJWKSet(new URL('/jwks', balancer.url), { cooldownDuration: 500 });
    const kids = new Set<string>();
    const faults: unknown[] = [];
    const browsers = await Promise.all(
      ground.citizens.map(async (citizen) => (await walkLogin(balancer, citizen)).browser),
    );
    const old = await signOn(browsers[0]!);
    let running = true;
    let tokens = 0;
    const load = browsers.map(async (browser) => {
      while (running) {
        try {
          const token = await signOn(browser);
          await jwtVerify(token, keys, { issuer: balancer.url, audience: 'portal' });
          kids.add(decodeProtectedHeader(token).kid!);
          tokens += 1;
        } catch (error) {
          faults.push(error);
        }
      }
    });
    const signedBy = (count: number) =>
      becomes(
        20_000,
        async () => kids.size,
        (size) => size >= count,
      );
    try {
      await signedBy(1);
      const published = (await rotate()).match(/Published (\S+) and (\S+)\./)!.slice(1);
      // Each node shows the new keys, and signs with none of them yet.
      for (const node of nodes) {
        await becomes(
          10_000,
          () => kidsOf(node),
          (shown) => published.every((kid) => shown.includes(kid)),
        );
        await kidsOf(node);
      }
      assert.equal(kids.size, 1);
      // The 90 seconds in which portals learn of them are over.
      await onSchema("UPDATE signing_keys SET changed_at = changed_at - INTERVAL 91 SECOND WHERE state = 'published'");
      await signedBy(2);
      const after = tokens;
      await becomes(
        20_000,
        async () => tokens,
        (count) => count > after + 40,
      );
    } finally {
      running = false;
      await Promise.all(load);
    }
    assert.deepEqual(faults, []);
    assert.equal(kids.size, 2, 'the old key and the new one');
    for (const node of nodes) {
      const figures = await (await fetch(`${node.management}/metrics`)).text();
      assert.match(figures, /^yihao_tokens_total\{kind="access",outcome="issued"\} [1-9]/m, 'both nodes signed');
      assert.match(figures, /^yihao_documents_total\{path="\/jwks"\} [1-9]/m, 'and showed their keys');
    }
    await jwtVerify(old, keys);
    await signOn(browsers[0]!, old);
    const [header, payload, signature = ''] = old.split('.');
    const forged = [header, payload, signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))].join('.');
    await assert.rejects(signOn(browsers[0]!, forged));
  });
});
