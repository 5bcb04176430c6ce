import assert from 'node:assert/strict';
import { enrolmentOf, identityNode, testKeys } from '../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { KnownDevices, Throttle } from '../../domain/authenticators/index.js';
import { Notifications, Outbox } from '../../domain/notifications/index.js';
import type { Repositories } from '../../domain/records/index.js';
import { systemClock as clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { createLoginRecord } from './login-record.js';
import { createPasswordLogin, type PasswordTry } from './password-login.js';

eachStorePair('a login name and a password', (make) => {
  let stores: TestStores;
  let asked: string[];
  let check: (input: Partial<PasswordTry>) => Promise<string>;
  let node: ReturnType<typeof identityNode>;

  /** What the work asks of its repositories, in order. */
  const listening = (repositories: Repositories, where: string): Repositories =>
    Object.fromEntries(
      Object.entries(repositories).map(([name, repository]) => [
        name,
        new Proxy(repository, {
          get(target, method) {
            const value = Reflect.get(target, method);
            if (typeof value !== 'function') return value;
            return (...values: unknown[]) => {
              asked.push(`${where}.${name}.${String(method)}`);
              return value.apply(target, values);
            };
          },
        }),
      ]),
    ) as unknown as Repositories;

  before(async () => {
    stores = await make();
    asked = [];
    const uow: UnitOfWork<Repositories> = {
      read: listening(stores.uow.read, 'read'),
      run: (work, options) => stores.uow.run((repositories) => work(listening(repositories, 'run')), options),
    };
    node = identityNode({ uow });
    const notifications = new Notifications({ outbox: new Outbox({ keys: testKeys, clock }), clock });
    const login = createPasswordLogin({
      identities: node.identities,
      hasher: {
        hash: async () => 'hash',
        verify: async (_hash, password) => ({ matches: password === 'right', rehash: false }),
      },
      throttle: new Throttle({ uow, clock }),
      devices: new KnownDevices({ uow, clock }),
      record: createLoginRecord({ uow, notifications, clock }),
      uow,
      clock,
    });
    check = async (input) => {
      asked.length = 0;
      const rest = {
        deviceSecret: undefined,
        applicationId: 'app',
        place: null,
        password: 'wrong',
      } as const;
      const proves = async (identityId: string) => ({ identityId, aal: 1, amr: ['pwd'], used: ['password'] }) as const;
      const { outcome } = await login({ ...rest, proves, login: '', ...input });
      return outcome;
    };
    for (const index of [0, 1, 2]) await node.identities.register(enrolmentOf(index));
    const locked = await node.identities.resolveLogin(enrolmentOf(1).number.normalised);
    assert.ok(locked.outcome === 'one');
    await node.identities.setState(locked.identity.id, 'locked', 'operator:test');
  });
  after(() => stores.close());

  const numberOf = (index: number): string => enrolmentOf(index).number.normalised;

  it('A14 asks the store the same for known, unknown, locked and impossible names, try by try', async () => {
    const names = [numberOf(0), numberOf(1), numberOf(7), 'not a name at all'];
    for (let turn = 0; turn < 7; turn += 1) {
      const seen = new Set<string>();
      for (const login of names) {
        assert.equal(await check({ login }), 'refused');
        seen.add(asked.join(' '));
      }
      assert.equal(seen.size, 1, `try ${turn}: ${[...seen].join('\n')}`);
    }
    const phones = [enrolmentOf(2).phone, enrolmentOf(8).phone];
    const seen = new Set<string>();
    for (const login of phones) {
      assert.equal(await check({ login }), 'refused');
      seen.add(asked.join(' '));
    }
    assert.equal(seen.size, 1);
  });

  it('A5 asks the same of a right password as of a wrong one while a pause runs', async () => {
    assert.equal(await check({ login: numberOf(0) }), 'refused');
    const wrong = asked.join(' ');
    assert.equal(await check({ login: numberOf(0), password: 'right' }), 'refused');
    assert.equal(asked.join(' '), wrong);
  });

  it('writes a login down in the transaction that settles its counter', async () => {
    await check({ login: numberOf(2) });
    assert.equal(await check({ login: numberOf(2), password: 'right' }), 'proven');
    const inside = asked.filter((one) => one.startsWith('run.'));
    assert.deepEqual(inside, [
      'run.failureCounters.hold',
      'run.failureCounters.clear',
      'run.identities.find',
      'run.recoveries.find',
      'run.preferences.find',
      'run.authenticators.touch',
      'run.audit.append',
    ]);
    assert.equal(asked.length - inside.length, 3, 'keys, identity, authenticators with the device');
    assert.equal(await check({ login: numberOf(2), password: 'right', proves: async () => undefined }), 'right');
  });
});
