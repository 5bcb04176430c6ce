import { strict as assert } from 'node:assert';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('what the log says of a portal that asks wrongly', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;

  before(async () => {
    stores = await makeEmbedded();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
  });

  beforeEach(() => {
    provider.refusals.length = 0;
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const said = () =>
    provider.refusals.map(({ at, error, detail, application }) => ({ at, error, detail, application }));

  it('names the reason that the portal is not told', async () => {
    const code = await portal.code(provider.browser());
    const { body } = await portal.exchange(code, { redirect_uri: `${portal.redirectUri}/other` });
    assert.equal(body.error, 'invalid_grant');
    const application = portal.application.id;
    const detail = 'authorization code redirect_uri mismatch';
    assert.deepEqual(said(), [{ at: 'grant', error: 'invalid_grant', detail, application }]);
  });

  it('names an address that is not registered as the reason for a page of trouble', async () => {
    await portal.authorize(provider.browser(), { redirect_uri: 'https://other.example/callback' });
    const [refusal] = said();
    assert.equal(refusal?.error, 'invalid_redirect_uri');
    assert.equal(refusal?.application, portal.application.id);
  });

  it('A15 quotes nothing that was sent', async () => {
    const unreadable = '{"number": X1101}';
    const hint = `${Buffer.from(unreadable).toString('base64url')}.e30.x`;
    await portal.authorize(provider.browser(), { claims: unreadable });
    await portal.authorize(provider.browser(), { id_token_hint: hint });
    await provider.browser().go(`${provider.issuer}/logout?id_token_hint=${hint}`);
    assert.equal(said().length, 3);
    assert.ok(!JSON.stringify(said()).includes('X11'), JSON.stringify(said()));
  });

  it('says nothing of answers that are a part of life', async () => {
    await portal.authorize(provider.browser(), { prompt: 'none' });
    assert.deepEqual(said(), []);
  });
});
