import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { type TestClock, testClock } from '../../../test/support/identities/authenticators.js';
import { testKeys } from '../../../test/support/identities/identities.js';
import { eachStorePair, type Stores, type TestStores } from '../../../test/support/stores.js';
import { plusSeconds } from '../../shared/clock.js';
import { currentTrace, inTrace, newTrace } from '../../shared/trace.js';
import {
  type DeliveryHandler,
  type OutboxTrouble,
  OutboxWorker,
  type OutboxWorkerOptions,
  type TraceDelivery,
} from './outbox-worker.js';
import { Outbox } from './outbox-writer.js';

const PERSONAL = '+8613800138000';

eachStorePair('OutboxWorker', (make) => {
  let stores: TestStores;
  let second: Stores;
  let clock: TestClock;
  let outbox: Outbox;
  let troubles: OutboxTrouble[];
  const workers: OutboxWorker[] = [];

  before(async () => {
    stores = await make();
    second = await stores.secondNode();
  });
  beforeEach(() => {
    clock = testClock();
    outbox = new Outbox({ keys: testKeys, clock });
    troubles = [];
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    const left = await stores.uow.run((r) => r.outbox.claim(plusSeconds(clock.now(), 1e7), clock.now(), 1000));
    for (const { id } of left) await stores.uow.run((r) => r.outbox.remove(id));
  });
  after(() => stores.close());

  function worker(
    message: DeliveryHandler,
    options: Partial<OutboxWorkerOptions> = {},
    { uow }: Stores = stores,
    trace?: TraceDelivery,
  ) {
    const onTrouble = (trouble: OutboxTrouble) => troubles.push(trouble);
    const made = new OutboxWorker({
      uow,
      outbox,
      clock,
      handlers: { message },
      onTrouble,
      trace,
      options: { pollMs: 20, backoffMs: 1000, ...options },
    });
    workers.push(made);
    made.start();
    return made;
  }

  const add = (what: object | string | number, seconds = 3600, kind: 'message' | 'logout' = 'message') => {
    const payload = typeof what === 'object' ? what : { what };
    return stores.uow.run((r) => outbox.add(r.outbox, { kind, payload, expiresAt: plusSeconds(clock.now(), seconds) }));
  };
  const whatOf = (payload: unknown) => (payload as { what: unknown }).what;
  const backlog = async () => (await stores.uow.read.outbox.backlog(plusSeconds(clock.now(), 1e6))).due;

  it('delivers once what was added, and forgets it', async () => {
    const seen: unknown[] = [];
    const id = await add({ to: PERSONAL });
    worker(async (payload, delivery) => {
      seen.push([payload, delivery.id, delivery.attempts]);
      return 'done';
    });
    await until(() => seen.length > 0);
    await until(async () => (await backlog()) === 0);
    await pause(60);
    assert.deepEqual(seen, [[{ to: PERSONAL }, id, 0]]);
    assert.deepEqual(troubles, []);
  });

  it('A15 keeps payloads sealed, each bound to its own entry', async () => {
    await add({ to: PERSONAL });
    await add({ to: 'other' });
    const [one, other] = await stores.uow.run((r) => r.outbox.claim(clock.now(), clock.now(), 2));
    assert.ok(one && other);
    assert.ok(!one.payload.includes(PERSONAL.slice(3)));
    assert.ok(!Buffer.from(one.payload, 'base64url').toString('latin1').includes(PERSONAL));
    await assert.rejects(outbox.open({ ...one, payload: other.payload }));
    await assert.rejects(outbox.open({ ...one, kind: 'logout' }));
  });

  it('delivers nothing of a transaction that did not commit', async () => {
    let delivered = 0;
    worker(async () => {
      delivered++;
      return 'done';
    });
    const failing = stores.uow.run(async (r) => {
      await outbox.add(r.outbox, { kind: 'message', payload: {}, expiresAt: plusSeconds(clock.now(), 60) });
      throw new Error('rolled back');
    });
    await assert.rejects(failing);
    await pause(80);
    assert.equal(delivered, 0);
  });

  it('looks at once after a kick, without waiting for its poll', async () => {
    let delivered = 0;
    const kicked = worker(
      async () => {
        delivered++;
        return 'done';
      },
      { pollMs: 60_000 },
    );
    outbox = new Outbox({ keys: testKeys, clock, onAdded: () => kicked.kick() });
    await add('now');
    await until(() => delivered === 1, 1_500);
  });

  it('carries the trace of the act that added it to the delivery where traces are recorded, and none elsewhere', async () => {
    const begun = newTrace();
    const seen: unknown[] = [];
    const kicked = worker(
      async (payload) => {
        seen.push([payload, currentTrace()]);
        return 'done';
      },
      { pollMs: 60_000 },
    );
    const onAdded = () => kicked.kick();
    outbox = new Outbox({ keys: testKeys, clock, onAdded });
    await inTrace(begun, () => add('untold'));
    await until(() => seen.length === 1, 1_500);
    await kicked.close();
    assert.deepEqual(seen, [[{ what: 'untold' }, undefined]], 'neither kept nor taken from the one who kicked');

    outbox = new Outbox({ keys: testKeys, clock, trace: currentTrace });
    await inTrace(begun, () => add('told'));
    await add('by nobody');
    const traced: unknown[] = [];
    const trace: TraceDelivery = (_kind, parent, attempt) => {
      traced.push(parent);
      return attempt();
    };
    worker(async () => 'done', {}, stores, trace);
    await until(() => traced.length === 2);
    assert.deepEqual(new Set(traced), new Set([begun, undefined]));
  });

  it('tries again later and later, as often as a handler fails, throws or takes too long', async () => {
    const attempts: number[] = [];
    const fates: (() => Promise<'done' | 'retry'>)[] = [
      async () => 'retry',
      async () => Promise.reject(new Error('gateway down')),
      () => new Promise(() => {}),
      async () => 'done',
    ];
    worker(
      (_, delivery) => {
        attempts.push(delivery.attempts);
        return fates[delivery.attempts]!();
      },
      { attemptMs: 50 },
    );
    await add('x');
    // Backing off 1, 2 and 4 seconds, of which half is chance.
    for (const [index, most] of [1, 2, 4].entries()) {
      await until(() => attempts.length === index + 1);
      // Half a second is the least pause; the lease of an attempt under way is a tenth.
      await until(async () => (await nextDue()) >= plusSeconds(clock.now(), 0.5));
      const wait = ((await nextDue()).getTime() - clock.now().getTime()) / 1000;
      assert.ok(wait >= most / 2 && wait <= most, `attempt ${index + 2} after ${wait} s`);
      await pause(60);
      assert.equal(attempts.length, index + 1, 'not before');
      clock.pass(most);
    }
    await until(async () => (await backlog()) === 0);
    assert.deepEqual(attempts, [0, 1, 2, 3]);
    assert.deepEqual(
      troubles.map(({ what, kind, attempts: tried }) => [what, kind, tried]),
      [
        ['attempt', 'message', 1],
        ['attempt', 'message', 2],
      ],
    );
    assert.ok(!JSON.stringify(troubles).includes('"payload"'));
  });

  it('gives up what expired, untried, and what the next attempt would come too late for', async () => {
    let delivered = 0;
    await add('late', -1);
    await add('soon late', 0.4);
    worker(async () => {
      delivered++;
      return 'retry';
    });
    await until(async () => (await backlog()) === 0);
    assert.equal(delivered, 1);
    assert.deepEqual(
      troubles.map(({ what }) => what),
      ['expired', 'expired'],
    );
  });

  it('keeps what nobody delivers yet, or cannot be opened, for a later version to try', async () => {
    await add('for a newer node', 3600, 'logout');
    const id = await add('sealed');
    await stores.uow.run(async (r) => {
      const [entry] = (await r.outbox.claim(clock.now(), clock.now(), 9)).filter((one) => one.id === id);
      await r.outbox.remove(id);
      await r.outbox.add({ ...entry!, payload: '1.AAAA' });
    });
    worker(async () => 'done');
    await until(() => troubles.length >= 2);
    assert.ok(troubles.every(({ what }) => what === 'attempt'));
    assert.equal(await backlog(), 2);
  });

  it('F17 goes on while a receiver hangs, up to its number of deliveries at once', async () => {
    let [running, most] = [0, 0];
    const done = new Set<unknown>();
    for (let turn = 0; turn < 30; turn++) await add(turn);
    worker(
      async (payload) => {
        most = Math.max(most, ++running);
        if (whatOf(payload) === 0) await pause(400);
        else await pause(2);
        running--;
        done.add(whatOf(payload));
        return 'done';
      },
      { concurrency: 4, pollMs: 60_000 },
    );
    await until(() => done.size === 29, 3_000);
    assert.ok(!done.has(0));
    await until(() => done.size === 30);
    assert.equal(most, 4);
  });

  it('delivers each entry once with two workers on two nodes', async () => {
    const times = new Map<unknown, number>();
    const handler: DeliveryHandler = async (payload) => {
      times.set(whatOf(payload), (times.get(whatOf(payload)) ?? 0) + 1);
      await pause(1);
      return 'done';
    };
    for (let turn = 0; turn < 100; turn++) await add(turn);
    worker(handler);
    worker(handler, {}, second);
    await until(async () => (await backlog()) === 0, 10_000);
    await pause(60);
    assert.equal(times.size, 100);
    assert.deepEqual([...new Set(times.values())], [1]);
    assert.deepEqual(troubles, []);
  });

  it('takes over from a node that died, when its lease ends', async () => {
    await add('orphan');
    const lease = plusSeconds(clock.now(), 20);
    assert.equal((await second.uow.run((r) => r.outbox.claim(clock.now(), lease, 10))).length, 1);
    let delivered = 0;
    worker(async () => {
      delivered++;
      return 'done';
    });
    await pause(80);
    assert.equal(delivered, 0);
    clock.pass(20);
    await until(() => delivered === 1);
  });

  it('finishes what is under way before it closes, and takes nothing new', async () => {
    const seen: string[] = [];
    await add('first');
    const closing = worker(
      async (payload) => {
        seen.push(`begin ${whatOf(payload)}`);
        await pause(100);
        seen.push(`end ${whatOf(payload)}`);
        return 'done';
      },
      { concurrency: 1 },
    );
    await until(() => seen.length === 1);
    await add('second');
    await closing.close();
    assert.deepEqual(seen, ['begin first', 'end first']);
    assert.equal(await backlog(), 1);
  });

  it('goes on after the store was away', async () => {
    let away = true;
    let delivered = 0;
    const uow: Stores['uow'] = {
      read: stores.uow.read,
      run: (work) => (away ? Promise.reject(new Error('away')) : stores.uow.run(work)),
    };
    worker(
      async () => {
        delivered++;
        return 'done';
      },
      {},
      { ...stores, uow },
    );
    await add('x');
    await until(() => troubles.length > 1);
    assert.ok(troubles.every(({ what }) => what === 'store'));
    away = false;
    await until(() => delivered === 1);
  });

  async function nextDue(): Promise<Date> {
    for (let seconds = 0; seconds < 10; seconds += 0.05) {
      const at = plusSeconds(clock.now(), seconds);
      if ((await stores.uow.read.outbox.backlog(at)).due > 0) return (await stores.uow.read.outbox.backlog(at)).oldest!;
    }
    return new Date(0);
  }
});

async function until(holds: () => boolean | Promise<boolean>, milliseconds = 5_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came');
    await pause(5);
  }
}
