import { strict as assert } from 'node:assert';
import request from 'supertest';
import type { EphemeralStore } from '../../../src/shared/ephemeral.js';
import { AppError, STORE_UNAVAILABLE } from '../../../src/shared/errors.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('F1 the ephemeral store is down', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let down = false;

  before(async () => {
    const made = await makeEmbedded();
    stores = { ...made, ephemeral: breakable(made.ephemeral, () => down) };
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
  });

  afterEach(() => {
    down = false;
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  it('discovery and keys are served all the same', async () => {
    down = true;
    for (const path of ['/.well-known/openid-configuration', '/jwks'])
      await request(provider.issuer).get(path).expect(200);
  });

  it('a login gets a page with 503 and Retry-After, and works again afterwards', async () => {
    down = true;
    const landing = await portal.authorize(provider.browser());
    assert.equal(landing.at === 'page' && landing.status, 503);
    assert.equal(landing.at === 'page' && landing.headers.get('retry-after'), '5');
    assert.equal(provider.shown.error?.error, 'temporarily_unavailable');
    down = false;
    assert.ok(await portal.code(provider.browser()));
  });

  it('an application gets 503 temporarily_unavailable, and its code is still good afterwards', async () => {
    const code = await portal.code(provider.browser());
    down = true;
    const answer = await portal.exchange(code);
    assert.deepEqual([answer.status, answer.body], [503, { error: 'temporarily_unavailable' }]);
    down = false;
    assert.equal((await portal.exchange(code)).status, 200);
  });

  it('userinfo answers 503, not that the token is bad', async () => {
    const { access_token: token } = await portal.login(provider.browser());
    down = true;
    assert.equal((await portal.userinfo(token!)).status, 503);
  });
});

/** The store as it is, until it is down. */
function breakable(store: EphemeralStore, down: () => boolean): EphemeralStore {
  return new Proxy(store, {
    get: (target, name) => {
      const member = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (down()) return Promise.reject(new AppError(STORE_UNAVAILABLE));
        return member.apply(target, args);
      };
    },
  });
}
