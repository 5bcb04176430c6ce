import { strict as assert } from 'node:assert';
import request from 'supertest';
import { KeyRing } from '../../../src/provider/keys/key-ring.js';
import { systemClock } from '../../../src/shared/clock.js';
import { testKeys } from '../../support/identities/identities.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('discovery (OpenID Connect Discovery 1.0, RFC 8414)', () => {
  let stores: TestStores;
  let provider: TestProvider;

  before(async () => {
    stores = await makeEmbedded();
    provider = await startProvider(stores);
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  it('says what portals may rely on; a change here is a change for every department', async () => {
    const { text } = await request(provider.issuer).get('/.well-known/openid-configuration');
    const document = JSON.parse(text.replaceAll(provider.issuer, 'ISSUER'));
    assert.deepEqual(document, EXPECTED);
  });

  it('is the same at the OAuth address', async () => {
    const read = async (name: string) => (await request(provider.issuer).get(`/.well-known/${name}`)).body;
    assert.deepEqual(await read('oauth-authorization-server'), await read('openid-configuration'));
  });

  for (const path of ['/.well-known/openid-configuration', '/jwks']) {
    it(`answers from memory, and not at all where nothing changed: ${path}`, async () => {
      const get = () => request(provider.issuer).get(path);
      const first = await get();
      const counted = provider.documents.length;
      const second = await get();
      const tag = second.headers.etag!;
      assert.match(tag, /^"[\w-]{43}"$/);
      assert.equal(first.headers.etag, tag);
      assert.equal(second.headers['content-type'], first.headers['content-type']);
      assert.equal(second.text, first.text);
      const third = await get().set('if-none-match', tag).expect(304);
      assert.equal(third.text, '');
      assert.deepEqual(provider.documents.slice(counted), [path, path], 'what no log sees is told to the figures');
    });

    it(`lets a page's script read it all the same: ${path}`, async () => {
      const origin = 'https://portal.example';
      await request(provider.issuer).get(path);
      await request(provider.issuer)
        .get(path)
        .set({ origin })
        .expect(200)
        .expect('access-control-allow-origin', origin);
    });
  }

  it('shows a new key as soon as the node knows it', async () => {
    const { text: before } = await request(provider.issuer).get('/jwks');
    const keys = new KeyRing({ uow: stores.uow, keys: testKeys, clock: systemClock });
    const { kids } = await keys.rotate('operator:tests', 'ES256');
    await provider.host.refresh();
    const { text: after } = await request(provider.issuer).get('/jwks');
    assert.ok(!before.includes(kids[0]!) && after.includes(kids[0]!));
  });
});

const EXPECTED = {
  acr_values_supported: ['urn:yihao:aal:1', 'urn:yihao:aal:2'],
  authorization_endpoint: 'ISSUER/authorize',
  authorization_response_iss_parameter_supported: true,
  backchannel_logout_session_supported: true,
  backchannel_logout_supported: true,
  claim_types_supported: ['normal'],
  claims_in_verified_claims_supported: ['name', 'birthdate', 'gender', 'citizen_id'],
  claims_parameter_supported: true,
  claims_supported: [
    'sub',
    'acr',
    'amr',
    'auth_time',
    'act',
    'name',
    'birthdate',
    'gender',
    'phone_number',
    'phone_number_verified',
    'email',
    'email_verified',
    'citizen_id',
    'sid',
    'iss',
    'age_over_18',
    'resident_of',
    'verified_claims',
  ],
  code_challenge_methods_supported: ['S256'],
  dpop_signing_alg_values_supported: ['ES256', 'EdDSA', 'Ed25519'],
  end_session_endpoint: 'ISSUER/logout',
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  id_token_signing_alg_values_supported: ['ES256', 'RS256'],
  introspection_endpoint: 'ISSUER/introspect',
  issuer: 'ISSUER',
  jwks_uri: 'ISSUER/jwks',
  prompt_values_supported: ['none', 'login', 'consent', 'select_account', 'create'],
  pushed_authorization_request_endpoint: 'ISSUER/par',
  request_uri_parameter_supported: false,
  response_modes_supported: ['form_post', 'fragment', 'query'],
  response_types_supported: ['code', 'none'],
  revocation_endpoint: 'ISSUER/revoke',
  scopes_supported: ['openid', 'offline_access', 'profile', 'phone', 'email', 'citizen_id'],
  subject_types_supported: ['pairwise'],
  token_endpoint: 'ISSUER/token',
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  token_endpoint_auth_signing_alg_values_supported: ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
  trust_frameworks_supported: ['cn_yihao'],
  ui_locales_supported: ['zh-CN', 'en'],
  userinfo_endpoint: 'ISSUER/userinfo',
  verified_claims_supported: true,
};
