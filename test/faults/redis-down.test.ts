import assert from 'node:assert/strict';
import { type Page, text } from '../support/http/journey-browser.js';
import { type BreakableServer, breakableRedis } from '../support/service/breakable-server.js';
import { becomes, type Ground, layGround, startService, type TestService } from '../support/service/service.js';
import { openLogin, sendPassword, walkLogin } from '../support/service/service-login.js';
import { testServer } from '../support/stores.js';

/** Milliseconds in which a citizen has an answer, whatever is down. */
const ANSWER_MS = 1_000;
const RECOVERY_MS = 5_000;

describe('F1 Redis down, a real one', function () {
  this.timeout(90_000);
  let redis: BreakableServer;
  let ground: Ground;
  let service: TestService;
  before(async () => {
    redis = await breakableRedis();
    ground = await layGround({ citizens: 6, database: testServer('YIHAO_TEST_DATABASE_URL'), redis: redis.url });
    service = await startService(ground.environment);
  });
  after(async () => {
    await service?.stop();
    await ground?.close();
    await redis?.close();
  });

  async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
    const begun = performance.now();
    const value = await work();
    return { value, ms: performance.now() - begun };
  }

  function assertRetryPage({ value: page, ms }: { value: Page; ms: number }): void {
    assert.equal(page.status, 503, page.url.href);
    assert.ok(Number(page.headers.get('retry-after')) >= 1);
    assert.match(text(page), /暂时不可用/);
    assert.ok(ms < ANSWER_MS, `answered after ${Math.round(ms)} ms`);
  }

  async function assertKeysServe(): Promise<void> {
    for (const path of ['/.well-known/openid-configuration', '/jwks']) {
      const { value, ms } = await timed(() => fetch(`${service.url}${path}`));
      await value.arrayBuffer();
      assert.equal(value.status, 200, path);
      assert.ok(ms < ANSWER_MS, `${path} after ${Math.round(ms)} ms`);
    }
  }

  const recovers = () =>
    becomes(
      RECOVERY_MS,
      () => service.ready(),
      ({ status }) => status === 200,
    );

  // Each login has a citizen of its own: codes to one phone are a minute apart.
  for (const [fault, first, breakIt, mendIt] of [
    ['killed', 0, () => redis.kill(), () => redis.restart()],
    ['frozen', 3, async () => redis.freeze(), async () => redis.thaw()],
  ] as const) {
    it(`${fault} before a login: a page to try again within 1 s, keys still serve, and all is well within 5 s`, async () => {
      await walkLogin(service, ground.citizens[first]!);
      await breakIt();
      assertRetryPage(await timed(async () => (await openLogin(service)).page));
      await assertKeysServe();
      assert.deepEqual(await service.ready(), { status: 503, down: ['sessions'] });
      await mendIt();
      await recovers();
      await walkLogin(service, ground.citizens[first + 1]!);
    });

    it(`${fault} in the middle of a login: nobody gets in, nobody guesses, and the same page goes on afterwards`, async () => {
      const who = ground.citizens[first + 2]!;
      const at = await openLogin(service);
      await breakIt();
      assertRetryPage(await timed(async () => (await sendPassword(at, who)).page));
      // Were a guess judged now, nobody would count it: none may be.
      const guesses = Array.from({ length: 12 }, (_, n) => sendPassword(at, { ...who, password: `guess number ${n}` }));
      for (const { page } of await Promise.all(guesses)) assert.equal(page.status, 503);
      await mendIt();
      await recovers();
      await walkLogin(service, who, at);
    });
  }
});
