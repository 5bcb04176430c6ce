import assert from 'node:assert/strict';
import { session } from '../../test/stores/records.js';
import { eachStorePair, type TestStores } from '../../test/support/stores.js';
import { KNOWN_DEVICE_DAYS } from '../domain/holdings/index.js';
import { systemClock } from '../shared/clock.js';
import { upkeepWork } from './upkeep.js';

eachStorePair('upkeep', (make) => {
  let stores: TestStores;
  before(async () => {
    stores = await make();
  });
  after(() => stores.close());
  const comingOfAge = { step: async () => 0 };
  const recoveries = { effectDue: async () => 0 };

  it('removes in one sweep whatever has piled up, not one batch', async () => {
    const past = new Date(Date.now() - 1000);
    await stores.uow.run(async ({ spent }) => {
      for (let at = 0; at < 2_500; at += 1) await spent.spend('test', `old ${at}`, past);
      await spent.spend('test', 'live', new Date(Date.now() + 60_000));
    });
    const sessions = { expireDue: async () => 0 };
    const delegations = { endDue: async () => 0 };
    const closings = { closeDue: async () => 0 };
    await upkeepWork({
      uow: stores.uow,
      sessions,
      delegations,
      closings,
      recoveries,
      comingOfAge,
      clock: systemClock,
      sessionRecordDays: 1,
    }).sweep();
    for (const at of [0, 1_999, 2_499]) assert.equal(await stores.uow.read.spent.isSpent('test', `old ${at}`), false);
    assert.equal(await stores.uow.read.spent.isSpent('test', 'live'), true);
  });

  it('forgets sessions so many days after their end, and devices that are asked for a code again anyway', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600_000);
    await stores.uow.run(async ({ sessions, knownDevices }) => {
      for (const days of [KNOWN_DEVICE_DAYS - 1, KNOWN_DEVICE_DAYS + 1]) {
        const confirmedAt = daysAgo(400);
        await knownDevices.put({ identityId: 'i', deviceDigest: `d${days}`, confirmedAt, lastSeenAt: daysAgo(days) });
      }
      for (const days of [29, 31]) {
        await sessions.put(session({ uid: `ended ${days}`, expiresAt: daysAgo(days) }));
        await sessions.end(`ended ${days}`, daysAgo(days));
      }
      await sessions.put(session({ uid: 'live', startedAt: daysAgo(40) }));
    });
    const expiring = { expireDue: async () => 0 };
    const delegations = { endDue: async () => 0 };
    const closings = { closeDue: async () => 0 };
    await upkeepWork({
      uow: stores.uow,
      sessions: expiring,
      delegations,
      closings,
      recoveries,
      comingOfAge,
      clock: systemClock,
      sessionRecordDays: 30,
    }).sweep();
    const { sessions, knownDevices } = stores.uow.read;
    assert.equal(await knownDevices.find('i', `d${KNOWN_DEVICE_DAYS + 1}`), undefined);
    assert.ok(await knownDevices.find('i', `d${KNOWN_DEVICE_DAYS - 1}`));
    assert.equal(await sessions.find('ended 31'), undefined);
    assert.ok((await sessions.find('ended 29')) && (await sessions.find('live')));
  });

  it('ends in one look every session that ran out, and stops between batches when it is told to', async () => {
    let left = 250;
    const expireDue = async (limit = 0): Promise<number> => {
      const ended = Math.min(limit, left);
      left -= ended;
      return ended;
    };
    const delegations = { endDue: async () => 0 };
    const closings = { closeDue: async () => 0 };
    const deps = {
      uow: stores.uow,
      sessions: { expireDue },
      delegations,
      closings,
      recoveries,
      comingOfAge,
      clock: systemClock,
      sessionRecordDays: 1,
    };
    await upkeepWork(deps).expire();
    assert.equal(left, 0);

    left = 1_000;
    await upkeepWork(deps, AbortSignal.abort()).expire();
    assert.ok(left > 0, 'a shutdown does not wait for a backlog');
  });
});
