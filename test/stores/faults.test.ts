import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, STORE_UNAVAILABLE } from '../../src/shared/errors.js';
import { randomToken } from '../../src/shared/random.js';
import { type DatabaseHandle, openDatabase, openRedis, type RedisStore } from '../../src/storage/index.js';
import { mysqlFault, sqliteFault } from '../../src/storage/sql/faults.js';
import { mysqlDataSource } from '../../src/storage/sql/mysql-store.js';
import { FaultProxy } from '../support/http/fault-proxy.js';
import { makeServers, testServer } from '../support/stores.js';
import { gate, identity } from './records.js';

/** As the service sets them. */
const LIMITS = { poolSize: 4, acquireTimeoutMs: 800, queryTimeoutMs: 1000 };

async function refusedWithin(ms: number, call: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await assert.rejects(call(), (error) => error instanceof AppError && error.entry === STORE_UNAVAILABLE);
  const took = performance.now() - begun;
  assert.ok(took < ms, `took ${Math.round(took)} ms`);
}

async function recoversWithin(ms: number, call: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (performance.now() - begun > ms) throw error;
      await sleep(50);
    }
  }
}

/** 3 for a query, then the text; MySQL has it preceded by the number of its attributes. */
const COMMITS = ['\x03COMMIT', '\x03\0\x01COMMIT'];

describe('faults · MariaDB', () => {
  let stores: Awaited<ReturnType<typeof makeServers>>;
  let proxy: FaultProxy;
  let database: DatabaseHandle;

  before(async () => {
    stores = await makeServers();
  });
  after(() => stores.close());

  beforeEach(async () => {
    proxy = await FaultProxy.before(stores.databaseUrl);
    database = await openDatabase({ url: proxy.url, file: '', ...LIMITS });
  });
  afterEach(async () => {
    await database.close();
    await proxy.stop();
  });

  const insert = (record = identity()): Promise<void> =>
    database.uow.run(({ identities }) => identities.insert(record));
  const read = (): Promise<unknown> => database.uow.read.identities.find('nobody');

  it('F5 down: every call answers 503 within 2 s, and works again when it is back', async () => {
    await proxy.stop();
    await Promise.all([
      refusedWithin(2000, read),
      refusedWithin(2000, insert),
      refusedWithin(2000, () => database.ping()),
      refusedWithin(2000, () => database.now()),
    ]);
    await proxy.restart();
    await recoversWithin(2000, read);
    await insert();
  });

  it('F5 frozen: every call answers 503 within 2 s, more callers than connections too, and the pool frees itself', async () => {
    await insert();
    proxy.freeze();
    await Promise.all(Array.from({ length: 12 }, (_, turn) => refusedWithin(2000, turn % 2 ? insert : read)));
    await refusedWithin(2000, insert);
    await proxy.restart();
    await recoversWithin(2000, read);
    await Promise.all(Array.from({ length: 12 }, () => insert()));
  });

  it('F5 frozen in the middle of a unit of work: nothing of it stays', async () => {
    const record = identity();
    await refusedWithin(2000, () =>
      database.uow.run(async ({ identities, spent }) => {
        await identities.insert(record);
        proxy.freeze();
        await spent.spend('code', record.id, new Date());
      }),
    );
    await proxy.restart();
    assert.equal(await stores.uow.read.identities.find(record.id), undefined);
    await recoversWithin(5000, async () => {
      assert.equal(await stores.uow.run(({ spent }) => spent.spend('code', record.id, new Date())), true);
    });
  });

  it('F5 all connections taken: callers are turned away in time, and lose none of them', async () => {
    const release = gate();
    const holders = Array.from({ length: LIMITS.poolSize }, () => database.uow.run(() => release.passed));
    await sleep(50);
    await Promise.all(Array.from({ length: 2 * LIMITS.poolSize }, () => refusedWithin(1200, read)));
    release.open();
    await Promise.all(holders);
    await Promise.all(Array.from({ length: LIMITS.poolSize }, () => insert()));
  });

  it('F6 connections that broke while idle are noticed by nobody', async () => {
    await Promise.all([insert(), insert(), read()]);
    proxy.cut();
    await Promise.all([insert(), insert(), read()]);
  });

  it('F6 a connection cut before COMMIT: the work runs again and there is one row', async () => {
    const record = identity();
    let runs = 0;
    await database.uow.run(async ({ identities }) => {
      runs += 1;
      await identities.insert(record);
      if (runs === 1) proxy.cut();
      await identities.find(record.id);
    });
    assert.equal(runs, 2);
    assert.deepEqual(await stores.uow.read.identities.find(record.id), record);
  });

  for (const [moment, kept] of [
    ['cut before', false],
    ['cut after', true],
  ] as const) {
    it(`F6 a connection ${moment} COMMIT reached the server: 503, never a second run`, async () => {
      const record = identity();
      let runs = 0;
      // A whole packet begins with four bytes of length and number.
      proxy.onRequest = (bytes) => (COMMITS.includes(bytes.toString('latin1', 4)) ? moment : 'pass');
      await refusedWithin(2000, () =>
        database.uow.run(async ({ identities }) => {
          runs += 1;
          await identities.insert(record);
        }),
      );
      assert.equal(runs, 1);
      assert.equal((await stores.uow.read.identities.find(record.id)) !== undefined, kept);
      proxy.onRequest = undefined;
      await insert();
    });
  }

  it('a database that is not there is named in one sentence, without the password', async () => {
    const url = 'mysql://someone:secret@127.0.0.1:1/yihao';
    await assert.rejects(openDatabase({ url, file: '', ...LIMITS }), (error: Error) => {
      assert.match(error.message, /127\.0\.0\.1:1\/yihao.*ECONNREFUSED/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });

  it('reads every part of the address, a password with signs in it and an IPv6 host too', async () => {
    const { options } = mysqlDataSource({ url: 'mysql://a%40b:p%2F%3A%40%20w@[::1]:3307/yi_hao', ...LIMITS }).source;
    const { host, port, username, password, database } = options as unknown as Record<string, unknown>;
    assert.deepEqual(
      { host, port, username, password, database },
      { host: '::1', port: 3307, username: 'a@b', password: 'p/:@ w', database: 'yi_hao' },
    );
  });

  it('tells a store that cannot from a statement that is wrong', () => {
    for (const errno of [1290, 1836, 1792, 1114, 1040, 1053]) assert.equal(mysqlFault({ errno }), 'unavailable');
    for (const errno of [1213, 1205]) assert.equal(mysqlFault({ errno }), 'conflict');
    assert.equal(mysqlFault({ errno: 1062 }), 'duplicate');
    assert.equal(mysqlFault({ errno: 1146 }), 'defect');
    for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY_DBMOVED']) {
      assert.equal(sqliteFault({ code }), 'unavailable');
    }
    assert.equal(sqliteFault({ code: 'SQLITE_BUSY_SNAPSHOT' }), 'conflict');
    assert.equal(sqliteFault({ code: 'SQLITE_CONSTRAINT_NOTNULL' }), 'defect');
  });
});

describe('faults · Redis', () => {
  let proxy: FaultProxy;
  let store: RedisStore;

  beforeEach(async () => {
    proxy = await FaultProxy.before(testServer('YIHAO_TEST_REDIS_URL'));
    store = await openRedis(proxy.url, `faults:${randomToken()}:`);
  });
  afterEach(async () => {
    await store.close();
    await proxy.stop();
  });

  const calls: readonly ((key: string) => Promise<unknown>)[] = [
    (key) => store.get(key),
    (key) => store.set(key, 'x', 60),
    (key) => store.add(key, 'x', 60),
    (key) => store.replace(key, 'x', 'y'),
    (key) => store.delete(key),
    (key) => store.setFields(`fields:${key}`, { a: 'x' }, 60),
    (key) => store.fields(`fields:${key}`),
    (key) => store.removeField(`fields:${key}`, 'a'),
    (key) => store.count(`count:${key}`, 60),
    () => store.ping(),
  ];

  it('F1 down: every call answers 503 within a second, and works again within 5 s', async () => {
    await store.set('before', 'x', 60);
    await proxy.stop();
    await Promise.all(calls.map((call) => refusedWithin(1000, () => call('k'))));
    await sleep(1500);
    await Promise.all(calls.map((call) => refusedWithin(1000, () => call('k'))));
    await proxy.restart();
    await recoversWithin(5000, () => store.ping());
    assert.equal(await store.get('before'), 'x');
    for (const call of calls) await call('after');
  });

  it('F1 frozen: every call answers 503 within a second, and works again within 5 s', async () => {
    proxy.freeze();
    await Promise.all(calls.map((call) => refusedWithin(1000, () => call('k'))));
    for (const call of calls) await refusedWithin(1000, () => call('k'));
    await proxy.restart();
    await recoversWithin(5000, () => store.ping());
    for (const call of calls) await call('after');
  });

  it('a short cut is bridged for harmless calls, and never repeated for the others', async () => {
    await store.set('k', 'x', 60);
    proxy.cut();
    assert.equal(await store.get('k'), 'x');
    let counts = 0;
    proxy.onRequest = (bytes) => {
      if (!bytes.includes('count-key')) return 'pass';
      counts += 1;
      return 'cut after';
    };
    await refusedWithin(1000, () => store.count('count-key', 60));
    assert.equal(counts, 1);
    proxy.onRequest = undefined;
    await recoversWithin(5000, () => store.ping());
    assert.equal((await store.count('count-key', 60)).count, 2, 'the one that was cut had been counted');
  });

  it('F3 refuses a server that would evict, in one sentence', async () => {
    assert.equal(await store.policy(), 'noeviction');
    await store.assertNoEviction();
    proxy.onAnswer = (bytes) => {
      // A verbatim string of RESP3 (`=`), or a bulk string of RESP2 (`$`).
      const [, kind, body = ''] = /^([$=])\d+\r\n([\s\S]*)\r\n$/.exec(bytes.toString()) ?? [];
      if (!kind) return bytes;
      const changed = body.replace('maxmemory_policy:noeviction', 'maxmemory_policy:allkeys-lru');
      return Buffer.from(`${kind}${Buffer.byteLength(changed)}\r\n${changed}\r\n`);
    };
    await assert.rejects(store.assertNoEviction(), /allkeys-lru.*noeviction/);
  });

  it('names its version, and a server that is not there in one sentence', async () => {
    assert.match(await store.version(), /^\w+ \d+\.\d+/);
    await assert.rejects(openRedis('redis://:secret@127.0.0.1:1'), (error: Error) => {
      assert.match(error.message, /^Redis at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
});
