import assert from 'node:assert/strict';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { watchAudit } from '../../../test/support/provider/watch-audit.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { randomId } from '../../shared/random.js';
import { Applications, Departments, Subjects, secretDigest } from './index.js';

const words = (text: string) => ({ zh: text, en: text });
const NATIONAL = { id: 'dept-national', name: words('国家'), level: 'national', region: '000000' };
const CITY = { id: 'dept-city', name: words('杭州'), level: 'city', region: '330100', parentId: 'dept-national' };
const PORTAL = {
  id: 'portal',
  departmentId: 'dept-city',
  name: words('门户'),
  summary: words('办事'),
  homeUri: 'https://portal.gov.cn/login',
  redirectUris: ['https://portal.gov.cn/callback'],
  authentication: 'client_secret_basic',
};

eachStorePair('departments and applications', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let departments: Departments;
  let applications: Applications;

  beforeEach(async () => {
    stores = await make();
    clock = new MovableClock();
    departments = new Departments({ uow: stores.uow, clock });
    applications = new Applications({ uow: stores.uow, clock });
    await departments.add(NATIONAL, 'operator:tests');
    await departments.add(CITY, 'operator:tests');
  });
  afterEach(() => stores.close());

  const faults = (result: { outcome: string; faults?: readonly { path: string; fault: string }[] }) =>
    result.faults?.map(({ path, fault }) => `${path} ${fault}`) ?? result.outcome;

  async function grantOf(applicationId: string): Promise<string> {
    const digest = randomId();
    const expiresAt = new Date(clock.now().getTime() + 3_600_000);
    const grant = { digest, identityId: 'identity', applicationId, payload: {}, expiresAt, revokedAt: null };
    await stores.uow.run(({ grants }) => grants.put(grant));
    return digest;
  }

  it('takes a department only below an existing one of a higher level whose region it lies in', async () => {
    const child = { id: 'dept-child', name: words('区'), level: 'county', region: '330106' };
    const add = async (change: object) => faults(await departments.add({ ...child, ...change }, 'operator:tests'));
    assert.deepEqual(await add({ parentId: 'nobody' }), ['parentId parent_unknown']);
    assert.deepEqual(await add({ level: 'city', region: '330200', parentId: 'dept-city' }), ['parentId parent_level']);
    assert.deepEqual(await add({ region: '330206', parentId: 'dept-city' }), ['parentId parent_region']);
    assert.equal(await add({ parentId: 'dept-city' }), 'added');
    assert.deepEqual(await add({ parentId: 'dept-city' }), ['id id_taken']);
  });

  it('shows a secret once and keeps its digest; another node reads the same application', async () => {
    const added = await applications.add(PORTAL, 'operator:tests');
    assert(added.outcome === 'added' && added.secret);
    assert.match(added.secret, /^[\w-]{43}$/);
    const second = await stores.secondNode();
    const read = await new Applications({ uow: second.uow, clock }).find('portal');
    assert.equal(read?.secretDigest, secretDigest(added.secret));
    assert(!JSON.stringify(read).includes(added.secret));
    assert.deepEqual({ ...read, createdAt: 0 }, { ...added.application, createdAt: 0 });
  });

  describe('interfaces', () => {
    const api = { uri: 'https://api.gov.cn/income', scopes: ['income.read', 'income.write'] };
    const call = { resource: api.uri, scopes: ['income.read'] };
    const machine = { ...PORTAL, redirectUris: [] };
    const add = async (change: object) => faults(await applications.add({ ...machine, ...change }, 'operator:tests'));

    it('offers one under an address that no other has, with the careful defaults', async () => {
      assert.equal(await add({ api }), 'added');
      const { api: kept, resource } = (await applications.findByResource(api.uri))!;
      assert.deepEqual([kept, resource], [{ ...api, token: 'jwt', alg: 'ES256' }, api.uri]);
      assert.deepEqual(await add({ id: 'other', api }), ['api.uri resource_taken']);
      await applications.disable('portal', 'operator:tests');
      assert.equal(await applications.findByResource(api.uri), undefined);
      assert.equal(await add({ id: 'other', api }), 'added');
    });

    it('is not found by an identifier, nor its application by the address: whoever asks for one cannot hide the other', async () => {
      await add({ api });
      assert.equal(await applications.find(api.uri), undefined);
      assert.equal(await applications.findByResource('portal'), undefined);
      assert.equal((await applications.findByResource(api.uri))?.id, 'portal');
      assert.equal((await applications.find('portal'))?.id, 'portal');
      assert.equal(await applications.find(api.uri), undefined);
    });

    it('lets one be called that is there, with scopes that it has', async () => {
      await add({ id: 'tax-api', api });
      const wrong = [
        { resource: 'https://api.gov.cn/', scopes: [] },
        { ...call, scopes: ['income.read', 'other.read'] },
      ];
      assert.deepEqual(await add({ calls: wrong }), [
        'calls.0.resource resource_unknown',
        'calls.1.scopes scope_unknown',
      ]);
      assert.equal(await add({ calls: [call] }), 'added');
    });

    it('is allowed and forbidden later, which replaces what was allowed, and both are in the audit', async () => {
      const events: string[] = [];
      const uow = watchAudit(stores.uow, ({ type, detail }) => void events.push(`${type} ${JSON.stringify(detail)}`));
      applications = new Applications({ uow, clock });
      await add({ id: 'tax-api', api });
      await add({ redirectUris: PORTAL.redirectUris });
      const allow = async (id: string, change = {}) =>
        faults(await applications.allow(id, { ...call, ...change }, 'operator:tests'));
      assert.equal(await allow('portal', { scopes: api.scopes }), 'allowed');
      assert.equal(await allow('portal'), 'allowed');
      assert.deepEqual((await applications.find('portal'))?.calls, [call]);
      assert.deepEqual(await allow('portal', { resource: 'https://nobody.gov.cn/' }), ['resource resource_unknown']);
      assert.deepEqual(await allow('portal', { scopes: ['x.y'] }), ['scopes scope_unknown']);
      assert.deepEqual(await allow('portal', { scopes: ['openid'] }), ['scopes.0 scope_form']);
      assert.deepEqual(await allow('nobody'), ['id application_unknown']);
      assert.equal(await applications.forbid('portal', api.uri, 'operator:tests'), true);
      assert.equal(await applications.forbid('portal', api.uri, 'operator:tests'), false);
      assert.equal(await applications.forbid('nobody', api.uri, 'operator:tests'), false);
      assert.deepEqual((await applications.find('portal'))?.calls, []);
      assert.deepEqual(events.slice(2), [
        `application.allowed {"resource":"${api.uri}","scopes":["income.read","income.write"]}`,
        `application.allowed {"resource":"${api.uri}","scopes":["income.read"]}`,
        `application.forbidden {"resource":"${api.uri}"}`,
      ]);
    });

    it('is for applications that can prove who they are', async () => {
      await add({ id: 'tax-api', api });
      const open = { redirectUris: PORTAL.redirectUris, authentication: 'none' };
      assert.deepEqual(await add({ ...open, calls: [call] }), ['authentication api_public']);
      assert.deepEqual(await add({ ...open, api }), ['authentication api_public']);
      assert.equal(await add(open), 'added');
      assert.deepEqual(faults(await applications.allow('portal', call, 'operator:tests')), ['id api_public']);
    });

    it('needs no page for citizens, and an application with neither is refused', async () => {
      assert.deepEqual(await add({}), ['redirectUris list_length']);
      await add({ id: 'tax-api', api });
      await add({ redirectUris: PORTAL.redirectUris, calls: [call] });
      assert.deepEqual(
        (await applications.listForHome()).map(({ id }) => id),
        ['portal'],
      );
    });
  });

  it('refuses an application of a department that is unknown or disabled', async () => {
    assert.deepEqual(faults(await applications.add({ ...PORTAL, departmentId: 'nobody' }, 'operator:tests')), [
      'departmentId department_unknown',
    ]);
    await departments.disable('dept-city', 'operator:tests');
    assert.deepEqual(faults(await applications.add(PORTAL, 'operator:tests')), ['departmentId department_unknown']);
  });

  it('may ask about residence in its department’s own region, unless other regions were named', async () => {
    const residence = { claim: 'resident_of', purpose: words('参保'), basis: { kind: 'consent' } };
    await applications.add({ ...PORTAL, claims: [residence] }, 'operator:tests');
    await applications.add(
      { ...PORTAL, id: 'portal-two', claims: [{ ...residence, regions: ['330000'] }] },
      'operator:tests',
    );
    const regions = async (id: string) => (await applications.load(id))?.claims[0]?.regions;
    assert.deepEqual([await regions('portal'), await regions('portal-two')], [['330100'], ['330000']]);
  });

  it('names what the store knows against it along with every other fault', async () => {
    await applications.add(PORTAL, 'operator:tests');
    const again = { ...PORTAL, departmentId: 'nobody', consentDays: 0 };
    assert.deepEqual(faults(await applications.add(again, 'operator:tests')), [
      'consentDays number_range',
      'id id_taken',
      'departmentId department_unknown',
    ]);
  });

  it('A13 disabling an application revokes what it was granted, and reaches other nodes in two seconds', async () => {
    await applications.add(PORTAL, 'operator:tests');
    const own = await grantOf('portal');
    const other = await grantOf('another');
    const elsewhere = new Applications({ uow: (await stores.secondNode()).uow, clock });
    assert.ok(await elsewhere.find('portal'));
    assert.deepEqual(await applications.disable('portal', 'operator:tests'), { outcome: 'disabled' });
    assert.equal(await applications.find('portal'), undefined);
    assert.ok(await elsewhere.find('portal'), 'still in memory');
    clock.pass(2);
    assert.equal(await elsewhere.find('portal'), undefined);
    assert.equal(await stores.uow.read.grants.find(own), undefined);
    assert.ok(await stores.uow.read.grants.find(other));
    assert.deepEqual(await applications.disable('portal', 'operator:tests'), { outcome: 'already_disabled' });
    assert.deepEqual(await applications.disable('nobody', 'operator:tests'), { outcome: 'unknown' });
  });

  it('does nothing that it cannot write down', async () => {
    await applications.add(PORTAL, 'operator:tests');
    const grant = await grantOf('portal');
    const uow = watchAudit(stores.uow, ({ type }) => {
      throw new Error(`no room for ${type}`);
    });
    const unrecorded = new Applications({ uow, clock });
    await assert.rejects(unrecorded.disable('portal', 'operator:tests'), /application\.disabled/);
    await assert.rejects(unrecorded.add({ ...PORTAL, id: 'portal-two' }, 'operator:tests'), /application\.added/);
    await assert.rejects(new Departments({ uow, clock }).disable('dept-city', 'operator:tests'), /disabled/);
    assert.ok(await applications.find('portal'));
    assert.equal(await applications.load('portal-two'), undefined);
    assert.ok(await stores.uow.read.grants.find(grant));
  });

  it('disabling a department ends all of its applications and no others', async () => {
    await applications.add(PORTAL, 'operator:tests');
    await applications.add({ ...PORTAL, id: 'portal-two' }, 'operator:tests');
    await applications.add({ ...PORTAL, id: 'portal-nation', departmentId: 'dept-national' }, 'operator:tests');
    const own = await grantOf('portal-two');
    await departments.disable('dept-city', 'operator:tests');
    clock.pass(2);
    assert.deepEqual(
      (await applications.listForHome()).map(({ id }) => id),
      ['portal-nation'],
    );
    assert.equal(await stores.uow.read.grants.find(own), undefined);
    assert.ok((await applications.load('portal'))?.disabledAt);
  });

  it('lists services for the home page from the widest level down, with their region by name', async () => {
    await applications.add(PORTAL, 'operator:tests');
    await applications.add({ ...PORTAL, id: 'portal-nation', departmentId: 'dept-national' }, 'operator:tests');
    const list = await applications.listForHome();
    assert.deepEqual(
      list.map(({ id, department }) => [id, department.level, department.regionName.zh]),
      [
        ['portal-nation', 'national', '全国'],
        ['portal', 'city', '杭州市'],
      ],
    );
  });

  it('gives an identity one random subject in a department, however many nodes ask at once', async () => {
    const nodes = [stores, await stores.secondNode()].map(({ uow }) => new Subjects({ uow }));
    const ask = (department: string) =>
      Promise.all(Array.from({ length: 20 }, (_, n) => nodes[n % 2]!.subjectOf('identity-1', department)));
    const here = new Set(await ask('dept-city'));
    const there = new Set(await ask('dept-national'));
    assert.equal(here.size, 1);
    assert.equal(there.size, 1);
    assert.notDeepEqual(here, there);
    assert.match([...here][0]!, /^[\w-]{43}$/);
    assert.notEqual(await nodes[0]!.subjectOf('identity-2', 'dept-city'), [...here][0]);
  });
});
