import assert from 'node:assert/strict';
import type { PageContext } from '../../ui/context.js';
import { rateLimit } from './rate-limit.js';

describe('the rate limit', () => {
  let now = 0;
  const limit = rateLimit({ perMinute: 3, now: () => now });
  const send = async (ip: string, path = '/interaction/x/login', method = 'POST') =>
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

  it('lets an address go on when its minute is over, and not sooner', async () => {
    for (let sent = 0; sent < 3; sent += 1) await send('198.51.100.5');
    now += 59_000;
    await assert.rejects(send('198.51.100.5'), /too_many_requests/);
    now += 1_000;
    for (let sent = 0; sent < 3; sent += 1) await send('198.51.100.5');
    await assert.rejects(send('198.51.100.5'), /too_many_requests/);
  });

  it('A16 counts so many addresses and no more: the oldest makes room, who came last is still counted', async () => {
    for (let one = 0; one < 20_001; one += 1) await send(`10.${one >> 16}.${(one >> 8) & 255}.${one & 255}`);
    const last = '10.0.78.32';
    for (let sent = 0; sent < 2; sent += 1) await send(last);
    await assert.rejects(send(last), /too_many_requests/);
    for (let sent = 0; sent < 3; sent += 1) await send('10.0.0.0');
  });

  it('A5 takes a whole IPv6 /64 for one', async () => {
    for (let sent = 0; sent < 3; sent += 1) await send(`2001:db8::${sent + 1}`);
    await assert.rejects(send('2001:db8::ffff'), /too_many_requests/);
    await send('2001:db8:0:1::1');
  });
});
