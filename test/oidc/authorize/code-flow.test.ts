import { strict as assert } from 'node:assert';
import * as client from 'openid-client';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { idTokenOf, RawPortal } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

eachStorePair('authorization code flow (OpenID Connect Core §3.1)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;

  before(async () => {
    stores = await make();
    provider = await startProvider(stores);
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  it('logs a citizen in to a portal that uses openid-client', async () => {
    const { application, secret } = await provider.addApplication();
    const config = await client.discovery(
      new URL(provider.issuer),
      application.id,
      { redirect_uris: [...application.redirectUris] },
      client.ClientSecretBasic(secret),
      { execute: [client.allowInsecureRequests] },
    );
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: application.redirectUris[0]!,
      scope: 'openid profile',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const landing = await provider.browser().go(url);
    assert.equal(landing.at, 'elsewhere', JSON.stringify(landing));
    const tokens = await client.authorizationCodeGrant(config, landing.url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
    });
    const claims = tokens.claims()!;
    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.notEqual(claims.sub, provider.citizen, 'the sub is pairwise');
    assert.equal(claims.acr, 'urn:yihao:aal:1');
    assert.deepEqual(Object.keys(info).sort(), ['birthdate', 'gender', 'name', 'sub']);
    assert.deepEqual(
      provider.walked.map(({ step }) => step),
      ['login', 'consent'],
    );
  });

  it('lets a second portal of the same department know the citizen by the same sub', async () => {
    const browser = provider.browser();
    const first = idTokenOf(await new RawPortal(provider, await provider.addApplication()).login(browser));
    const second = idTokenOf(await new RawPortal(provider, await provider.addApplication()).login(browser));
    assert.equal(first.sub, second.sub);
  });
});
