import assert from 'node:assert/strict';
import { MemoryStore } from '../../storage/index.js';
import type { PageContext } from '../../ui/context.js';
import { rateLimit } from './rate-limit.js';

describe('the rate limit', () => {
  const store = new MemoryStore();
  const limit = rateLimit({ store, key: Buffer.alloc(32, 3), perMinute: 3 });
  const send = (ip: string, path = '/interaction/x/login', method = 'POST') =>
    limit({ method, path, ip } as unknown as PageContext, async () => {});

  it('refuses an address that sends more forms than it may, and no other', async () => {
    for (let sent = 0; sent < 3; sent += 1) await send('198.51.100.1');
    await assert.rejects(send('198.51.100.1'), /too_many_requests/);
    await send('198.51.100.2');
    await send('198.51.100.1', '/interaction/x/login', 'GET');
    await send('198.51.100.1', '/token');
  });

  it('A16 refuses an address that begins logins without end, each of which rests in the store', async () => {
    const begin = (ip: string) => send(ip, '/authorize', 'GET');
    for (let sent = 0; sent < 3; sent += 1) await begin('198.51.100.3');
    await assert.rejects(begin('198.51.100.3'), /too_many_requests/);
    await begin('198.51.100.4');
    await send('198.51.100.3');
  });

  it('A5 takes a whole IPv6 /64 for one', async () => {
    for (let sent = 0; sent < 3; sent += 1) await send(`2001:db8::${sent + 1}`);
    await assert.rejects(send('2001:db8::ffff'), /too_many_requests/);
    await send('2001:db8:0:1::1');
  });
});
