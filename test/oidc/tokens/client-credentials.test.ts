import { strict as assert } from 'node:assert';
import { createRemoteJWKSet, decodeProtectedHeader, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import request from 'supertest';
import type { AuditEvent } from '../../../src/domain/records/index.js';
import { KeyRing } from '../../../src/provider/keys/key-ring.js';
import { systemClock } from '../../../src/shared/clock.js';
import { randomToken } from '../../../src/shared/random.js';
import { testKeys } from '../../support/identities/identities.js';
import { MovedTime } from '../../support/moved-time.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { type Params, RawPortal, type TokenAnswer } from '../../support/provider/provider-portal.js';
import { recording, type Written } from '../../support/provider/provider-recorder.js';
import { watchAudit } from '../../support/provider/watch-audit.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

const INCOME = 'https://api.tax.gov.cn/income';
const HOUSES = 'https://api.housing.gov.cn/';
const READ = { resource: INCOME, scopes: ['income.read', 'income.list'] };

function refused({ status, body }: TokenAnswer, error: string, expected = 400): void {
  assert.deepEqual(
    { status, error: body.error, token: body.access_token },
    { status: expected, error, token: undefined },
  );
}

eachStorePair('an application in its own name (RFC 6749 §4.4, RFC 8707, RFC 9068)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let written: readonly Written[];
  let inspect: (event: AuditEvent) => void = () => {};
  /** Offers an interface with JWTs. */
  let tax: RawPortal;
  /** Offers one with opaque tokens. */
  let houses: RawPortal;
  /** A portal that may call both. */
  let portal: RawPortal;
  /** A back office without a portal that may call one. */
  let office: RawPortal;

  before(async () => {
    const made = await make();
    const recorder = recording(made.ephemeral);
    written = recorder.written;
    stores = { ...made, ephemeral: recorder.store, uow: watchAudit(made.uow, (event) => inspect(event)) };
    provider = await startProvider(stores);
    tax = await added({
      redirectUris: [],
      api: { uri: INCOME, token: 'jwt', alg: 'ES256', scopes: [...READ.scopes, 'income.write'] },
    });
    houses = await added({
      redirectUris: [],
      api: { uri: HOUSES, token: 'opaque', alg: 'ES256', scopes: ['houses:read'] },
    });
    portal = await added({ calls: [READ, { resource: HOUSES, scopes: ['houses:read'] }] });
    office = await added({ redirectUris: [], calls: [READ] });
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const added = async (input: Parameters<TestProvider['addApplication']>[0]) =>
    new RawPortal(provider, await provider.addApplication(input));
  const ask = (who: RawPortal, params: Params = {}, node?: string): Promise<TokenAnswer> =>
    who.token({ grant_type: 'client_credentials', ...params }, node);
  const introspect = (who: RawPortal, token: unknown): Promise<TokenAnswer> =>
    who.post(`${provider.url}/introspect`, { token: String(token) });
  const verify = (token: unknown, audience = INCOME) =>
    jwtVerify(String(token), createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)), {
      issuer: provider.issuer,
      audience,
      typ: 'at+jwt',
    });

  describe('a JWT', () => {
    it('says who calls whom and what for, lives five minutes, and brings nothing of a citizen’s', async () => {
      const { status, body } = await ask(portal, { resource: INCOME });
      assert.equal(status, 200);
      const { access_token: token, ...rest } = body;
      assert.deepEqual(rest, { expires_in: 300, token_type: 'Bearer', scope: 'income.read income.list' });
      const { payload, protectedHeader } = await verify(token);
      assert.equal(protectedHeader.alg, 'ES256');
      const { id } = portal.application;
      const { iat, exp, jti, ...claims } = payload;
      assert.deepEqual(claims, { iss: provider.issuer, sub: id, client_id: id, aud: INCOME, scope: rest.scope });
      assert.ok(exp! - iat! === 300 && Math.abs(iat! - Date.now() / 1000) < 10 && jti!.length > 16);
    });

    it('leaves nothing in the ephemeral store', async () => {
      const before = written.length;
      assert.equal((await ask(portal, { resource: INCOME })).status, 200);
      assert.equal(written.length, before);
    });

    it('is signed as the interface is registered', async () => {
      const uri = 'https://api.rsa.gov.cn/';
      await added({ redirectUris: [], api: { uri, token: 'jwt', alg: 'RS256', scopes: [] } });
      const caller = await added({ redirectUris: [], calls: [{ resource: uri, scopes: [] }] });
      const { body } = await ask(caller);
      assert.equal((await verify(body.access_token, uri)).protectedHeader.alg, 'RS256');
      assert.equal(body.scope, undefined);
    });

    it('is no key to userinfo, and introspection refuses to be asked about it', async () => {
      const { body } = await ask(portal, { resource: INCOME });
      refused(await portal.userinfo(body.access_token!), 'invalid_token', 401);
      refused(await introspect(tax, body.access_token), 'unsupported_token_type');
    });
  });

  describe('an opaque token', () => {
    it('lives ten minutes, and the interface learns by introspection whose it is and what for', async () => {
      const { status, body } = await ask(portal, { resource: HOUSES });
      assert.equal(status, 200);
      const { access_token: token, ...rest } = body;
      assert.match(token!, /^[\w-]{43,}$/);
      assert.deepEqual(rest, { expires_in: 600, token_type: 'Bearer', scope: 'houses:read' });
      const { exp, iat, ...seen } = (await introspect(houses, token)).body as Record<string, number>;
      assert.deepEqual(seen, {
        active: true,
        client_id: portal.application.id,
        iss: provider.issuer,
        aud: HOUSES,
        scope: 'houses:read',
        token_type: 'Bearer',
      });
      assert.equal(exp! - iat!, 600);
    });

    it('takes one write to the ephemeral store, which holds neither the token nor who has it', async () => {
      const before = written.length;
      const { body } = await ask(portal, { resource: HOUSES });
      assert.equal(written.length, before + 1);
      const { key, value, ttl } = written.at(-1)!;
      assert.equal(ttl, 600);
      for (const secret of [body.access_token!, portal.application.id]) assert.ok(!`${key} ${value}`.includes(secret));
    });

    it('is inactive for everyone but its application and its interface', async () => {
      const { body } = await ask(portal, { resource: HOUSES });
      assert.equal((await introspect(portal, body.access_token)).body.active, true);
      for (const stranger of [tax, office]) {
        assert.deepEqual((await introspect(stranger, body.access_token)).body, { active: false });
      }
    });

    it('is no key to userinfo', async () => {
      const { body } = await ask(portal, { resource: HOUSES });
      refused(await portal.userinfo(body.access_token!), 'invalid_token', 401);
    });

    it('is revoked by its application and by nobody else', async () => {
      const { access_token: token } = (await ask(portal, { resource: HOUSES })).body;
      const revoke = (who: RawPortal) => who.post(`${provider.url}/revoke`, { token });
      await revoke(houses);
      assert.equal((await introspect(houses, token)).body.active, true);
      await revoke(portal);
      assert.deepEqual((await introspect(houses, token)).body, { active: false });
    });
  });

  describe('which interface, and how much of it', () => {
    it('an application that may call one need not name it; one that may call two must', async () => {
      assert.equal((await verify((await ask(office)).body.access_token)).payload.aud, INCOME);
      refused(await ask(portal), 'invalid_target');
    });

    it('an unknown interface, one that it may not call, and what is no address are refused', async () => {
      for (const resource of ['https://api.nobody.gov.cn/', HOUSES, `${INCOME}/`, `${INCOME}#part`, 'income', '']) {
        const answer = await ask(office, { resource });
        // An empty parameter counts as left out (RFC 6749 §3.2).
        if (resource === '') assert.equal(answer.status, 200);
        else refused(answer, 'invalid_target');
      }
    });

    it('two interfaces at once are refused, though both are permitted', async () => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', resource: INCOME });
      body.append('resource', HOUSES);
      const asked = request(provider.url).post('/token').auth(portal.application.id, portal.secret);
      refused(await asked.send(`${body}`), 'invalid_target');
    });

    it('a part of the scopes is enough; others, another interface’s and OpenID’s are refused', async () => {
      const { body } = await ask(portal, { resource: INCOME, scope: 'income.list' });
      assert.equal(body.scope, 'income.list');
      assert.equal((await verify(body.access_token)).payload.scope, 'income.list');
      for (const scope of [
        'income.write',
        'houses:read',
        'openid',
        'income.read openid',
        'profile',
        'offline_access',
      ]) {
        refused(await ask(portal, { resource: INCOME, scope }), 'invalid_scope');
      }
    });
  });

  describe('who may', () => {
    it('an application that is not registered for it is refused by that name', async () => {
      refused(await ask(await added({})), 'unauthorized_client');
      refused(await ask(await added({ authentication: 'none' })), 'unauthorized_client');
      refused(await ask(tax), 'unauthorized_client');
    });

    it('a wrong secret and no secret are refused', async () => {
      const basic = `Basic ${Buffer.from(`${office.application.id}:wrong`).toString('base64')}`;
      const params = { grant_type: 'client_credentials' };
      refused(await office.post(`${provider.url}/token`, params, basic), 'invalid_client', 401);
      const unproven = { ...params, client_id: office.application.id };
      refused(await office.post(`${provider.url}/token`, unproven, ''), 'invalid_client', 401);
    });

    it('private_key_jwt works as everywhere, and its assertion once', async () => {
      const { privateKey, publicKey } = await generateKeyPair('ES256');
      const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] };
      const keyed = await added({ redirectUris: [], authentication: 'private_key_jwt', jwks, calls: [READ] });
      const { id } = keyed.application;
      const assertion = await new SignJWT({ jti: randomToken() })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(provider.issuer)
        .setIssuedAt()
        .setExpirationTime('1 min')
        .sign(privateKey);
      const proof = {
        client_assertion: assertion,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      };
      assert.equal((await ask(keyed, proof)).status, 200);
      refused(await ask(keyed, proof), 'invalid_client', 401);
    });

    it('a back office has no way to log citizens in, and is not on the home page', async () => {
      const landing = await office.authorize(provider.browser(), {
        redirect_uri: 'https://portal-4.example.test/callback',
      });
      assert.equal(landing.at, 'page');
      const listed = (await provider.domain.applications.listForHome()).map(({ id }) => id);
      assert.ok(listed.includes(portal.application.id) && !listed.includes(office.application.id));
    });

    it('a token is bound to a DPoP key where one is shown', async () => {
      const config = await discovered(office);
      const pair = await oidc.randomDPoPKeyPair('ES256');
      const tokens = await oidc.clientCredentialsGrant(config, {}, { DPoP: oidc.getDPoPHandle(config, pair) });
      assert.equal(tokens.token_type, 'dpop');
      const { cnf } = (await verify(tokens.access_token)).payload as { cnf?: { jkt?: string } };
      assert.match(cnf!.jkt!, /^[\w-]{43}$/);
    });
  });

  describe('what ends it', () => {
    const fresh = async () => {
      const one = await added({ redirectUris: [], calls: [{ resource: HOUSES, scopes: ['houses:read'] }] });
      const { body } = await ask(one);
      assert.equal((await introspect(houses, body.access_token)).body.active, true);
      return { one, token: body.access_token };
    };

    it('a disabled application gets no token, and what it has is inactive at once', async () => {
      const { one, token } = await fresh();
      await provider.domain.applications.disable(one.application.id, 'operator:tests');
      refused(await ask(one), 'invalid_client', 401);
      assert.deepEqual((await introspect(houses, token)).body, { active: false });
    });

    it('an application that may no longer call gets no token, and what it has is inactive at once', async () => {
      const { one, token } = await fresh();
      const { applications } = provider.domain;
      assert.ok(await applications.forbid(one.application.id, HOUSES, 'operator:tests'));
      refused(await ask(one), 'unauthorized_client');
      assert.deepEqual((await introspect(houses, token)).body, { active: false });
      assert.equal((await applications.allow(one.application.id, READ, 'operator:tests')).outcome, 'allowed');
      refused(await ask(one, { resource: HOUSES }), 'invalid_target');
      assert.deepEqual((await introspect(houses, token)).body, { active: false });
      assert.equal((await ask(one)).status, 200);
    });

    it('another node follows within two seconds', async () => {
      const { one } = await fresh();
      const second = await provider.secondNode();
      assert.equal((await ask(one, {}, second.url)).status, 200);
      await provider.domain.applications.forbid(one.application.id, HOUSES, 'operator:tests');
      const late = await MovedTime.after(2.05, () => ask(one, {}, second.url));
      refused(late, 'unauthorized_client');
    });

    it('an interface whose application is disabled is no target, and its address is free for a successor', async () => {
      const uri = 'https://api.moving.gov.cn/';
      const api = { uri, token: 'opaque', alg: 'ES256', scopes: [] } as const;
      const first = await added({ redirectUris: [], api: { ...api, scopes: [] } });
      const caller = await added({ redirectUris: [], calls: [{ resource: uri, scopes: [] }] });
      const { body } = await ask(caller);
      await provider.domain.applications.disable(first.application.id, 'operator:tests');
      refused(await ask(caller), 'invalid_target');
      refused(await introspect(first, body.access_token), 'invalid_client', 401);
      const successor = await added({ redirectUris: [], api: { ...api, scopes: [] } });
      assert.equal((await introspect(successor, (await ask(caller)).body.access_token)).body.active, true);
    });
  });

  it('every token is in the audit before it leaves, without an identity; what cannot be written is not issued', async () => {
    const issued: object[] = [];
    inspect = ({ type, actor, applicationId, identityId, detail }) =>
      void issued.push({ type, actor, applicationId, identityId, detail });
    await ask(portal, { resource: INCOME, scope: 'income.read' });
    await ask(portal, { resource: HOUSES });
    await ask(portal, { resource: HOUSES, scope: 'openid' });
    const { id } = portal.application;
    const expected = (resource: string, scope: string) => ({
      type: 'token.issued',
      actor: id,
      applicationId: id,
      identityId: null,
      detail: { by: 'client_credentials', scope, resource },
    });
    assert.deepEqual(issued, [expected(INCOME, 'income.read'), expected(HOUSES, 'houses:read')]);
    const before = written.length;
    inspect = () => {
      throw new Error('the disk is full');
    };
    for (const resource of [INCOME, HOUSES]) refused(await ask(portal, { resource }), 'server_error', 500);
    assert.equal(written.length, before);
    inspect = () => {};
  });

  it('a new signing key signs as soon as its time has come, and the old one still verifies', async () => {
    const before = (await ask(office)).body.access_token!;
    const ring = new KeyRing({ uow: stores.uow, keys: testKeys, clock: systemClock, timing: { publishMs: 0 } });
    const { kids } = await ring.rotate('operator:tests', 'ES256');
    await ring.advance();
    await provider.host.refresh();
    const after = (await ask(office)).body.access_token!;
    assert.equal(decodeProtectedHeader(after).kid, kids[0]);
    assert.notEqual(decodeProtectedHeader(before).kid, kids[0]);
    await Promise.all([verify(before), verify(after)]);
  });

  it('openid-client gets one with two lines', async () => {
    const tokens = await oidc.clientCredentialsGrant(await discovered(portal), {
      resource: INCOME,
      scope: 'income.read',
    });
    assert.equal((await verify(tokens.access_token)).payload.client_id, portal.application.id);
    assert.deepEqual(
      [tokens.scope, tokens.expires_in, tokens.refresh_token, tokens.id_token],
      ['income.read', 300, undefined, undefined],
    );
  });

  describe('a citizen’s tokens are for the portal and for no interface', () => {
    it('resource is refused at /authorize, at /par, with a code and with a refresh token', async () => {
      const landing = await portal.authorize(provider.browser(), { resource: INCOME });
      assert.ok(landing.at === 'elsewhere');
      assert.equal(landing.url.searchParams.get('error'), 'invalid_target');
      const pushed = Object.fromEntries(new URL(portal.authorizeUrl({ resource: INCOME })).searchParams);
      refused(await portal.post(`${provider.url}/par`, pushed), 'invalid_target');
      const tokens = await portal.login(provider.browser(), { scope: 'openid offline_access', prompt: 'consent' });
      refused(await portal.refresh(tokens.refresh_token!, { resource: INCOME }), 'invalid_target');
      const code = await portal.code(provider.browser());
      refused(await portal.exchange(code, { resource: INCOME }), 'invalid_target');
    });

    it('without it they are as ever: opaque, for userinfo, and no interface may ask about them', async () => {
      const tokens = await portal.login(provider.browser(), { scope: 'openid income.read' });
      assert.match(tokens.access_token!, /^[\w-]{43,}$/);
      assert.equal(tokens.scope, 'openid');
      assert.equal((await portal.userinfo(tokens.access_token!)).status, 200);
      const seen = (await introspect(portal, tokens.access_token)).body;
      assert.deepEqual([seen.active, seen.aud], [true, undefined]);
      assert.deepEqual((await introspect(houses, tokens.access_token)).body, { active: false });
    });
  });

  async function discovered({ application, secret }: RawPortal): Promise<oidc.Configuration> {
    const options = { execute: [oidc.allowInsecureRequests] };
    return oidc.discovery(new URL(provider.issuer), application.id, {}, oidc.ClientSecretBasic(secret), options);
  }
});
