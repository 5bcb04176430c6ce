import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { faultsOf, newApplicationSchema, newDepartmentSchema } from './departments.schema.js';
import { levelOfRegion, regionContains, regionName } from './regions.js';
import { uriFault } from './uri-rules.js';

const name = { zh: '税务', en: 'Tax' };
const application = {
  id: 'tax-portal',
  departmentId: 'tax',
  name,
  summary: name,
  homeUri: 'https://tax.gov.cn/login',
  redirectUris: ['https://tax.gov.cn/callback'],
  authentication: 'client_secret_basic',
};

/** `path fault` of everything wrong with the application, changed. */
function wrong(change: object): string[] {
  const parsed = newApplicationSchema.safeParse({ ...application, ...change });
  return parsed.success ? [] : faultsOf(parsed.error).map(({ path, fault }) => `${path} ${fault}`);
}

function publicJwk(bits: number) {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return { ...publicKey.export({ format: 'jwk' }), kid: `rsa-${bits}` };
}

describe('a new application', () => {
  it('is accepted with the fewest settings, and gets the careful defaults', () => {
    const { pkce, consentDays, minimumAal, claims, jwks } = newApplicationSchema.parse(application);
    assert.deepEqual(
      { pkce, consentDays, minimumAal, claims, jwks },
      {
        pkce: 'required',
        consentDays: 365,
        minimumAal: 1,
        claims: [],
        jwks: null,
      },
    );
  });

  it('hears of every fault at once', () => {
    const faults = wrong({ id: 'Tax', redirectUris: [], consentDays: 366, minimumIal: 4, secret: 'x' });
    assert.deepEqual(faults.toSorted(), [
      'consentDays number_range',
      'id id_form',
      'minimumIal not_a_choice',
      'redirectUris list_length',
      'secret unknown_setting',
    ]);
  });

  it('hears of faults between values too, though others are missing', () => {
    const faults = wrong({
      name: undefined,
      authentication: 'none',
      pkce: 'optional',
      jwks: { keys: [publicJwk(2048)] },
    });
    assert.deepEqual(faults.toSorted(), ['jwks secret_and_jwks', 'name missing_or_wrong_kind', 'pkce pkce_public']);
    const bare = { claim: 'citizen_id', basis: { kind: 'consent' } };
    assert.deepEqual(wrong({ claims: [bare, bare] }).toSorted(), [
      'claims list_repeats',
      'claims.0.basis claim_statutory',
      'claims.0.purpose missing_or_wrong_kind',
      'claims.1.basis claim_statutory',
      'claims.1.purpose missing_or_wrong_kind',
    ]);
  });

  it('hears of every fault of an interface and of a call', () => {
    const api = {
      uri: 'http://api.gov.cn',
      token: 'saml',
      alg: 'none',
      scopes: ['openid', 'Income.read', 'a.b', 'a.b'],
    };
    assert.deepEqual(wrong({ api }).toSorted(), [
      'api.alg not_a_choice',
      'api.scopes list_repeats',
      'api.scopes.0 scope_form',
      'api.scopes.1 scope_form',
      'api.token not_a_choice',
      'api.uri uri_https',
    ]);
    const call = { resource: 'https://api.gov.cn/', scopes: ['a.b'] };
    assert.deepEqual(wrong({ calls: [call, call, { scope: 'a.b' }] }).toSorted(), [
      'calls list_repeats',
      'calls.2.resource missing_or_wrong_kind',
      'calls.2.scope unknown_setting',
    ]);
    assert.deepEqual(wrong({ api: { ...api, uri: 'https://API.gov.cn/#x' } }).slice(0, 1), ['api.uri uri_fragment']);
  });

  it('that is no object at all is refused', () => {
    for (const input of [undefined, null, 'x', [], 7]) assert.ok(!newApplicationSchema.safeParse(input).success);
  });

  it('may not take an identifier of the system', () => {
    assert.deepEqual(wrong({ id: 'yihao-home' }), ['id id_reserved']);
  });

  it('gets the citizen ID number by law only, with the article named', () => {
    const purpose = name;
    const ask = (basis: object) => wrong({ claims: [{ claim: 'citizen_id', purpose, basis }] });
    assert.deepEqual(ask({ kind: 'consent' }), ['claims.0.basis claim_statutory']);
    assert.deepEqual(ask({ kind: 'statutory', reference: { zh: '', en: '' } }), [
      'claims.0.basis.reference text_length',
    ]);
    assert.deepEqual(ask({ kind: 'statutory', reference: { zh: '《税收征收管理法》', en: 'Tax Collection Law' } }), []);
  });

  it('cannot make a legal duty optional, ask one claim twice, or ask for a claim that does not exist', () => {
    const statutory = { kind: 'statutory', reference: name };
    const one = { claim: 'name', purpose: name, basis: { kind: 'consent' } };
    assert.deepEqual(wrong({ claims: [{ ...one, basis: statutory, optional: true }] }), [
      'claims.0.optional claim_optional',
    ]);
    assert.deepEqual(wrong({ claims: [one, one] }), ['claims list_repeats']);
    assert.deepEqual(wrong({ claims: [{ ...one, claim: 'sub' }] }), ['claims.0.claim not_a_choice']);
    assert.deepEqual(wrong({ claims: [{ ...one, basis: { kind: 'habit' } }] }), ['claims.0.basis.kind not_a_choice']);
  });

  it('names the regions it may ask about for resident_of and for nothing else', () => {
    const one = { purpose: name, basis: { kind: 'consent' } };
    const asking = (claim: string, regions: unknown) => wrong({ claims: [{ ...one, claim, regions }] });
    assert.deepEqual(asking('resident_of', ['330100', '000000']), []);
    assert.deepEqual(asking('resident_of', ['330100', '99']), ['claims.0.regions.1 region_unknown']);
    assert.deepEqual(asking('resident_of', []), ['claims.0.regions list_length']);
    assert.deepEqual(asking('name', ['330100']), ['claims.0.regions claim_regions']);
  });

  it('uses PKCE whenever it has no secret', () => {
    assert.deepEqual(wrong({ authentication: 'none', pkce: 'optional' }), ['pkce pkce_public']);
    assert.deepEqual(wrong({ pkce: 'optional' }), []);
  });

  it('registers public keys, strong ones, for private_key_jwt and nothing else', () => {
    const good = publicJwk(2048);
    const keyed = (...keys: object[]) => wrong({ authentication: 'private_key_jwt', jwks: { keys } });
    assert.deepEqual(keyed(good), []);
    assert.deepEqual(keyed({ ...good, d: 'AQAB' }), ['jwks.keys.0 jwks_private']);
    assert.deepEqual(keyed({ kty: 'oct', k: 'c2VjcmV0', kid: 'a' }), [
      'jwks.keys.0 jwks_private',
      'jwks.keys.0 jwks_weak',
    ]);
    assert.deepEqual(keyed(publicJwk(1024)), ['jwks.keys.0 jwks_weak']);
    assert.deepEqual(keyed({ ...good, use: 'enc' }), ['jwks.keys.0 jwks_weak']);
    assert.deepEqual(keyed(good, good), ['jwks.keys jwks_kid']);
    assert.deepEqual(wrong({ authentication: 'private_key_jwt' }), ['jwks secret_and_jwks']);
    assert.deepEqual(wrong({ jwks: { keys: [good] } }), ['jwks secret_and_jwks']);
  });
});

describe('an address of a portal', () => {
  for (const [text, fault] of [
    ['https://tax.gov.cn/callback', undefined],
    ['https://tax.gov.cn/callback?from=yihao', undefined],
    ['http://localhost:3001/callback', undefined],
    ['http://127.0.0.1/callback', undefined],
    ['http://[::1]:8080/callback', undefined],
    ['http://tax.gov.cn/callback', 'uri_https'],
    ['http://localhost.evil.cn/callback', 'uri_https'],
    ['javascript:alert(1)', 'uri_invalid'],
    ['gov.cn.tax:/callback', 'uri_invalid'],
    ['/callback', 'uri_invalid'],
    ['https://*.gov.cn/callback', 'uri_wildcard'],
    ['https://tax.gov.cn/*', 'uri_wildcard'],
    ['https://tax.gov.cn@evil.cn/callback', 'uri_userinfo'],
    ['https://@tax.gov.cn/callback', 'uri_userinfo'],
    ['https://tax.gov.cn/callback#top', 'uri_fragment'],
    ['https://tax.gov.cn/callback#', 'uri_fragment'],
    ['https://TAX.gov.cn/callback', 'uri_normal_form'],
    ['https://tax.gov.cn:443/callback', 'uri_normal_form'],
    ['https://tax.gov.cn/a/../callback', 'uri_normal_form'],
    ['https://tax.gov.cn\\callback', 'uri_normal_form'],
    ['https:tax.gov.cn/callback', 'uri_normal_form'],
    [' https://tax.gov.cn/callback', 'uri_normal_form'],
    ['https://tax.gov.cn', 'uri_normal_form'],
    [`https://tax.gov.cn/${'a'.repeat(500)}`, 'uri_invalid'],
  ] as const) {
    it(`A18 ${fault ?? 'accepted'}: ${text.slice(0, 60)}`, () => assert.equal(uriFault(text), fault));
  }
});

describe('a new department', () => {
  it('is told what may stand where there is a choice', () => {
    const parsed = newDepartmentSchema.safeParse({ id: 'tax', name, level: 'village', region: '330100' });
    const [fault] = parsed.success ? [] : faultsOf(parsed.error);
    assert.equal(fault?.path, 'level');
    assert.equal(fault?.values.choices, 'national, province, city, county');
  });

  const wrongDepartment = (change: object) => {
    const parsed = newDepartmentSchema.safeParse({ id: 'tax', name, level: 'national', region: '000000', ...change });
    return parsed.success ? [] : faultsOf(parsed.error).map(({ path, fault }) => `${path} ${fault}`);
  };

  it('has a region of its own level', () => {
    assert.deepEqual(wrongDepartment({}), []);
    assert.deepEqual(wrongDepartment({ level: 'province', region: '110000' }), []);
    assert.deepEqual(wrongDepartment({ level: 'city', region: '330100' }), []);
    assert.deepEqual(wrongDepartment({ level: 'county', region: '330106' }), []);
    assert.deepEqual(wrongDepartment({ region: '110000' }), ['region region_level']);
    assert.deepEqual(wrongDepartment({ level: 'city', region: '330106' }), ['region region_level']);
    assert.deepEqual(wrongDepartment({ level: 'province', region: '990000' }), ['region region_unknown']);
    assert.deepEqual(wrongDepartment({ region: '00000' }), ['region region_unknown']);
    assert.deepEqual(wrongDepartment({ level: 'county', region: '000001' }), ['region region_unknown']);
    assert.deepEqual(wrongDepartment({ name: { zh: '税务' }, region: '110000' }).toSorted(), [
      'name.en missing_or_wrong_kind',
      'region region_level',
    ]);
  });
});

describe('regions', () => {
  it('are called by themselves, else by their city, else by their province', () => {
    assert.equal(regionName('330100').zh, '杭州市');
    assert.equal(regionName('330106').zh, '杭州市');
    assert.equal(regionName('331100').zh, '浙江省');
    assert.equal(regionName('000000').en, 'National');
    assert.equal(regionName('990000').zh, '990000');
  });

  it('contain one another by their digits in pairs', () => {
    assert.ok(regionContains('000000', '330106'));
    assert.ok(regionContains('330000', '330106'));
    assert.ok(regionContains('330100', '330106'));
    assert.ok(regionContains('330100', '330100'));
    assert.ok(!regionContains('330100', '330206'));
    assert.ok(!regionContains('331000', '330100'));
    assert.equal(levelOfRegion('331000'), 'city');
  });
});
