import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { type Ground, layGround, startService } from '../support/service/service.js';
import { exchange, walkLogin } from '../support/service/service-login.js';
import { testServer } from '../support/stores.js';

describe('F9 a clock that is off', function () {
  this.timeout(120_000);
  let ground: Ground;
  before(async () => {
    ground = await layGround({ citizens: 5, database: testServer('YIHAO_TEST_DATABASE_URL') });
  });
  after(() => ground?.close());

  for (const [index, seconds] of [10, -10, 300, -300].entries()) {
    it(`by ${seconds} s: a login under way still works, but no new requests are asked for`, async () => {
      const environment = { ...ground.environment, CLOCK_SKEW_MS: String(seconds * 1000) };
      const service = await startService(environment, ['--import', './test/support/skewed-clock.mjs']);
      try {
        assert.deepEqual(await service.ready(), { status: 503, down: ['clock'] });
        assert.equal((await fetch(`${service.management}/healthz`)).status, 200);
        const { id_token } = await exchange(service, await walkLogin(service, ground.citizens[index]!));
        const off = decodeJwt(id_token).iat! - Date.now() / 1000;
        assert.ok(Math.abs(off - seconds) < 5, 'the clock of this process really was off');
      } finally {
        await service.stop();
      }
    });
  }

  it('not at all: ready', async () => {
    const service = await startService(ground.environment);
    try {
      assert.deepEqual(await service.ready(), { status: 200, down: [] });
    } finally {
      await service.stop();
    }
  });
});
