import { strict as assert } from 'node:assert';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

const NASTY = [
  '',
  ' ',
  '\u0000',
  '%',
  '%ff',
  '%00',
  '..%2f..%2f',
  '{',
  '[]',
  'null',
  '-1',
  '1e309',
  'NaN',
  '__proto__',
  'constructor',
  '公民身份号码',
  '👪🏽',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  'a'.repeat(5000),
  'eyJhbGciOiJub25lIn0.e30.',
  'a.b.c',
  'https://[::1',
];

const CLAIMS = [
  { id_token: { acr: { essential: true, values: 'x' } } },
  { id_token: { acr: { essential: true, value: {} } } },
  { id_token: { acr: { essential: true, values: [null, 1, {}] } } },
  { id_token: { acr: { essential: true, values: [] } } },
  { id_token: { acr: [] } },
  { id_token: { sub: { value: {} } } },
  { id_token: { sub: { value: null } } },
  { id_token: { auth_time: 'x' } },
  { userinfo: { resident_of: { values: [[], {}, null, '11'] } } },
  { userinfo: { resident_of: { values: {} } } },
  { userinfo: { verified_claims: [] } },
  { userinfo: { verified_claims: { verification: [], claims: [] } } },
  { userinfo: { verified_claims: { verification: { trust_framework: [] }, claims: { name: [] } } } },
  { userinfo: { verified_claims: { verification: { time: { max_age: 'x' }, trust_framework: null }, claims: null } } },
  { userinfo: null },
  { userinfo: [] },
  {},
];

const AUTHORIZE = [
  'acr_values',
  'claims',
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'display',
  'dpop_jkt',
  'id_token_hint',
  'login_hint',
  'max_age',
  'nonce',
  'prompt',
  'redirect_uri',
  'request',
  'request_uri',
  'response_mode',
  'response_type',
  'scope',
  'state',
  'ui_locales',
];

const TOKEN = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope', 'client_id', 'token'];

describe('F16 malformed requests never end in a server error', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;

  before(async () => {
    stores = await makeEmbedded();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
  });

  afterEach(() => {
    assert.deepEqual(provider.trouble, []);
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const check = async (what: string, response: Promise<Response>): Promise<void> => {
    const { status } = await response;
    assert.ok(status < 500, `${what}: ${status}`);
  };

  for (const name of AUTHORIZE) {
    it(`authorize: ${name}`, async () => {
      const visit = async (value: string): Promise<void> => {
        const landing = await portal.authorize(provider.browser(), { [name]: value });
        assert.ok(landing.at === 'elsewhere' || landing.status < 500, JSON.stringify([name, value]));
        const raw = `${portal.authorizeUrl({ [name]: undefined })}&${name}=${value.replace(/[^\x21-\x7e]/g, '%ed%a0%80')}`;
        await check(raw, fetch(raw, { redirect: 'manual' }));
      };
      await Promise.all(NASTY.map(visit));
    });
  }

  it('claims of every wrong shape, all the way to userinfo', async () => {
    for (const claims of CLAIMS) {
      const landing = await portal.authorize(provider.browser(), { claims: JSON.stringify(claims) });
      assert.equal(landing.at, 'elsewhere', JSON.stringify([claims, landing]));
      const code = landing.url.searchParams.get('code');
      if (!code) continue;
      const { status, body } = await portal.exchange(code);
      assert.equal(status, 200, JSON.stringify(claims));
      assert.equal((await portal.userinfo(body.access_token!)).status, 200, JSON.stringify(claims));
    }
  });

  for (const path of ['token', 'par', 'revoke', 'introspect', 'userinfo']) {
    it(`${path}: parameters, bodies and headers`, async () => {
      const url = `${provider.url}/${path}`;
      const send = (body: string, headers: Record<string, string> = {}) =>
        fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body,
        });
      const sendAll = async (value: string): Promise<void> => {
        for (const name of TOKEN) await check(`${name}=${value}`, send(`${name}=${encodeURIComponent(value)}`));
        await check(`body ${value}`, send(value));
        await check(`json ${value}`, send(value, { 'content-type': 'application/json' }));
        const header = value.replace(/[^\x20-\x7e]/g, '?');
        for (const scheme of ['Basic', 'Bearer', 'DPoP', '']) {
          await check(`${scheme} ${value}`, send('grant_type=x', { authorization: `${scheme} ${header}`.trim() }));
        }
        await check(`dpop ${value}`, send('grant_type=x', { dpop: header }));
        const basic = Buffer.from(`${value}:${value}`).toString('base64');
        await check(`basic ${value}`, send('grant_type=x', { authorization: `Basic ${basic}` }));
      };
      await Promise.all(NASTY.map(sendAll));
    });
  }

  it('cookies, and addresses of interactions and logouts', async () => {
    const visit = async (value: string): Promise<void> => {
      const plain = value.replace(/[^\x21-\x7e]/g, '?').replaceAll(';', '');
      const cookie = ['session', 'interaction', 'resume'].map(
        (name) => `yihao_${name}=${plain}; yihao_${name}.sig=${plain}`,
      );
      const headers = { cookie: cookie.join('; ') };
      const part = encodeURIComponent(value);
      const addresses = [`/authorize/${part}`, `/interaction/${part}`, `/logout?id_token_hint=${part}`, '/who'];
      addresses.push(`/logout?client_id=${part}&post_logout_redirect_uri=${part}`, `/logout/success?client_id=${part}`);
      for (const address of addresses)
        await check(address, fetch(provider.url + address, { headers, redirect: 'manual' }));
      await check('authorize', fetch(portal.authorizeUrl(), { headers, redirect: 'manual' }));
    };
    await Promise.all(NASTY.map(visit));
  });
});
