import assert from 'node:assert/strict';
import http from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { inTrace, newTrace, writeTraceparent } from '../../shared/trace.js';
import { isPublicAddress } from './addresses.js';
import { EgressClient, EgressError, type EgressOptions, type EgressReason } from './egress-client.js';

const because = (reason: EgressReason) => (error: unknown) => error instanceof EgressError && error.reason === reason;
const anywhere = { isAllowed: () => true };

describe('EgressClient', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  let connections = 0;

  async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      connections++;
      sockets.push(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return (server.address() as AddressInfo).port;
  }
  const serve = (handler: http.RequestListener) => listen(http.createServer(handler));

  beforeEach(() => {
    connections = 0;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  /** A client that may reach `name:port`, which stands for this machine. */
  const inside = (port: number, options: Partial<EgressOptions> = {}, name = 'portal.test') =>
    new EgressClient({
      ...anywhere,
      privateOrigins: [`http://${name}:${port}`],
      resolve: async () => ['127.0.0.1'],
      ...options,
    });

  it('A8 connects to no loopback, private or mapped address, however it is spelled', async () => {
    const port = await listen(createServer());
    await listen(createServer(), '::1').catch(() => undefined);
    const client = new EgressClient(anywhere);
    const spellings = ['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0', '0.0.0.0', '[::1]', '[::]'];
    const mapped = ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'];
    const others = ['10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '[fe80::1]', '[fd00::1]'];
    for (const host of [...spellings, ...mapped, ...others, 'localhost']) {
      await assert.rejects(client.fetch(`https://${host}:${port}/`), because('private_address'), host);
    }
    assert.equal(connections, 0);
  });

  it('tells the trace to the services that are to know it, and to no portal', async () => {
    const told: unknown[] = [];
    const port = await serve((request, response) => {
      told.push(request.headers.traceparent);
      response.end();
    });
    const trace = newTrace();
    const url = `http://portal.test:${port}`;
    await inTrace(trace, () => inside(port, { tracedOrigins: [url] }).fetch(url));
    await inTrace(trace, () => inside(port).fetch(url));
    assert.deepEqual(told, [writeTraceparent(trace), undefined]);
  });

  it('A8 connects nowhere when a name has a private address, even beside a public one', async () => {
    const port = await listen(createServer());
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::ffff:127.0.0.1'], ['fd00::1']]) {
      const client = new EgressClient({ ...anywhere, resolve: async () => addresses });
      await assert.rejects(client.fetch(`https://portal.test:${port}/`), because('private_address'));
    }
    assert.equal(connections, 0);
  });

  it('A8 asks the name server once and connects to what it checked: rebinding changes nothing', async () => {
    const port = await serve((request, response) => response.end(request.headers.host));
    let asked = 0;
    const resolve = async () => (++asked === 1 ? ['127.0.0.1'] : ['127.0.0.2']);
    const response = await inside(port, { resolve }).fetch(`http://portal.test:${port}/`);
    assert.equal(await response.text(), `portal.test:${port}`);
    assert.equal(asked, 1);
  });

  it('A8 follows no redirect', async () => {
    const target = await serve((_, response) => response.end('secret'));
    const port = await serve((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${target}/` }).end(),
    );
    const response = await inside(port).fetch(`http://portal.test:${port}/`);
    assert.equal(response.status, 302);
    assert.equal(connections, 1);
  });

  it('refuses what is not on the list: origin, scheme, credentials in the address', async () => {
    const port = await listen(createServer());
    const client = new EgressClient({
      isAllowed: async (origin) => origin === 'https://portal.test' || origin === `http://127.0.0.1:${port}`,
      resolve: async () => ['93.184.216.34'],
    });
    const refused = [
      'https://other.test/',
      'https://portal.test:8443/',
      'http://portal.test/',
      `http://127.0.0.1:${port}/`,
      'https://user:password@portal.test/',
      'ftp://portal.test/',
      'file:///etc/passwd',
    ];
    for (const url of refused) await assert.rejects(client.fetch(url), because('not_allowed'), url);
    assert.equal(connections, 0);
  });

  it('lets only the exact origin of the development list be private', async () => {
    const port = await serve((_, response) => response.end('hello'));
    const other = await listen(createServer());
    const client = new EgressClient({ ...anywhere, privateOrigins: [`http://localhost:${port}`] });
    assert.equal(await (await client.fetch(`http://localhost:${port}/x?y`)).text(), 'hello');
    await assert.rejects(client.fetch(`http://localhost:${other}/`), because('not_allowed'));
    await assert.rejects(client.fetch(`https://localhost:${port}/`), because('private_address'));
    await assert.rejects(client.fetch(`http://127.0.0.1:${port}/`), because('not_allowed'));
  });

  it('sends method, headers and body, and brings back status, headers and body', async () => {
    const port = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method, url, headers } = request;
      const sent = {
        method,
        url,
        type: headers['content-type'],
        extra: headers['x-extra'],
        body: String(Buffer.concat(chunks)),
      };
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(sent));
    });
    const response = await inside(port).fetch(new URL(`http://portal.test:${port}/logout`), {
      method: 'POST',
      headers: { 'x-extra': '1' },
      body: new URLSearchParams({ logout_token: 'a b' }),
    });
    assert.equal(response.status, 201);
    assert.match(response.headers.get('content-type')!, /json/);
    assert.deepEqual(await response.json(), {
      method: 'POST',
      url: '/logout',
      type: 'application/x-www-form-urlencoded;charset=UTF-8',
      extra: '1',
      body: 'logout_token=a+b',
    });
  });

  it('ends every wait: no answer, a body that never ends, a name server that hangs, the caller', async () => {
    const silent = await serve(() => {});
    const slow = await serve((_, response) => {
      response.write('a');
      const timer = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const begin = performance.now();
    await assert.rejects(inside(silent, { timeoutMs: 100 }).fetch(`http://portal.test:${silent}/`), because('timeout'));
    await assert.rejects(inside(slow, { timeoutMs: 100 }).fetch(`http://portal.test:${slow}/`), because('timeout'));
    const hanging = inside(slow, { timeoutMs: 100, resolve: () => new Promise(() => {}) });
    await assert.rejects(hanging.fetch(`http://portal.test:${slow}/`), because('timeout'));
    const signal = AbortSignal.timeout(100);
    await assert.rejects(inside(silent).fetch(`http://portal.test:${silent}/`, { signal }), because('timeout'));
    assert.ok(performance.now() - begin < 3_000);
  });

  it('stops reading a body that is too big, declared or not', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/declared') response.setHeader('content-length', 2_000_000);
      response.end(Buffer.alloc(2_000_000));
    });
    const client = inside(port, { maximumBytes: 1000 });
    await assert.rejects(client.fetch(`http://portal.test:${port}/declared`), because('too_big'));
    await assert.rejects(client.fetch(`http://portal.test:${port}/chunked`), because('too_big'));
  });

  it('says that it failed, without the path, when nobody listens or the answer is no HTTP', async () => {
    const noise = await listen(createServer((socket) => socket.end('noise\r\n\r\n')));
    await assert.rejects(inside(noise).fetch(`http://portal.test:${noise}/private?token=1`), (error: EgressError) => {
      assert.equal(error.reason, 'failed');
      return !error.message.includes('token');
    });
    await assert.rejects(inside(1).fetch('http://portal.test:1/'), because('failed'));
    const nowhere = inside(1, { resolve: async () => Promise.reject(new Error('ENOTFOUND')) });
    await assert.rejects(nowhere.fetch('http://portal.test:1/'), because('unresolvable'));
  });
});

describe('isPublicAddress', () => {
  it('knows public addresses from all others', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '240e::1']) {
      assert.equal(isPublicAddress(address), true, address);
    }
    const others = `0.0.0.0 127.0.0.1 10.1.1.1 172.31.255.255 192.168.0.1 169.254.169.254 100.64.1.1 192.0.0.1 192.0.2.1
      198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:8.8.8.8 ::8.8.8.8 64:ff9b::808:808
      64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:808:808::1 fc00::1 fe80::1 fec0::1 ff02::1 5f00::1 none 1.2.3`;
    for (const address of others.split(/\s+/)) assert.equal(isPublicAddress(address), false, address);
  });
});
