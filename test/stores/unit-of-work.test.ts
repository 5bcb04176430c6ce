import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { eachStorePair, type Stores, type TestStores } from '../support/stores.js';
import { gate, identity } from './records.js';

eachStorePair('unit of work', (make) => {
  let stores: TestStores;
  let other: Stores;

  before(async () => {
    stores = await make();
    other = await stores.secondNode();
  });
  after(() => stores.close());

  it('keeps everything of a unit of work or nothing', async () => {
    const [first, second] = [identity(), identity()];
    await assert.rejects(
      stores.uow.run(async ({ identities }) => {
        await identities.insert(first);
        await identities.insert(second);
        throw new Error('on second thoughts');
      }),
      /on second thoughts/,
    );
    assert.equal(await stores.uow.read.identities.find(first.id), undefined);
    assert.equal(await other.uow.read.identities.find(second.id), undefined);
    await stores.uow.run(({ identities }) => identities.insert(first));
    assert.deepEqual(await other.uow.read.identities.find(first.id), first);
  });

  it('shows a reader nothing that is not committed, in the same node and in another', async () => {
    const record = identity();
    const [written, seen] = [gate(), gate()];
    const writing = stores.uow.run(async ({ identities }) => {
      await identities.insert(record);
      assert.deepEqual(await identities.find(record.id), record, 'the writer sees its own row');
      written.open();
      await seen.passed;
    });
    await written.passed;
    assert.equal(await stores.uow.read.identities.find(record.id), undefined);
    assert.equal(await other.uow.read.identities.find(record.id), undefined);
    seen.open();
    await writing;
    assert.deepEqual(await other.uow.read.identities.find(record.id), record);
  });

  it('keeps what one unit of work committed when the one beside it rolls back', async () => {
    const [kept, dropped] = [identity(), identity()];
    const results = await Promise.allSettled([
      stores.uow.run(async ({ identities }) => {
        await identities.insert(dropped);
        await sleep(20);
        throw new Error('rolled back');
      }),
      stores.uow.run(async ({ identities }) => {
        await sleep(5);
        await identities.insert(kept);
      }),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
    assert.deepEqual(await stores.uow.read.identities.find(kept.id), kept);
    assert.equal(await stores.uow.read.identities.find(dropped.id), undefined);
  });

  it('interleaves many units of work over two nodes without mixing them', async () => {
    const records = Array.from({ length: 40 }, () => identity());
    await Promise.allSettled(
      records.map((record, turn) =>
        (turn % 2 ? stores : other).uow.run(async ({ identities }) => {
          await identities.insert(record);
          await sleep(Math.random() * 3);
          if (turn % 3 === 0) throw new Error('rolled back');
        }),
      ),
    );
    const found = await Promise.all(records.map(({ id }) => stores.uow.read.identities.find(id)));
    found.forEach((record, turn) => {
      assert.deepEqual(record, turn % 3 === 0 ? undefined : records[turn]);
    });
  });

  it('F6 two units of work that wait for each other both succeed, one of them by a second run', async () => {
    const [left, right] = [identity(), identity()];
    await stores.uow.run(async ({ identities }) => {
      await identities.insert(left);
      await identities.insert(right);
    });
    let runs = 0;
    const raise = (node: Stores, first: string, second: string): Promise<void> =>
      node.uow.run(async ({ identities }) => {
        runs += 1;
        for (const id of [first, second]) {
          for (let written = false; !written; ) {
            const epoch = (await identities.find(id))?.tokenEpoch ?? 0;
            written = await identities.update(id, epoch, { tokenEpoch: epoch + 1 });
          }
          await sleep(60);
        }
      });
    await Promise.all([raise(stores, left.id, right.id), raise(other, right.id, left.id)]);
    if (stores.database.kind !== 'sqlite') assert.ok(runs >= 3, 'no deadlock came about');
    assert.equal((await stores.uow.read.identities.find(left.id))?.tokenEpoch, 2);
    assert.equal((await stores.uow.read.identities.find(right.id))?.tokenEpoch, 2);
  });

  it('does not commit a unit of work that swallowed a fault of the store', async () => {
    const record = identity();
    await assert.rejects(
      stores.uow.run(async ({ identities }) => {
        await identities.insert(record);
        // The statement is refused (no such column value is allowed), the work looks away.
        await identities.insert({ ...identity(), state: null as never }).catch(() => undefined);
        return 'done';
      }),
    );
    assert.equal(await stores.uow.read.identities.find(record.id), undefined);
  });

  it('goes on after a refused duplicate', async () => {
    const expiresAt = new Date();
    const record = identity();
    await stores.uow.run(async ({ spent, identities }) => {
      assert.equal(await spent.spend('code', 'once', expiresAt), true);
      assert.equal(await spent.spend('code', 'once', expiresAt), false);
      await identities.insert(record);
    });
    assert.ok(await stores.uow.read.identities.find(record.id));
  });

  it('refuses a unit of work inside another, a write through `read`, and a call after the end', async () => {
    await assert.rejects(
      stores.uow.run(() => stores.uow.run(async () => undefined)),
      /inside another/,
    );
    await assert.rejects(stores.uow.read.identities.insert(identity()), /uow\.run/);
    const leaked = await stores.uow.run(async ({ identities }) => ({ identities }));
    await assert.rejects(leaked.identities.find('x'), /over/);
    await stores.uow.run(async () => undefined);
  });

  it('takes a single statement without a transaction around it, and no second one', async () => {
    const [first, second, third] = [identity(), identity(), identity()];
    await stores.uow.run(({ identities }) => identities.insert(first), { statements: 'one' });
    assert.ok(await stores.uow.read.identities.find(first.id));
    const refused = stores.uow.run(
      async ({ identities }) => {
        await identities.insert(second);
        await identities.insert(third);
      },
      { statements: 'one' },
    );
    await assert.rejects(refused, /more statements/);
    assert.equal(await stores.uow.read.identities.find(third.id), undefined);
    const again = stores.uow.run(({ identities }) => identities.insert(first), { statements: 'one' });
    await assert.rejects(again, /duplicate/);
  });

  it('lets no value into the message of a failed statement', async () => {
    const secret = '13800138000';
    const failing = stores.uow.run(({ identities }) =>
      identities.insert({ ...identity({ id: secret }), ial: null as never }),
    );
    await assert.rejects(failing, (error: Error) => {
      assert.doesNotMatch(`${error.message} ${JSON.stringify(error)} ${String(error.cause ?? '')}`, new RegExp(secret));
      return true;
    });
  });

  it('says which store it is, answers a ping and tells its time', async () => {
    const { database } = stores;
    assert.match(await database.version(), database.kind === 'sqlite' ? /^SQLite 3\./ : /^\d+\.\d+/);
    await database.ping();
    assert.ok(Math.abs((await database.now()).getTime() - Date.now()) < 5000);
  });
});
