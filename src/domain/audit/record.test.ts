import assert from 'node:assert/strict';
import { authenticatorNode, takeMessages, testClock } from '../../../test/support/identities/authenticators.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { randomId } from '../../shared/random.js';
import type { Repositories } from '../records/index.js';
import { record, recordAll } from './index.js';

eachStorePair('an event that is recorded', (make) => {
  let stores: TestStores;
  before(async () => {
    stores = await make();
  });
  after(() => stores.close());

  function node() {
    const clock = testClock();
    const { notifications, ...rest } = authenticatorNode(stores, clock);
    return { ...rest, notifications, clock, citizen: randomId() };
  }
  const rowsOf = (citizen: string) => stores.uow.read.audit.ofIdentity(citizen, 10);

  it('is a row, and word by every contact to whom it is about', async () => {
    const { citizen, ...deps } = node();
    await stores.uow.run((tx) => {
      const event = { actor: 'visitor', identityId: citizen, detail: { left: 9 }, notice: { words: { left: 9 } } };
      return record(deps, tx, 'recovery_code.used', event);
    });
    const [row] = await rowsOf(citizen);
    assert.deepEqual(
      [row?.type, row?.actor, row?.applicationId, row?.detail],
      ['recovery_code.used', 'visitor', null, { left: 9 }],
    );
    const messages = await takeMessages(deps, deps.clock);
    assert.deepEqual(messages.map(({ to }) => [to.identityId, to.via]).toSorted(), [
      [citizen, 'email'],
      [citizen, 'phone'],
    ]);
    assert.match(messages[0]!.text, /使用了一个恢复码，还剩9个可用/);
  });

  it('is told where it says so, once, to others and to addresses that were its holder’s', async () => {
    const { citizen, ...deps } = node();
    const other = randomId();
    await stores.uow.run(async (tx) => {
      const quiet = { actor: citizen, identityId: citizen, detail: { aal: 1, amr: ['pwd'], device: 'known' } } as const;
      await record(deps, tx, 'login.succeeded', quiet);
      await record(deps, tx, 'login.succeeded', { ...quiet, notice: { message: 'new_device' } });
      const asked = { message: 'guardian_asked', words: { child: '王**' }, to: other } as const;
      await record(deps, tx, 'guardian.asked', { actor: citizen, identityId: citizen, notice: asked });
      const also = [{ phone: '+8613800138000' }];
      const done = { words: { change: { zh: '更换手机号', en: 'another phone' } }, also };
      const event = { actor: 'system', identityId: citizen, detail: { goal: 'phone' }, notice: done } as const;
      await record(deps, tx, 'recovery.done', event);
    });
    const messages = await takeMessages(deps, deps.clock);
    const told = messages.map(({ template, to }) => `${template} ${JSON.stringify(to)}`);
    assert.deepEqual(
      told.toSorted(),
      [
        `new_device {"identityId":"${citizen}"}`,
        ...['phone', 'email'].map((via) => `guardian_asked {"identityId":"${other}","via":"${via}"}`),
        ...['phone', 'email'].map((via) => `recovery_done {"identityId":"${citizen}","via":"${via}"}`),
        'recovery_done {"phone":"+8613800138000"}',
      ].toSorted(),
    );
  });

  it('is refused with the act where its detail is not what its type names, and the value stays out of the error', async () => {
    const { citizen, ...deps } = node();
    const write = (detail: object) =>
      stores.uow.run(async (tx) => {
        await tx.preferences.put(citizen, { language: 'en' });
        await record(deps, tx, 'data_export.fetched', { actor: citizen, identityId: citizen, detail: detail as never });
      });
    for (const detail of [{}, { form: '王嘉强' }, { form: 'json', name: '王嘉强' }])
      await assert.rejects(write(detail), (error: Error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, /data_export\.fetched/);
        return !error.message.includes('王嘉强');
      });
    assert.deepEqual(await rowsOf(citizen), []);
    assert.equal(await stores.uow.read.preferences.find(citizen), undefined);
  });

  it('shares a statement with others that are all there is to their transaction', async () => {
    const { citizen, ...deps } = node();
    const event = { actor: 'portal', identityId: citizen, applicationId: 'portal' } as const;
    const released = { ...event, type: 'claims.released', detail: { claims: ['name'], to: 'userinfo' } } as const;
    await stores.uow.run(({ audit }) => recordAll(deps, audit, [{ ...event, type: 'refresh.rotated' }, released]), {
      statements: 'one',
    });
    assert.deepEqual((await rowsOf(citizen)).map(({ type }) => type).toSorted(), [
      'claims.released',
      'refresh.rotated',
    ]);
  });

  it('does not compile with another detail, without words that its message needs, or with nothing to tell it with', () => {
    const { citizen, ...deps } = node();
    const event = { actor: citizen, identityId: citizen };
    const tx = {} as Repositories;
    const { clock } = deps;
    const never = (): unknown[] => [
      // @ts-expect-error no such type
      record(deps, tx, 'nothing.happened', event),
      // @ts-expect-error the detail is missing
      record(deps, tx, 'recovery.refused', event),
      // @ts-expect-error a goal that there is not
      record(deps, tx, 'recovery.refused', { ...event, detail: { goal: 'number', paused: false } }),
      // @ts-expect-error something that is not named
      record(deps, tx, 'recovery.refused', { ...event, detail: { goal: 'phone', paused: false, name: 'x' } }),
      // @ts-expect-error the words of its message are missing
      record(deps, tx, 'closing.asked', event),
      // @ts-expect-error another message than it can send
      record(deps, tx, 'login.succeeded', { ...event, detail: LOGIN, notice: { message: 'closing_revoked' } }),
      // @ts-expect-error whoever is to be told cannot be
      record({ clock }, tx, 'closing.revoked', event),
      // @ts-expect-error nor here
      record({ clock }, tx, 'login.succeeded', { ...event, detail: LOGIN, notice: { message: 'new_device' } }),
    ];
    assert.equal(typeof never, 'function');
  });
});

const LOGIN = { aal: 1, amr: [], device: 'new' } as const;
