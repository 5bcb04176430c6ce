import assert from 'node:assert/strict';
import type { Application } from '../../src/domain/records/index.js';
import { randomId } from '../../src/shared/random.js';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { application, at, consent, department, receipt } from './records.js';

eachStorePair('departments, applications, subjects and consents', (make) => {
  let stores: TestStores;
  let other: Stores;

  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  it('keeps departments once per id', async () => {
    const [nation, county] = [department({ id: 'a' }), department({ id: 'b', parentId: 'a', level: 'county' })];
    await stores.uow.run(async ({ departments }) => {
      assert.equal(await departments.insert(county), true);
      assert.equal(await departments.insert(nation), true);
      assert.equal(await departments.insert({ ...nation, region: '110000' }), false);
      assert.equal(await departments.setDisabled('b', at(3)), true);
      assert.equal(await departments.setDisabled('nobody', at(3)), false);
    });
    assert.deepEqual(await other.uow.read.departments.list(), [nation, { ...county, disabledAt: at(3) }]);
    assert.deepEqual(await other.uow.read.departments.find('a'), nation);
    await stores.uow.run(({ departments }) => departments.setDisabled('b', null));
    assert.deepEqual(await other.uow.read.departments.find('b'), county);
    assert.equal(await other.uow.read.departments.find('A'), undefined);
  });

  it('keeps every field of an application', async () => {
    const confidential = application({ id: 'one' });
    const open = application({
      id: 'two',
      jwks: null,
      secretDigest: 'digest',
      backchannelLogoutUri: 'https://tax.example/logout',
      claims: [],
      redirectUris: [],
      api: { uri: 'https://api.tax.example/', token: 'opaque', alg: 'ES256', scopes: ['a.b'] },
      calls: [{ resource: 'https://api.other.example/', scopes: ['c.d', 'e:f'] }],
      disabledAt: at(9),
    });
    await stores.uow.run(async ({ applications }) => {
      assert.equal(await applications.insert(confidential), true);
      assert.equal(await applications.insert(open), true);
      assert.equal(await applications.insert(open), false);
    });
    assert.deepEqual(await other.uow.read.applications.list(), [confidential, open]);
    assert.deepEqual(await other.uow.read.applications.find('one'), confidential);
    assert.equal(await other.uow.read.applications.find('one '), undefined);
    await stores.uow.run(({ applications }) => applications.setDisabled('two', null));
    assert.deepEqual(await other.uow.read.applications.find('two'), { ...open, disabledAt: null });
  });

  it('keeps the address of an interface for one application, until that is disabled', async () => {
    const resource = 'https://api.tax.example/income';
    const [first, second] = [application({ id: 'one', resource }), application({ id: 'two', resource })];
    const insert = (store: Stores, one: Application) => store.uow.run(({ applications }) => applications.insert(one));
    const turns = Array.from({ length: 10 }, (_, n) => insert(n % 2 ? stores : other, { ...first, id: `turn-${n}` }));
    assert.equal((await Promise.all(turns)).filter(Boolean).length, 1, 'ten at once: one has it');
    const found = await other.uow.read.applications.findByResource(resource);
    assert.match(found!.id, /^turn-\d$/);
    for (const wrong of [`${resource} `, resource.toUpperCase(), '']) {
      assert.equal(await stores.uow.read.applications.findByResource(wrong), undefined);
    }
    assert.equal(await insert(stores, second), false);
    await stores.uow.run(({ applications }) => applications.setDisabled(found!.id, at(1)));
    assert.equal(await stores.uow.read.applications.findByResource(resource), undefined);
    assert.equal(await insert(stores, second), true);
    assert.equal(await insert(stores, application({ id: 'three' })), true, 'those without an interface do not collide');
    assert.equal(await insert(stores, application({ id: 'four' })), true);
  });

  it('changes which interfaces an application may call, and nothing else of it', async () => {
    const caller = application({ id: 'caller' });
    const calls = [{ resource: 'https://api.tax.example/', scopes: [] }];
    await stores.uow.run(async ({ applications }) => {
      await applications.insert(caller);
      await applications.setCalls('caller', calls);
    });
    assert.deepEqual(await other.uow.read.applications.find('caller'), { ...caller, calls });
  });

  it('gives a pair of identity and department one subject, and no subject to two', async () => {
    const mine = { identityId: 'i', departmentId: 'd', subject: 'Sub' };
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 ? stores : other).uow.run(({ subjects }) => subjects.insert({ ...mine, subject: `Sub${turn}` })),
      ),
    );
    assert.equal(wins.filter(Boolean).length, 1);
    const kept = await stores.uow.read.subjects.find('i', 'd');
    assert.equal(kept?.subject, `Sub${wins.indexOf(true)}`);
    await stores.uow.run(async ({ subjects }) => {
      assert.equal(await subjects.insert({ ...mine, departmentId: 'other', subject: kept?.subject ?? '' }), false);
      assert.equal(await subjects.insert({ ...mine, departmentId: 'other', subject: 'sub' }), true);
    });
    assert.equal(await stores.uow.read.subjects.find('i', 'D'), undefined);
  });

  it('keeps one consent for identity and application, changed only over the version that was seen', async () => {
    const given = consent();
    const next = { ...given, version: 2, items: [], withdrawnAt: at(5) };
    await stores.uow.run(async ({ consents }) => {
      assert.equal(await consents.insert(given), true);
      assert.equal(await consents.insert({ ...given, id: randomId() }), false);
      assert.deepEqual(await consents.find(given.identityId, given.applicationId), given);
      assert.equal(await consents.update(next, 3), false);
      assert.equal(await consents.update(next, 1), true);
      assert.equal(await consents.update(next, 1), false);
    });
    assert.deepEqual(await stores.uow.read.consents.find(given.identityId, given.applicationId), next);
    assert.equal(await stores.uow.read.consents.find(given.identityId, 'another'), undefined);
  });

  it('withdraws all consents of an identity, and an update under way loses', async () => {
    const identityId = randomId();
    const [one, two, gone] = ['a', 'b', 'c'].map((applicationId) => consent({ identityId, applicationId }));
    const foreign = consent({ applicationId: 'a' });
    assert.ok(one && two && gone);
    await stores.uow.run(async ({ consents }) => {
      for (const each of [one, two, foreign]) await consents.insert(each);
      await consents.insert({ ...gone, withdrawnAt: at(-9) });
      await consents.withdrawAll(identityId, at(7));
      assert.equal(await consents.update(one, 1), false);
    });
    const rows = await stores.uow.read.consents.ofIdentity(identityId);
    assert.deepEqual(
      rows.map(({ applicationId, version, withdrawnAt }) => [applicationId, version, withdrawnAt]),
      [
        ['a', 2, at(7)],
        ['b', 2, at(7)],
        ['c', 1, at(-9)],
      ],
    );
    assert.deepEqual(await stores.uow.read.consents.find(foreign.identityId, 'a'), foreign);
  });

  it('keeps each receipt once, in order, as it was shown', async () => {
    const first = consent();
    const second = { ...first, version: 2 };
    await stores.uow.run(async ({ consents }) => {
      for (const each of [second, first]) await consents.addReceipt(receipt(each));
    });
    const receipts = await stores.uow.read.consents.receipts(first.identityId, first.applicationId);
    assert.deepEqual(
      receipts.map(({ version }) => version),
      [1, 2],
    );
    assert.deepEqual(receipts[0]?.shown, receipt(first).shown);
    await assert.rejects(
      stores.uow.run(({ consents }) => consents.addReceipt(receipt(first))),
      /duplicate/,
    );
    assert.deepEqual(await stores.uow.read.consents.receipts(first.identityId, 'another'), []);
  });
});
