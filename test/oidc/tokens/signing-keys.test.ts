import { strict as assert } from 'node:assert';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import request from 'supertest';
import { KeyRing, type KeyTiming } from '../../../src/provider/keys/key-ring.js';
import { systemClock } from '../../../src/shared/clock.js';
import { testKeys } from '../../support/identities/identities.js';
import { MovedTime } from '../../support/moved-time.js';
import { startProvider, type TestProvider } from '../../support/provider/provider.js';
import { form, RawPortal } from '../../support/provider/provider-portal.js';
import { eachStorePair, makeEmbedded, type TestStores } from '../../support/stores.js';

eachStorePair('signing keys', (make) => {
  let stores: TestStores;

  beforeEach(async () => {
    stores = await make();
  });

  afterEach(() => stores.close());

  const ring = (timing: Partial<KeyTiming> = {}): KeyRing =>
    new KeyRing({ uow: stores.uow, keys: testKeys, clock: systemClock, timing });
  const states = async () =>
    (await stores.uow.read.signingKeys.all()).map(({ alg, state }) => `${alg} ${state}`).sort();

  it('are made once for each algorithm, even by nodes that start at the same moment', async () => {
    const second = await stores.secondNode();
    const other = new KeyRing({ uow: second.uow, keys: testKeys, clock: systemClock });
    await Promise.all([ring().ensure(), other.ensure()]);
    const signing = (await states()).filter((state) => state.endsWith('signing'));
    assert.deepEqual(signing, ['ES256 signing', 'RS256 signing']);
    const before = await states();
    await ring().ensure();
    assert.deepEqual(await states(), before);
  });

  it('rest sealed', async () => {
    await ring().ensure();
    for (const key of await stores.uow.read.signingKeys.all()) {
      assert.doesNotMatch(JSON.stringify(key), /"d"|"p"/);
      assert.match(key.sealedPrivateJwk, /^1\./);
    }
  });

  it('are published, then sign, then verify only, then go', async () => {
    const timing = { publishMs: 80_000, retireMs: 250_000 };
    const keys = ring(timing);
    await keys.ensure();
    const first = (await keys.load()).jwks.find(({ alg }) => alg === 'ES256')!;
    const { kids } = await keys.rotate('operator:tests', 'ES256');
    await keys.advance();
    const now = async () => (await keys.load()).jwks.filter(({ alg }) => alg === 'ES256').map(({ kid }) => kid);
    assert.deepEqual(await now(), [first.kid, kids[0]], 'published: the old one still signs');
    await MovedTime.after(100, () => Promise.all([keys.advance(), ring(timing).advance()]));
    assert.deepEqual(await now(), [kids[0], first.kid], 'the new one signs, the old one verifies');
    assert.deepEqual(await states(), ['ES256 retired', 'ES256 signing', 'RS256 signing']);
    await MovedTime.after(100 + 270, () => keys.advance());
    assert.deepEqual(await now(), [kids[0]]);
  });

  it('F10 rotate under load over two nodes without one failed verification', async () => {
    const timing = { publishMs: 700, retireMs: 60_000 };
    const provider = await startProvider(stores, { timing, settings: { keyPollMs: 100 } });
    try {
      const second = await provider.secondNode();
      const portal = new RawPortal(provider, await provider.addApplication());
      const rsa = new RawPortal(provider, await provider.addApplication({ idTokenAlg: 'RS256' }));
      const browser = provider.browser();
      // A portal's JWKS, which it fetches again for an unknown key at most every 500 ms.
      const jwks = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`), { cooldownDuration: 500 });
      const used = new Set<string>();
      const work = async (who: RawPortal, url: string, until: () => boolean): Promise<void> => {
        while (!until()) {
          const { body } = await who.exchange(await who.code(browser), {}, url);
          used.add(decodeProtectedHeader(body.id_token!).kid!);
          await jwtVerify(body.id_token!, jwks, { issuer: provider.issuer, audience: who.application.id });
        }
      };
      const first = (await portal.login(browser)).id_token!;
      await rsa.login(browser);
      const { kids } = await ring(timing).rotate('operator:tests');
      const end = Date.now() + 15_000;
      const until = (): boolean => kids.every((kid) => used.has(kid)) || Date.now() > end;
      await Promise.all([
        work(portal, provider.url, until),
        work(portal, second.url, until),
        work(rsa, provider.url, until),
        work(rsa, second.url, until),
      ]);
      for (const kid of kids) assert.ok(used.has(kid), 'the new key signed during the load');
      assert.equal(used.size, 4);
      const landing = await browser.go(`${provider.issuer}/logout?${form({ id_token_hint: first })}`);
      assert.equal(landing.at === 'page' && landing.status, 200, 'an ID token of the retired key is still a hint');
    } finally {
      await provider.close();
    }
  });
});

describe('signing keys of a portal', () => {
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

  it('are ES256 unless RS256 is registered; both are published, without their private parts', async () => {
    const es = new RawPortal(provider, await provider.addApplication());
    const rs = new RawPortal(provider, await provider.addApplication({ idTokenAlg: 'RS256' }));
    const alg = async (portal: RawPortal) =>
      decodeProtectedHeader((await portal.login(provider.browser())).id_token!).alg;
    assert.deepEqual([await alg(es), await alg(rs)], ['ES256', 'RS256']);
    const { keys } = (await request(provider.issuer).get('/jwks')).body as { keys: Record<string, string>[] };
    assert.deepEqual(keys.map((key) => key.alg).sort(), ['ES256', 'RS256']);
    for (const key of keys)
      assert.deepEqual(
        ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].filter((part) => part in key),
        [],
      );
  });
});
