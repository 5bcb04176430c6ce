import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import request from 'supertest';
import type { Landing } from '../../support/http/provider-browser.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { form, type Params, RawPortal, type TokenAnswer } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

eachStorePair('pushed authorization requests (RFC 9126)', (make) => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let other: RawPortal;

  before(async () => {
    stores = await make();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication());
    other = new RawPortal(provider, await provider.addApplication());
  });

  afterEach(() => mock.timers.reset());

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const push = (change: Params = {}, who = portal): Promise<TokenAnswer> => {
    const params = Object.fromEntries(new URL(who.authorizeUrl()).searchParams);
    return who.post(`${provider.url}/par`, { ...params, ...change });
  };

  const visit = (requestUri: unknown, clientId = portal.application.id): string =>
    `${provider.issuer}/authorize?${form({ client_id: clientId, request_uri: String(requestUri) })}`;

  function refused(landing: Landing, error: string): void {
    const shown = landing.at === 'page' ? provider.shown.error?.error : landing.url.searchParams.get('error');
    assert.equal(shown, error);
  }

  it('logs in, through an interaction, once', async () => {
    const { status, body } = await push();
    assert.equal(status, 201);
    const browser = provider.browser();
    const landing = await browser.go(visit(body.request_uri));
    assert.equal(landing.at, 'elsewhere');
    assert.equal((await portal.exchange(landing.url.searchParams.get('code')!)).status, 200);
    refused(await browser.go(visit(body.request_uri)), 'invalid_request_uri');
  });

  it('is the only way for one who is registered so (§6)', async () => {
    const strict = new RawPortal(provider, await provider.addApplication({ pushedRequests: 'required' }));
    refused(await strict.authorize(provider.browser()), 'invalid_request');
    const { body } = await push({}, strict);
    const landing = await provider.browser().go(visit(body.request_uri, strict.application.id));
    assert.equal(landing.at, 'elsewhere');
    assert.ok(landing.url.searchParams.has('code'));
  });

  it('A1 gives one code to eight parallel visits of two nodes', async () => {
    const browser = provider.browser();
    await portal.login(browser);
    const second = await provider.secondNode();
    for (let round = 0; round < 5; round++) {
      const { request_uri: uri } = (await push()).body;
      const visits = Array.from({ length: 8 }, (_, n) => {
        const url = visit(uri).replace(provider.url, n % 2 ? second.url : provider.url);
        return browser.twin().request(url);
      });
      const answers = await Promise.all(visits);
      const codes = answers.filter((one) => /[?&]code=/.test(one.headers.get('location') ?? ''));
      assert.equal(codes.length, 1);
      assert.ok(answers.every(({ status }) => status < 500));
    }
  });

  it('refuses another application’s, an expired, a made-up and a nested request_uri', async () => {
    const { request_uri: uri } = (await push()).body;
    refused(await provider.browser().go(visit(uri, other.application.id)), 'invalid_request_object');
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 80_000 });
    refused(await provider.browser().go(visit(uri)), 'invalid_request_uri');
    mock.timers.reset();
    refused(await provider.browser().go(visit('urn:ietf:params:oauth:request_uri:made-up')), 'invalid_request_uri');
    assert.equal((await push({ request_uri: String(uri) })).body.error, 'request_uri_not_supported');
  });

  it('refuses a bad redirect_uri, a wrong secret and GET', async () => {
    assert.equal((await push({ redirect_uri: 'https://evil.example.test/' })).body.error, 'invalid_request');
    const basic = `Basic ${Buffer.from(`${portal.application.id}:wrong`).toString('base64')}`;
    assert.equal((await portal.post(`${provider.url}/par`, { client_id: portal.application.id }, basic)).status, 401);
    await request(provider.url).get('/par').expect(404);
  });
});
