import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createLocalKeyManagement } from './local.js';

describe('local key management', () => {
  const master = randomBytes(32);
  const keys = createLocalKeyManagement(master);

  it('unwraps what it wrapped, on another node with the same master key too', async () => {
    const { key, wrapped } = await keys.generate('personal_data|data_key|one');
    assert.equal(key.length, 32);
    const otherNode = createLocalKeyManagement(Buffer.from(master));
    assert.deepEqual(await otherNode.unwrap(wrapped, 'personal_data|data_key|one'), key);
    const own = randomBytes(32);
    assert.deepEqual(await keys.unwrap(await keys.wrap(own, 'a'), 'a'), own);
  });

  it('refuses another context, an altered wrapping and other text', async () => {
    const { wrapped } = await keys.generate('one');
    await assert.rejects(keys.unwrap(wrapped, 'two'), /broken/);
    const last = wrapped.at(-5) === 'A' ? 'B' : 'A';
    await assert.rejects(keys.unwrap(wrapped.slice(0, -5) + last + wrapped.slice(-4), 'one'), /broken/);
    await assert.rejects(keys.unwrap('plain', 'one'), /not wrapped by the local/);
  });

  it('says so when the master key is another one, without telling either', async () => {
    const { wrapped } = await keys.generate('one');
    await assert.rejects(createLocalKeyManagement(randomBytes(32)).unwrap(wrapped, 'one'), /another master key/);
    assert.ok(!wrapped.includes(master.toString('base64url').slice(0, 8)));
  });

  it('derives the same key for a purpose everywhere and different ones for different purposes', async () => {
    const one = await keys.derive('login-name');
    assert.equal(one.length, 32);
    assert.deepEqual(await createLocalKeyManagement(master).derive('login-name'), one);
    assert.notDeepEqual(await keys.derive('outbox'), one);
    assert.notDeepEqual(await createLocalKeyManagement(randomBytes(32)).derive('login-name'), one);
    assert.notDeepEqual(one, master);
  });

  it('refuses a master key of another length', () => {
    assert.throws(() => createLocalKeyManagement(randomBytes(16)), TypeError);
  });
});
