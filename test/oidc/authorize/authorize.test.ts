import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { UnsecuredJWT } from 'jose';
import { acrOf } from '../../../src/provider/levels.js';
import type { Landing } from '../../support/http/provider-browser.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { idTokenOf, type Params, RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('authorization endpoint (OpenID Connect Core §3.1.2, RFC 9700, RFC 9207)', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;

  before(async () => {
    stores = await makeEmbedded();
    provider = await startProvider(stores);
    const redirectUris = ['https://portal.example.test/callback'];
    portal = new RawPortal(provider, await provider.addApplication({ redirectUris }));
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  describe('A18 never sends a browser to an address that is not registered letter by letter', () => {
    const WRONG = [
      'https://portal.example.test/callback/',
      'https://portal.example.test/callback?x=1',
      'https://portal.example.test/callback#x',
      'https://PORTAL.example.test/callback',
      'HTTPS://portal.example.test/callback',
      'https://portal.example.test:443/callback',
      'https://portal.example.test/%63allback',
      'https://portal.example.test/x/../callback',
      'https://portal.example.test@evil.example.test/callback',
      'https://evil.example.test/callback',
      'http://portal.example.test/callback',
      'javascript:alert(1)',
      '//portal.example.test/callback',
      ' https://portal.example.test/callback',
      'https://portal.example.test/callback\u0000',
    ];
    for (const uri of WRONG) {
      it(JSON.stringify(uri), async () =>
        assertPage(await portal.authorize(provider.browser(), { redirect_uri: uri })),
      );
    }

    it('no redirect_uri, though only one is registered', async () => {
      assertPage(await portal.authorize(provider.browser(), { redirect_uri: undefined }));
    });

    it('an unknown client, a disabled one and none', async () => {
      assertPage(await portal.authorize(provider.browser(), { client_id: 'app-unknown' }));
      assertPage(await portal.authorize(provider.browser(), { client_id: undefined }));
      const gone = new RawPortal(provider, await provider.addApplication());
      await provider.domain.applications.disable(gone.application.id, 'operator:tests');
      assertPage(await gone.authorize(provider.browser()));
    });

    it('client_id twice', async () => {
      assertPage(await provider.browser().go(`${portal.authorizeUrl()}&client_id=${portal.application.id}`));
    });
  });

  describe('sends other faults to the portal with state and iss', () => {
    const CASES: Readonly<Record<string, readonly [Params, string]>> = {
      'no PKCE': [{ code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
      'PKCE plain': [{ code_challenge_method: 'plain' }, 'invalid_request'],
      'no PKCE method': [{ code_challenge_method: undefined }, 'invalid_request'],
      'a PKCE challenge that is too short': [{ code_challenge: 'short' }, 'invalid_request'],
      'response_type token': [{ response_type: 'token' }, 'unsupported_response_type'],
      'response_type id_token': [{ response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
      'response_type code id_token': [{ response_type: 'code id_token', nonce: 'n' }, 'unsupported_response_type'],
      'response_type none, which is for Yihao’s own pages': [{ response_type: 'none' }, 'invalid_request'],
      'no response_type': [{ response_type: undefined }, 'invalid_request'],
      'prompt none with another': [{ prompt: 'none login' }, 'invalid_request'],
      'an unknown prompt': [{ prompt: 'dance' }, 'invalid_request'],
      'max_age -1': [{ max_age: '-1' }, 'invalid_request'],
      'max_age in words': [{ max_age: 'soon' }, 'invalid_request'],
      'an unknown response_mode': [{ response_mode: 'carrier_pigeon' }, 'unsupported_response_mode'],
      'a scope of claims the application may not have': [{ scope: 'openid citizen_id' }, 'invalid_scope'],
      'a request object with alg none': [{ request: unsigned() }, 'request_not_supported'],
      'a remote request_uri': [{ request_uri: 'https://evil.example.test/r' }, 'request_uri_not_supported'],
      'a registration parameter': [{ registration: '{}' }, 'registration_not_supported'],
      'claims that are no JSON': [{ claims: '{' }, 'invalid_request'],
      'claims that are a list': [{ claims: '[]' }, 'invalid_request'],
    };
    for (const [title, [change, error]] of Object.entries(CASES)) {
      it(`${title}: ${error}`, async () => assertError(await portal.authorize(provider.browser(), change), error));
    }

    it('a parameter twice: invalid_request', async () => {
      assertError(await provider.browser().go(`${portal.authorizeUrl()}&scope=openid`), 'invalid_request');
    });
  });

  it('lets a confidential application without PKCE in where it is registered so', async () => {
    const plain = new RawPortal(provider, await provider.addApplication({ pkce: 'optional' }));
    const code = await plain.code(provider.browser(), { code_challenge: undefined, code_challenge_method: undefined });
    assert.equal((await plain.exchange(code, { code_verifier: undefined })).status, 200);
  });

  it('names itself in every answer (RFC 9207) and hands the state back', async () => {
    const landing = await portal.authorize(provider.browser());
    assert.equal(landing.url.searchParams.get('iss'), provider.issuer);
    assert.equal(landing.url.searchParams.get('state'), 'state-1');
  });

  describe('prompt=none', () => {
    const none = { prompt: 'none' };

    it('without a session: login_required', async () => {
      assertError(await portal.authorize(provider.browser(), none), 'login_required');
    });

    it('with a session and a consent: a code', async () => {
      const browser = provider.browser();
      await portal.login(browser);
      assert.ok(await portal.code(browser, none));
    });

    it('with a session and something new to consent to: consent_required', async () => {
      const browser = provider.browser();
      await portal.login(browser);
      assertError(await portal.authorize(browser, { ...none, scope: 'openid phone' }), 'consent_required');
    });

    it('into another portal for the first time: interaction_required', async () => {
      const browser = provider.browser();
      await portal.login(browser);
      const second = new RawPortal(provider, await provider.addApplication());
      assertError(await second.authorize(browser, none), 'interaction_required');
    });

    it('with a session that is too weak: login_required', async () => {
      const browser = provider.browser();
      await portal.login(browser);
      assertError(await portal.authorize(browser, { ...none, acr_values: acrOf(2) }), 'login_required');
    });
  });

  describe('max_age and prompt=login', () => {
    it('ask for a new login and answer with its auth_time', async () => {
      const browser = provider.browser();
      await portal.login(browser);
      for (const change of [{ prompt: 'login' }, { max_age: '0' }]) {
        provider.walked.length = 0;
        const claims = idTokenOf(await portal.login(browser, change));
        assert.deepEqual(
          provider.walked.map(({ step }) => step),
          ['login'],
        );
        assert.ok(Math.abs(Number(claims.auth_time) - Date.now() / 1000) < 5);
      }
    });

    it('keep a session that is young enough', async () => {
      const browser = provider.browser();
      await portal.login(browser);
      provider.walked.length = 0;
      await portal.login(browser, { max_age: '600' });
      assert.deepEqual(provider.walked, []);
    });
  });

  describe('a request for one person', () => {
    it('is answered for that person, and with login_required for another', async () => {
      const mine = provider.citizen;
      const tokens = await portal.login(provider.browser());
      const hint = { id_token_hint: tokens.id_token };
      const sub = { claims: JSON.stringify({ id_token: { sub: { value: idTokenOf(tokens).sub } } }) };
      for (const change of [hint, sub]) {
        provider.citizen = mine;
        assert.ok(await portal.code(provider.browser(), change));
        provider.citizen = await provider.addCitizen();
        assertError(await portal.authorize(provider.browser(), change), 'login_required');
      }
      provider.citizen = mine;
    });

    it('an altered id_token_hint is refused', async () => {
      const tokens = await portal.login(provider.browser());
      const change = { id_token_hint: `${tokens.id_token!.slice(0, -4)}AAAA` };
      assertError(await portal.authorize(provider.browser(), change), 'invalid_request');
    });
  });

  describe('authentication levels', () => {
    const essential = (...values: string[]) => JSON.stringify({ id_token: { acr: { essential: true, values } } });

    it('acr_values and an application’s own minimum bring a stronger login', async () => {
      const strict = new RawPortal(provider, await provider.addApplication({ minimumAal: 2 }));
      const browser = provider.browser();
      assert.equal(idTokenOf(await portal.login(browser)).acr, acrOf(1));
      assert.equal(idTokenOf(await portal.login(browser, { acr_values: acrOf(2) })).acr, acrOf(2));
      provider.walked.length = 0;
      assert.equal(idTokenOf(await strict.login(provider.browser())).acr, acrOf(2));
      assert.equal(provider.walked[0]?.wantedAal, 2);
    });

    it('an essential acr is answered with one of its values', async () => {
      const browser = provider.browser();
      await portal.login(browser, { acr_values: acrOf(2) });
      assert.equal(idTokenOf(await portal.login(browser, { claims: essential(acrOf(1)) })).acr, acrOf(1));
      assert.equal(idTokenOf(await portal.login(browser)).acr, acrOf(2));
    });

    it('an essential acr that cannot be met is an error', async () => {
      const landing = await portal.authorize(provider.browser(), { claims: essential(acrOf(3)) });
      assertError(landing, 'unmet_authentication_requirements');
      provider.aal = 1;
      const weak = await portal.authorize(provider.browser(), { claims: essential(acrOf(2)) });
      provider.aal = undefined;
      assertError(weak, 'unmet_authentication_requirements');
    });

    it('of an essential acr’s values the weakest that can be reached is asked for, and only where it is missing', async () => {
      const browser = provider.browser();
      assert.equal(idTokenOf(await portal.login(browser)).acr, acrOf(1));
      provider.walked.length = 0;
      const claims = essential(acrOf(3), 'urn:other', acrOf(2));
      assertError(await portal.authorize(browser, { claims, prompt: 'none' }), 'login_required');
      assert.equal(idTokenOf(await portal.login(browser, { claims })).acr, acrOf(2));
      assert.deepEqual(
        provider.walked.map(({ step, reasons, wantedAal, neededAal }) => ({ step, reasons, wantedAal, neededAal })),
        [{ step: 'login', reasons: ['aal'], wantedAal: 2, neededAal: 2 }],
      );
      assert.equal(idTokenOf(await portal.login(browser, { claims, prompt: 'none' })).acr, acrOf(2));
    });

    it('an essential acr that nobody can meet is an error before any page', async () => {
      const strictest = new RawPortal(provider, await provider.addApplication({ minimumAal: 3 }));
      const one = JSON.stringify({ id_token: { acr: { essential: true, value: acrOf(3) } } });
      const session = provider.browser();
      await portal.login(session, { acr_values: acrOf(2) });
      provider.walked.length = 0;
      for (const browser of [provider.browser(), session])
        for (const landing of [
          await portal.authorize(browser, { claims: one }),
          await portal.authorize(browser, { claims: essential('urn:other') }),
          await portal.authorize(browser, { claims: one, prompt: 'none' }),
          await portal.authorize(browser, { claims: essential(acrOf(3), 'urn:other'), acr_values: acrOf(1) }),
          await strictest.authorize(browser, { claims: essential(acrOf(1)) }),
        ])
          assertError(landing, 'unmet_authentication_requirements');
      assert.deepEqual(provider.walked, []);
    });

    it('a wish for more than the citizen has (acr_values) asks a session for nothing', async () => {
      const browser = provider.browser();
      await portal.login(browser);
      provider.walked.length = 0;
      provider.strongest = 1;
      for (const change of [{}, { prompt: 'none' }])
        assert.equal(idTokenOf(await portal.login(browser, { acr_values: acrOf(2), ...change })).acr, acrOf(1));
      provider.strongest = undefined;
      assert.equal(provider.walked.length, 0);
      await portal.login(browser, { acr_values: acrOf(2) });
      const [asked] = provider.walked;
      assert.deepEqual([asked?.wantedAal, asked?.neededAal], [2, 1]);
    });

    it('a wish for more than there is (acr_values) is no error', async () => {
      assert.equal(
        idTokenOf(await portal.login(provider.browser(), { acr_values: `${acrOf(3)} ${acrOf(1)}` })).acr,
        acrOf(1),
      );
    });

    it('an identity that is not proven well enough is turned away', async () => {
      const strict = new RawPortal(provider, await provider.addApplication({ minimumIal: 2 }));
      assertError(await strict.authorize(provider.browser()), 'access_denied');
    });
  });

  it('A9 the Host header decides nothing', async () => {
    const headers = {
      host: 'evil.example.test',
      'x-forwarded-host': 'evil.example.test',
      'x-forwarded-proto': 'https',
    };
    const authorize = await rawGet(portal.authorizeUrl(), headers);
    assert.equal(authorize.status, 303);
    assert.doesNotMatch(authorize.all, /evil/);
    const discovery = await rawGet(`${provider.issuer}/.well-known/openid-configuration`, headers);
    assert.equal(discovery.status, 200);
    assert.doesNotMatch(discovery.all, /evil/);
  });

  function assertError(landing: Landing, error: string): void {
    assert.equal(landing.at, 'elsewhere', JSON.stringify(landing));
    const { searchParams, hash } = landing.url;
    const params = hash ? new URLSearchParams(hash.slice(1)) : searchParams;
    const { origin, pathname } = landing.url;
    assert.equal(
      origin + pathname,
      portal.redirectUri.replace(/portal(-\d+)?/, new URL(origin).hostname.split('.')[0]!),
    );
    assert.deepEqual(
      { error: params.get('error'), state: params.get('state'), iss: params.get('iss'), code: params.get('code') },
      { error, state: 'state-1', iss: provider.issuer, code: null },
    );
  }

  function assertPage(landing: Landing): void {
    assert.equal(landing.at, 'page', String(landing.url));
    assert.equal(landing.status, 400);
  }
});

function unsigned(): string {
  return new UnsecuredJWT({ state: createHash('sha256').update('x').digest('hex') }).encode();
}

/** `fetch` sends no Host header but its own. */
function rawGet(url: string, headers: OutgoingHttpHeaders): Promise<{ readonly status: number; readonly all: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, async (response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, all: JSON.stringify(response.headers) + body });
    })
      .on('error', reject)
      .end();
  });
}
