import { strict as assert } from 'node:assert';
import { ALL_CLAIMS, CITIZEN_ID_BY_LAW, startProvider, type TestProvider } from '../../support/provider/provider.js';
import { idTokenOf, type Params, RawPortal } from '../../support/provider/provider-portal.js';
import { makeEmbedded, type TestStores } from '../../support/stores.js';

describe('claims (OpenID Connect Core §5, OpenID Connect for Identity Assurance 1.0)', () => {
  let stores: TestStores;
  let provider: TestProvider;
  let portal: RawPortal;
  let person: Awaited<ReturnType<TestProvider['domain']['identities']['reveal']>>;

  before(async () => {
    stores = await makeEmbedded();
    provider = await startProvider(stores);
    portal = new RawPortal(provider, await provider.addApplication({ claims: [...ALL_CLAIMS, CITIZEN_ID_BY_LAW] }));
    person = await provider.domain.identities.reveal(provider.citizen, [
      'name',
      'number',
      'birthdate',
      'gender',
      'residence',
      'phone',
      'email',
    ]);
  });

  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  async function userinfo(change: Params): Promise<Readonly<Record<string, unknown>>> {
    const { access_token: token } = await portal.login(provider.browser(), change);
    const { status, body } = await portal.userinfo(token!);
    assert.equal(status, 200);
    const { sub: _sub, ...claims } = body;
    return claims;
  }

  const asking = (member: Readonly<Record<string, unknown>>): Params => ({
    claims: JSON.stringify({ userinfo: member }),
  });

  describe('scopes', () => {
    it('each scope brings its claims and no others', async () => {
      const { name, birthdate, gender, phone, email, number } = person;
      assert.deepEqual(await userinfo({ scope: 'openid' }), {});
      assert.deepEqual(await userinfo({ scope: 'openid profile' }), { name, birthdate, gender });
      assert.deepEqual(await userinfo({ scope: 'openid phone' }), { phone_number: phone, phone_number_verified: true });
      assert.deepEqual(await userinfo({ scope: 'openid email' }), { email, email_verified: true });
      assert.deepEqual(await userinfo({ scope: 'openid citizen_id' }), { citizen_id: number });
    });

    it('an ID token holds none of them', async () => {
      const claims = idTokenOf(await portal.login(provider.browser(), { scope: 'openid profile phone' }));
      const about = ['name', 'birthdate', 'gender', 'phone_number'].filter((claim) => claim in claims);
      assert.deepEqual(about, []);
      for (const claim of ['sub', 'acr', 'amr', 'auth_time', 'iss', 'aud', 'exp', 'iat'])
        assert.ok(claim in claims, claim);
    });
  });

  describe('the claims parameter', () => {
    it('asking for one claim releases that claim, not its scope', async () => {
      assert.deepEqual(await userinfo(asking({ name: null })), { name: person.name });
      assert.deepEqual(await userinfo(asking({ phone_number: { essential: true } })), { phone_number: person.phone });
    });

    it('puts a claim into the ID token where that is asked', async () => {
      const tokens = await portal.login(provider.browser(), { claims: JSON.stringify({ id_token: { gender: null } }) });
      assert.equal(idTokenOf(tokens).gender, person.gender);
      assert.deepEqual(Object.keys((await portal.userinfo(tokens.access_token!)).body), ['sub']);
    });

    it('an unknown claim does no harm and gets no answer', async () => {
      assert.deepEqual(await userinfo(asking({ favourite_tea: null })), {});
    });
  });

  it('names that every object has are no scopes, claims or elements', async () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
    const members = Object.fromEntries(names.filter((name) => name !== '__proto__').map((name) => [name, null]));
    const verified = { verification: { trust_framework: null, ...members }, claims: { name: null, ...members } };
    const claims = await userinfo({
      scope: `openid ${names.join(' ')}`,
      ...asking({ ...members, resident_of: { values: names }, verified_claims: verified }),
    });
    assert.deepEqual(claims, {
      verified_claims: { verification: { trust_framework: 'cn_yihao' }, claims: { name: person.name } },
    });
    const proto = '{"userinfo":{"__proto__":null,"name":null},"__proto__":{"userinfo":{"citizen_id":null}}}';
    assert.deepEqual(await userinfo({ claims: proto }), { name: person.name });
  });

  describe('predicates', () => {
    it('age_over_18 needs no birth date', async () => {
      const today = new Date();
      const eighteenth = new Date(person.birthdate!);
      eighteenth.setFullYear(eighteenth.getFullYear() + 18);
      assert.deepEqual(await userinfo(asking({ age_over_18: null })), { age_over_18: eighteenth <= today });
    });

    it('resident_of answers for the regions asked about, and says nothing without any', async () => {
      const province = `${person.residence!.slice(0, 2)}0000`;
      const elsewhere = province === '110000' ? '310000' : '110000';
      assert.deepEqual(await userinfo(asking({ resident_of: { values: [elsewhere, province] } })), {
        resident_of: true,
      });
      assert.deepEqual(await userinfo(asking({ resident_of: { value: person.residence } })), { resident_of: true });
      assert.deepEqual(await userinfo(asking({ resident_of: { values: [elsewhere] } })), { resident_of: false });
      assert.deepEqual(await userinfo(asking({ resident_of: null })), {});
      assert.deepEqual(await userinfo(asking({ resident_of: { values: ['', 'x', 110000] } })), {});
    });
  });

  describe('verified_claims', () => {
    const request = (verification: object, claims: object): Params =>
      asking({ verified_claims: { verification, claims } });

    it('carries the assurance level with the claims it vouches for', async () => {
      const asked = { trust_framework: null, assurance_level: null, time: null };
      const { verified_claims: answer } = await userinfo(request(asked, { name: null, birthdate: null }));
      const { verification, claims } = answer as { verification: Record<string, string>; claims: object };
      assert.equal(verification.trust_framework, 'cn_yihao');
      assert.equal(verification.assurance_level, 'urn:yihao:ial:1');
      assert.ok(Date.parse(verification.time!) <= Date.now());
      assert.deepEqual(claims, { name: person.name, birthdate: person.birthdate });
    });

    it('gives no claim at the top level that was asked for inside', async () => {
      const claims = await userinfo(request({ trust_framework: null }, { citizen_id: null }));
      assert.deepEqual(Object.keys(claims), ['verified_claims']);
    });

    it('is left out where a constraint is not met, or no claim is asked for', async () => {
      const level = (value: string) => ({ trust_framework: null, assurance_level: { value } });
      assert.deepEqual(await userinfo(request(level('urn:yihao:ial:2'), { name: null })), {});
      assert.deepEqual(await userinfo(request({ trust_framework: { value: 'eidas' } }, { name: null })), {});
      assert.deepEqual(await userinfo(request({ trust_framework: null, time: { max_age: 0 } }, { name: null })), {});
      assert.deepEqual(await userinfo(request({ trust_framework: null }, {})), {});
      assert.deepEqual(await userinfo(request({}, { name: null })), {});
      assert.ok('verified_claims' in (await userinfo(request(level('urn:yihao:ial:1'), { name: null }))));
    });
  });

  describe('A11 what is released is what was granted', () => {
    it('a claim the application is not permitted is not released, however it is asked for', async () => {
      const narrow = new RawPortal(
        provider,
        await provider.addApplication({ claims: ALL_CLAIMS.filter(({ claim }) => claim === 'name') }),
      );
      const change = { ...asking({ birthdate: null, citizen_id: null, name: null }), scope: 'openid profile' };
      const { access_token: token } = await narrow.login(provider.browser(), change);
      assert.deepEqual(Object.keys((await narrow.userinfo(token!)).body).sort(), ['name', 'sub']);
      const asked = provider.walked.at(-1);
      assert.deepEqual(asked?.outcome === 'open' && asked.requested, ['name']);
    });

    it('nor inside verified_claims, nor is it decrypted or written down as released', async () => {
      const claims = ALL_CLAIMS.filter(({ claim }) => claim === 'name' || claim === 'verified_claims');
      const narrow = new RawPortal(provider, await provider.addApplication({ claims }));
      const verified = {
        verification: { trust_framework: null },
        claims: { name: null, birthdate: null, citizen_id: null },
      };
      const { access_token: token } = await narrow.login(provider.browser(), asking({ verified_claims: verified }));
      const { verified_claims: answer } = (await narrow.userinfo(token!)).body;
      assert.deepEqual((answer as { claims: object }).claims, { name: person.name });
      const [event] = await stores.uow.read.audit.ofIdentity(provider.citizen, 1);
      assert.deepEqual(event?.detail.claims, ['name', 'verified_claims']);
    });

    it('an optional claim that was not ticked is not released', async () => {
      const claims = ALL_CLAIMS.map((one) => ({ ...one, optional: one.claim === 'gender' }));
      const asking = new RawPortal(provider, await provider.addApplication({ claims }));
      provider.onInteraction = async (ctx, details, node) => {
        if (details.step !== 'consent') {
          return node.interactions.finishLogin(ctx, details.uid, {
            identityId: provider.citizen,
            aal: 1,
            amr: ['pwd'],
            used: ['password'],
          });
        }
        const identity = (await node.domain.identities.find(provider.citizen))!;
        const question = { identity, application: details.application!, requested: details.requested };
        const due = await node.domain.consents.due(question);
        assert.ok(due.due);
        await node.domain.consents.give({ ...question, digest: due.digest, chosen: [], locale: 'en' });
        await node.interactions.finishConsent(ctx, details.uid);
      };
      const { access_token: token } = await asking.login(provider.browser(), { scope: 'openid profile' });
      provider.onInteraction = undefined;
      assert.deepEqual(Object.keys((await asking.userinfo(token!)).body).sort(), ['birthdate', 'name', 'sub']);
    });

    it('an ID token for a scope releases nothing, so nothing is decrypted or written down', async () => {
      provider.citizen = await provider.addCitizen();
      await portal.login(provider.browser(), { scope: 'openid profile' });
      const events = await stores.uow.read.audit.ofIdentity(provider.citizen, 100);
      assert.deepEqual(
        events.filter(({ type }) => type === 'claims.released'),
        [],
      );
    });

    it('every release is written down, by names and never by values', async () => {
      provider.citizen = await provider.addCitizen();
      await userinfo({ scope: 'openid profile' });
      const events = await stores.uow.read.audit.ofIdentity(provider.citizen, 100);
      const released = events.find(({ type }) => type === 'claims.released');
      assert.deepEqual(released?.detail, { claims: ['name', 'birthdate', 'gender'], to: 'userinfo' });
      assert.equal(released?.applicationId, portal.application.id);
      assert.doesNotMatch(JSON.stringify(events), new RegExp(person.name!));
    });
  });
});
