import assert from 'node:assert/strict';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';

eachStorePair('preferences', (make) => {
  let stores: TestStores;
  let other: Stores;
  beforeEach(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  afterEach(() => stores.close());

  it('begin with the first choice, keep what is not changed, and end with their identity', async () => {
    const of = (id: string) => other.uow.read.preferences.find(id);
    assert.equal(await of('someone'), undefined);
    await stores.uow.run((r) => r.preferences.put('someone', { language: 'en' }));
    const begun = { identityId: 'someone', language: 'en', elder: null, notices: null };
    assert.deepEqual(await of('someone'), begun);
    const notices = { consent: ['email', 'phone'] } as const;
    await stores.uow.run((r) => r.preferences.put('someone', { elder: 1, notices }));
    await stores.uow.run((r) => r.preferences.put('other', { elder: 0 }));
    assert.deepEqual(await of('someone'), { ...begun, elder: 1, notices });
    await stores.uow.run((r) => r.preferences.put('someone', { elder: 1 }));
    await stores.uow.run((r) => r.preferences.removeIdentity('someone'));
    assert.equal(await of('someone'), undefined);
    assert.equal((await of('other'))?.elder, 0);
  });

  it('take two first choices at once', async () => {
    await Promise.all([
      stores.uow.run((r) => r.preferences.put('someone', { language: 'en' })),
      other.uow.run((r) => r.preferences.put('someone', { elder: 1 })),
    ]);
    const found = await stores.uow.read.preferences.find('someone');
    assert.deepEqual([found?.language, found?.elder], ['en', 1]);
  });
});
