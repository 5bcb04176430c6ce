import assert from 'node:assert/strict';
import { examineHashing } from './hashing.js';

describe('yihao doctor, hashing', () => {
  const examine = async (binary: 'built' | 'as it came', hash = async () => '$argon2id$') => {
    let closed = false;
    const close = async () => {
      closed = true;
    };
    const finding = await examineHashing({ hash, binary, close });
    assert.ok(closed, 'no process is left behind');
    return finding;
  };

  it('is content with argon2 as set-up built it', async () => {
    const { state, found, remedy } = await examine('built');
    assert.equal(state, 'good');
    assert.match(found, /^A hash takes \d+ ms, by argon2 as it was built here\.$/);
    assert.equal(remedy, undefined);
  });

  it('says what building would give where the binary that came with it is used', async () => {
    const { state, found, remedy } = await examine('as it came');
    assert.equal(state, 'look');
    assert.match(found, /^A hash takes \d+ ms, by the binary/);
    assert.match(remedy ?? '', /about half.*python3, make, g\+\+/);
  });

  it('says that nobody can log in where nothing hashes', async () => {
    const { state } = await examine('built', () => Promise.reject(new Error('none')));
    assert.equal(state, 'bad');
  });
});
