import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDrainable } from '../../src/main/drain.js';
import { becomes, type Ground, layGround, startService, type TestService } from '../support/service/service.js';
import { testServer } from '../support/stores.js';

/** A request that has arrived but for its last bytes. */
class HalfRequest {
  #answer = '';
  readonly #socket: Socket;
  readonly #rest: string;
  readonly #closed: Promise<unknown>;

  private constructor(socket: Socket, rest: string) {
    this.#socket = socket;
    this.#rest = rest;
    this.#closed = once(socket, 'close');
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.#answer += text;
    });
    socket.on('error', () => undefined);
  }

  static async send(url: string): Promise<HalfRequest> {
    const { hostname, port, host } = new URL(url);
    const body = 'grant_type=authorization_code&code=none&client_id=portal&redirect_uri=none';
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const half = new HalfRequest(socket, body.slice(20));
    socket.write(
      `POST /token HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    return half;
  }

  async finish(): Promise<{ status: number; leaves: boolean }> {
    this.#socket.write(this.#rest);
    await this.#closed;
    return {
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(this.#answer)?.[1] ?? 0),
      leaves: /^connection: close\r$/im.test(this.#answer),
    };
  }
}

/** Asks again and again over a kept connection, as long as the node says that it is ready; as a load balancer does. */
async function keepAsking(
  service: TestService,
  isReady: () => boolean,
): Promise<{ answers: number; faults: string[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const faults: string[] = [];
  let answers = 0;
  while (isReady()) {
    try {
      const status = await new Promise<number>((resolve, reject) => {
        const request = get(`${service.url}/jwks`, { agent }, (response: IncomingMessage) => {
          response.resume().on('end', () => resolve(response.statusCode!));
        });
        request.on('error', reject);
      });
      if (status === 200) answers += 1;
      else faults.push(String(status));
    } catch (error) {
      faults.push((error as Error).message);
    }
    await sleep(20);
  }
  agent.destroy();
  return { answers, faults };
}

for (const { title, workers, servers } of [
  { title: 'the embedded default', workers: 1, servers: false },
  { title: 'two workers on MariaDB + Redis', workers: 2, servers: true },
]) {
  describe(`F8 SIGTERM with 200 requests in flight · ${title}`, function () {
    this.timeout(90_000);
    let ground: Ground;
    let service: TestService;
    before(async () => {
      const database = testServer('YIHAO_TEST_DATABASE_URL');
      ground = await layGround({ citizens: 0, ...(servers && { database }) });
      const environment = { ...ground.environment, YIHAO_WORKERS: `${workers}`, YIHAO_DRAIN_SECONDS: '2' };
      service = await startService(environment);
    });
    after(async () => {
      await service?.stop('SIGKILL');
      await ground?.close();
    });

    it('turns readiness off, drops nobody, and ends within 30 s', async () => {
      assert.equal((await service.ready()).status, 200);
      let ready = true;
      const clients = Promise.all(Array.from({ length: 20 }, () => keepAsking(service, () => ready)));
      const halves = await Promise.all(Array.from({ length: 200 }, () => HalfRequest.send(service.url)));
      await sleep(300);

      const stopped = service.stop('SIGTERM');
      const noticed = await becomes(
        1_500,
        () => service.ready(),
        ({ status }) => status === 503,
      );
      assert.ok(noticed < 1_500);
      ready = false;
      for (const { answers, faults } of await clients) {
        assert.deepEqual(faults, []);
        assert.ok(answers > 0);
      }
      const late = await HalfRequest.send(service.url);
      // Past the notice: nobody new is let in, and those who were are still waited for.
      await becomes(
        10_000,
        () =>
          fetch(`${service.url}/jwks`).then(
            () => 'let in',
            () => 'turned away',
          ),
        (outcome) => outcome === 'turned away',
      );
      const ends = await Promise.all([...halves, late].map((half) => half.finish()));
      for (const { status, leaves } of ends) {
        assert.ok(status === 400 || status === 401, `an answer in the protocol's words, not ${status}`);
        assert.ok(leaves, 'the client is told to come back on a new connection');
      }
      const { code, ms } = await stopped;
      assert.equal(code, 0, service.output());
      assert.ok(ms < 30_000, `it ended after ${ms} ms`);
    });
  });
}

describe('workers', function () {
  this.timeout(90_000);
  let ground: Ground;
  let service: TestService;
  before(async () => {
    ground = await layGround({ citizens: 0, database: testServer('YIHAO_TEST_DATABASE_URL') });
    service = await startService({ ...ground.environment, YIHAO_WORKERS: '2', YIHAO_DRAIN_SECONDS: '0' });
  });
  after(async () => {
    await service?.stop();
    await ground?.close();
  });

  const workersNow = async (): Promise<number[]> => {
    const children: number[] = [];
    for (const entry of await readdir('/proc')) {
      const status = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '') : '';
      if (Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) === service.process.pid)
        children.push(Number(entry));
    }
    return children;
  };

  it('share the port, show their figures as one, and are replaced when they die', async () => {
    const before = await workersNow();
    assert.equal(before.length, 2);
    for (let n = 0; n < 20; n += 1) assert.equal((await fetch(`${service.url}/`)).status, 200);
    const text = await (await fetch(`${service.management}/metrics`)).text();
    const counted = /^yihao_http_seconds_count\{route="\/",method="GET",status="2xx"\} (\d+)$/m.exec(text)?.[1];
    assert.equal(Number(counted), 20);
    process.kill(before[0]!, 'SIGKILL');
    await becomes(10_000, workersNow, (now) => now.length === 2 && !now.includes(before[0]!));
    await becomes(
      10_000,
      () => service.ready(),
      ({ status }) => status === 200,
    );
    assert.match(service.output(), /"event":"worker\.ended"/);
  });

  it('end with the process that minds them, even when that is killed', async () => {
    const orphans = await workersNow();
    await service.stop('SIGKILL');
    const alive = async (): Promise<number> => {
      let count = 0;
      for (const pid of orphans) {
        try {
          process.kill(pid, 0);
          count += 1;
        } catch {
          // It has ended.
        }
      }
      return count;
    };
    await becomes(15_000, alive, (count) => count === 0);
  });
});

describe('drain', () => {
  it('cuts at its limit whoever never finishes', async () => {
    const server = createServer(() => undefined);
    const drain = makeDrainable(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(server, 'request');
    const begun = performance.now();
    await drain(0, 400);
    assert.ok(performance.now() - begun < 2_000);
  });
});
