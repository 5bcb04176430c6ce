import { strict as assert } from 'node:assert';
import { MovableClock } from '../../support/movable-clock.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('what userinfo and introspection remember for half a second', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let clock: MovableClock;

  before(async () => {
    stores = await makeEmbedded();
    clock = new MovableClock();
    provider = await startProvider(stores, { clock, settings: { recentMs: 500 } });
    portal = new RawPortal(provider, await provider.addApplication());
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const lock = () => provider.domain.identities.setState(provider.citizen, 'locked', 'operator:tests');
  const unlock = () => provider.domain.identities.setState(provider.citizen, 'active', 'operator:tests');

  it('is gone when the time is over, so another node’s decision holds then', async () => {
    const { access_token: token } = await portal.login(provider.browser());
    assert.equal((await portal.userinfo(token!)).status, 200);
    await lock();
    assert.equal((await portal.userinfo(token!)).status, 200);
    clock.pass(0.501);
    assert.equal((await portal.userinfo(token!)).status, 401);
    await unlock();
  });

  it('is gone at once when this node itself took something from somebody', async () => {
    clock.pass(0.501);
    const { access_token: token } = await portal.login(provider.browser());
    assert.equal((await portal.userinfo(token!)).status, 200);
    await lock();
    provider.host.noticed({ type: 'identity.locked' });
    assert.equal((await portal.userinfo(token!)).status, 401);
    await unlock();
  });

  it('is no help to someone who asks for new tokens', async () => {
    clock.pass(0.501);
    const tokens = await portal.login(provider.browser(), { scope: 'openid offline_access', prompt: 'consent' });
    assert.equal((await portal.userinfo(tokens.access_token!)).status, 200);
    await lock();
    assert.equal((await portal.refresh(tokens.refresh_token!)).body.error, 'invalid_grant');
    await unlock();
  });
});
