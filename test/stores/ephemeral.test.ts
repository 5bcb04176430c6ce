import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EphemeralStore } from '../../src/shared/ephemeral.js';
import { AppError } from '../../src/shared/errors.js';
import { randomToken } from '../../src/shared/random.js';
import { MemoryStore } from '../../src/storage/index.js';
import { eachStorePair, type TestStores } from '../support/stores.js';
import { STRANGE } from './records.js';

eachStorePair('ephemeral store', (make) => {
  let stores: TestStores;
  let one: EphemeralStore;
  let two: EphemeralStore;

  before(async () => {
    stores = await make();
    one = stores.ephemeral;
    two = (await stores.secondNode()).ephemeral;
  });
  after(() => stores.close());

  const key = (): string => `test:${randomToken()}`;

  it('sets, gets, writes over and deletes, the same on both nodes', async () => {
    const name = key();
    assert.equal(await one.get(name), undefined);
    await one.set(name, STRANGE, 60);
    assert.equal(await two.get(name), STRANGE);
    await two.set(name, '', 60);
    assert.equal(await one.get(name), '');
    await one.delete(name);
    assert.equal(await two.get(name), undefined);
    await one.delete(name);
  });

  it('refuses a time to live below one second', async () => {
    for (const ttl of [0, -1, Number.NaN]) await assert.rejects(one.set(key(), 'x', ttl), RangeError);
  });

  it('A1 adds for one of 50 parallel callers over two nodes', async () => {
    const name = key();
    const added = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => (turn % 2 ? one : two).add(name, `${turn}`, 60)),
    );
    assert.equal(added.filter(Boolean).length, 1);
    assert.equal(await one.get(name), `${added.indexOf(true)}`);
  });

  it('A1 replaces for one of 50 parallel callers that saw the same text', async () => {
    const name = key();
    await one.set(name, 'seen', 60);
    const replaced = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => (turn % 2 ? one : two).replace(name, 'seen', `${turn}`)),
    );
    assert.equal(replaced.filter(Boolean).length, 1);
    assert.equal(await one.get(name), `${replaced.indexOf(true)}`);
    assert.equal(await one.replace(name, 'Seen', 'x'), false);
    assert.equal(await one.replace(key(), '', 'x'), false, 'nothing is not an empty text');
  });

  it('keeps fields, loses none of parallel writers on two nodes, and ends all of them at once', async () => {
    const name = key();
    assert.deepEqual(await one.fields(name), {});
    const turns = Array.from({ length: 20 }, (_, turn) => `${turn}`);
    await Promise.all(turns.map((turn) => (Number(turn) % 2 ? one : two).setFields(name, { [turn]: STRANGE }, 60)));
    assert.deepEqual(await one.fields(name), Object.fromEntries(turns.map((turn) => [turn, STRANGE])));
    await two.removeField(name, '3');
    await two.removeField(name, 'never there');
    assert.equal((await one.fields(name))['3'], undefined);
    await one.delete(name);
    assert.deepEqual(await two.fields(name), {});
    await two.setFields(name, {}, 60);
    assert.deepEqual(await two.fields(name), {});
  });

  it('A1 A5 counts 100 parallel callers over two nodes exactly, in a window that begins at the first', async () => {
    const name = key();
    const counts = await Promise.all(Array.from({ length: 100 }, (_, turn) => (turn % 2 ? one : two).count(name, 60)));
    const seen = counts.map(({ count }) => count).sort((a, b) => a - b);
    assert.deepEqual(
      seen,
      Array.from({ length: 100 }, (_, turn) => turn + 1),
    );
    for (const { secondsLeft } of counts) assert.ok(secondsLeft >= 58 && secondsLeft <= 60);
  });

  // Redis goes by its own clock, which no test can move, and its times are whole seconds: all of them in one.
  it('ends what has had its time, and no sooner what was given more of it', async () => {
    const [short, renewed, replaced, prolonged] = [key(), key(), key(), key()];
    const [fields, kept, counted] = [key(), key(), key()];
    for (const name of [short, renewed, replaced, prolonged]) await one.set(name, 'x', 1);
    for (const name of [fields, kept]) await one.setFields(name, { a: '1', b: '' }, 1);
    await one.count(counted, 1);
    await one.set(renewed, 'y', 60);
    assert.equal(await one.replace(replaced, 'x', 'y'), true);
    assert.equal(await two.replace(prolonged, 'other', 'z', 60), false);
    assert.equal(await two.replace(prolonged, 'x', 'y', 60), true);
    await two.setFields(kept, {}, 60);
    await sleep(600);
    assert.equal((await one.count(counted, 1)).count, 2);
    await sleep(550);

    assert.equal(await two.get(short), undefined);
    assert.equal(await one.add(short, 'again', 60), true);
    assert.equal(await two.get(renewed), 'y', 'a new text has a new time');
    assert.equal(await one.get(replaced), undefined, 'the replacement outlived its time');
    assert.equal(await one.get(prolonged), 'y');
    assert.deepEqual(await two.fields(fields), {});
    assert.deepEqual({ ...(await two.fields(kept)) }, { a: '1', b: '' });
    assert.equal((await one.count(counted, 1)).count, 1, 'a later count moved the end of the window');
  });
});

describe('ephemeral store · in-process only', () => {
  it('F3 refuses new keys when it is full, and makes room by what has expired, never by what lives', async () => {
    let now = 0;
    const store = new MemoryStore({ limit: 3, now: () => now });
    await store.set('a', '1', 10);
    await store.set('b', '1', 100);
    await store.count('c', 100);
    await assert.rejects(store.set('d', '1', 10), (error) => error instanceof AppError && error.status === 503);
    await store.set('b', '2', 100);
    now = 10_000;
    await store.set('d', '1', 10);
    assert.deepEqual([await store.get('a'), await store.get('b'), await store.get('d')], [undefined, '2', '1']);
    await store.close();
  });
});
