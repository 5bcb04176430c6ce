import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { clientAddress } from './client-address.js';

const request = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as never;

describe('the client address', () => {
  const addressOf = clientAddress(['10.0.0.0/8', '::1', 'fd00::/8']);

  it('A5 is the connection’s, whatever is claimed, unless the connection is a proxy of ours', () => {
    assert.equal(addressOf(request('203.0.113.9', '198.51.100.1')), '203.0.113.9');
    assert.equal(addressOf(request('::ffff:203.0.113.9', '198.51.100.1')), '203.0.113.9');
    assert.equal(clientAddress([])(request('127.0.0.1', '198.51.100.1')), '127.0.0.1');
  });

  it('A5 is the first from the right that is not ours: what a client puts in front changes nothing', () => {
    assert.equal(addressOf(request('10.0.0.1', '198.51.100.1')), '198.51.100.1');
    assert.equal(addressOf(request('10.0.0.1', '1.2.3.4, 10.9.9.9, 198.51.100.1, 10.0.0.2')), '198.51.100.1');
    assert.equal(addressOf(request('::ffff:10.0.0.1', '1.2.3.4, 2001:db8::5')), '2001:db8::5');
    assert.equal(addressOf(request('::1', '198.51.100.1')), '198.51.100.1');
  });

  it('stops at what is no address', () => {
    assert.equal(addressOf(request('10.0.0.1', '198.51.100.1, unknown')), '10.0.0.1');
    assert.equal(addressOf(request('10.0.0.1', '')), '10.0.0.1');
  });
});
