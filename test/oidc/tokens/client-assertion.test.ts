import { strict as assert } from 'node:assert';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { randomToken } from '../../../src/shared/random.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { RawPortal, type TokenAnswer } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

eachStorePair('private_key_jwt (RFC 7523, OpenID Connect Core §9)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let key: CryptoKey;

  before(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    key = pair.privateKey;
    stores = await make();
    provider = await startProvider(stores);
    const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] };
    portal = new RawPortal(provider, await provider.addApplication({ authentication: 'private_key_jwt', jwks }));
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const now = (): number => Math.floor(Date.now() / 1000);

  function claims(change: JWTPayload = {}): JWTPayload {
    const { id } = portal.application;
    const base = { iss: id, sub: id, aud: provider.issuer, jti: randomToken(), iat: now(), exp: now() + 60 };
    const all: JWTPayload = { ...base, ...change };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  const sign = (payload: JWTPayload, kid = 'k1'): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid }).sign(key);

  /** Sends the assertion with a code that does not exist: past the client, the answer is `invalid_grant`. */
  const send = (assertion: string, url = `${provider.url}/token`): Promise<TokenAnswer> =>
    portal.post(url, {
      grant_type: 'authorization_code',
      code: 'none',
      redirect_uri: portal.redirectUri,
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });

  function refused({ status, body }: TokenAnswer): void {
    assert.deepEqual({ status, error: body.error }, { status: 401, error: 'invalid_client' });
  }

  it('is accepted once', async () => {
    const assertion = await sign(claims());
    assert.equal((await send(assertion)).body.error, 'invalid_grant');
    refused(await send(assertion));
  });

  it('A1 is accepted once, by two nodes at the same moment', async () => {
    const second = await provider.secondNode();
    for (let round = 0; round < 10; round++) {
      const assertion = await sign(claims());
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => send(assertion, `${n % 2 ? second.url : provider.url}/token`)),
      );
      assert.equal(answers.filter(({ body }) => body.error === 'invalid_grant').length, 1);
      assert.ok(answers.every(({ status }) => status < 500));
    }
  });

  const WRONG: Readonly<Record<string, () => JWTPayload>> = {
    'one that expired': () => ({ exp: now() - 30 }),
    'a foreign sub': () => ({ sub: 'app-foreign' }),
    'a foreign iss': () => ({ iss: 'app-foreign' }),
    'an iat 120 s ahead': () => ({ iat: now() + 120, exp: now() + 180 }),
    'an nbf 120 s ahead': () => ({ nbf: now() + 120, exp: now() + 180 }),
    'an audience that is a list': () => ({ aud: [provider.issuer] }),
    'an audience that is a list with a stranger': () => ({ aud: [provider.issuer, 'https://evil.example.test'] }),
    'the token URL as audience': () => ({ aud: `${provider.issuer}/token` }),
    'another server as audience': () => ({ aud: 'https://evil.example.test' }),
    'an exp a year ahead': () => ({ exp: now() + 365 * 86_400 }),
    'an exp 10 min ahead': () => ({ exp: now() + 600 }),
    'no exp': () => ({ exp: undefined as never }),
    'no jti': () => ({ jti: undefined as never }),
    'a jti of 1000 characters': () => ({ jti: 'x'.repeat(1000) }),
    'no sub': () => ({ sub: undefined as never }),
    'no aud': () => ({ aud: undefined as never }),
  };

  for (const [title, change] of Object.entries(WRONG)) {
    it(`refuses ${title}`, async () => refused(await send(await sign(claims(change())))));
  }

  it('takes the token and PAR addresses of one who is registered so (RFC 9126 §2), and nobody else’s', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k2' }] };
    const added = await provider.addApplication({
      authentication: 'private_key_jwt',
      jwks,
      assertionAudience: 'endpoints',
    });
    const { id } = added.application;
    const answerTo = async (aud: string | string[]): Promise<TokenAnswer> => {
      const payload = { ...claims(), iss: id, sub: id, aud };
      return send(await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k2' }).sign(privateKey));
    };
    for (const aud of [provider.issuer, `${provider.issuer}/token`, `${provider.issuer}/par`]) {
      assert.equal((await answerTo(aud)).body.error, 'invalid_grant', aud);
    }
    refused(await answerTo([`${provider.issuer}/token`]));
    refused(await answerTo(`${provider.issuer}/userinfo`));
    refused(await answerTo('https://evil.example.test/token'));
  });

  it('refuses alg none, another alg, an unknown kid and a foreign key', async () => {
    refused(await send(new UnsecuredJWT(claims()).encode()));
    refused(await send(await sign(claims(), 'unknown')));
    const { privateKey } = await generateKeyPair('ES256');
    refused(await send(await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey)));
    const secret = new TextEncoder().encode('x'.repeat(32));
    refused(await send(await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(secret)));
  });
});
