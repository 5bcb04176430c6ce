import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import { startProvider, type TestProvider, walkOn } from '../../support/provider/provider.js';
import { idTokenOf, RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

const OFFLINE = { scope: 'openid offline_access', prompt: 'consent' };
const HOUR_MS = 3600_000;

describe('refresh tokens of whoever stays signed in', () => {
  let stores: TestStores;
  let provider: TestProvider;

  before(async () => {
    stores = await makeEmbedded();
    provider = await startProvider(stores, { settings: { stayDays: 14 } });
    provider.onInteraction = async (ctx, details, node) => {
      if (details.step !== 'login') return walkOn(ctx, details, node, provider);
      const identityId = provider.citizen;
      await node.interactions.finishLogin(ctx, details.uid, {
        identityId,
        aal: 2,
        amr: ['mfa'],
        used: ['password'],
        life: 'stay',
      });
    };
  });

  afterEach(() => mock.timers.reset());

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  for (const authentication of ['client_secret_basic', 'none'] as const) {
    it(`say nothing of a level that the login no longer has (${authentication})`, async () => {
      const portal = new RawPortal(provider, await provider.addApplication({ authentication }));
      const browser = provider.browser();
      const begun = Date.now();
      await portal.login(browser, OFFLINE);
      const later = (hours: number): void => {
        mock.timers.reset();
        mock.timers.enable({ apis: ['Date'], now: begun + hours * HOUR_MS });
      };
      later(11);
      const strong = await portal.login(browser, OFFLINE);
      const { body: refreshed } = await portal.refresh(strong.refresh_token!);
      assert.equal(idTokenOf(refreshed).acr, 'urn:yihao:aal:2');
      later(12.1);
      const { body } = await portal.refresh(refreshed.refresh_token ?? strong.refresh_token!);
      assert.equal(body.error, 'invalid_grant');

      later(12.5);
      const weak = await portal.login(browser, OFFLINE);
      assert.equal(idTokenOf(weak).acr, 'urn:yihao:aal:1');
      later(20);
      assert.equal(idTokenOf((await portal.refresh(weak.refresh_token!)).body).acr, 'urn:yihao:aal:1');
    });
  }
});
