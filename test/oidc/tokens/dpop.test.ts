import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import request from 'supertest';
import { randomToken } from '../../../src/shared/random.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { form, RawPortal } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

eachStorePair('DPoP (RFC 9449)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let keys: CryptoKeyPair;

  before(async () => {
    keys = (await generateKeyPair('ES256', { extractable: true })) as CryptoKeyPair;
    stores = await make();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication({ authentication: 'none' }));
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  async function proof(htm: string, path: string, token?: string, pair = keys): Promise<string> {
    const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
    return new SignJWT({ htm, htu: `${provider.issuer}${path}`, jti: randomToken(), ...ath })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(pair.publicKey) })
      .setIssuedAt()
      .sign(pair.privateKey);
  }

  async function token(params: Record<string, string>, dpop: string, node = provider.url) {
    const sent = form({ client_id: portal.application.id, ...params });
    const { status, body } = await request(node).post('/token').set({ dpop }).send(sent);
    return { status, body: body as Record<string, string> };
  }

  const exchange = async (dpop: string, change = {}) => {
    const code = await portal.code(provider.browser(), change);
    const { redirectUri, verifier } = portal;
    const params = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    return token(params, dpop);
  };

  const userinfo = (value: string, dpop?: string, scheme = 'DPoP') =>
    request(provider.url)
      .get('/userinfo')
      .set({ authorization: `${scheme} ${value}`, ...(dpop === undefined ? {} : { dpop }) });

  it('binds an access token to the portal’s key: without it, the token is worth nothing', async () => {
    const { body } = await exchange(await proof('POST', '/token'));
    assert.equal(body.token_type, 'DPoP');
    const value = body.access_token!;
    assert.equal((await userinfo(value, await proof('GET', '/userinfo', value))).status, 200);
    assert.equal((await userinfo(value, undefined, 'Bearer')).status, 401);
    const stranger = (await generateKeyPair('ES256', { extractable: true })) as CryptoKeyPair;
    assert.equal((await userinfo(value, await proof('GET', '/userinfo', value, stranger))).status, 401);
    assert.equal((await userinfo(value, await proof('GET', '/userinfo'))).status, 401);
    assert.equal((await userinfo(value, await proof('POST', '/userinfo', value))).status, 401);
  });

  it('A1 refuses a proof that was used before, by two nodes at the same moment', async () => {
    const second = await provider.secondNode();
    const { body } = await exchange(await proof('POST', '/token'), {
      scope: 'openid offline_access',
      prompt: 'consent',
    });
    const again = await proof('POST', '/token');
    const params = { grant_type: 'refresh_token', refresh_token: body.refresh_token! };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => token(params, again, n % 2 ? second.url : provider.url)),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status }) => status < 500));
  });
});
