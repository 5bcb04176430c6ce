import assert from 'node:assert/strict';
import { placeFromHeader } from './proxy-header.js';

describe('a place from a proxy’s header', () => {
  const finder = placeFromHeader('X-Place', ['10.0.0.0/8', '::1']);
  const from = (remoteAddress: string, place: string | undefined) =>
    finder.find({ ip: '203.0.113.9', req: { headers: { 'x-place': place }, socket: { remoteAddress } } });

  it('is believed from our own proxies, as a region’s code or a country’s', () => {
    assert.equal(from('10.1.2.3', '330100'), '330100');
    assert.equal(from('::ffff:10.1.2.3', 'FR'), 'FR');
    assert.equal(from('::1', '510100'), '510100');
  });

  it('is nothing from anybody else, nor where it is no place', () => {
    assert.equal(from('203.0.113.9', '330100'), undefined);
    for (const place of [undefined, '', '3301', 'fr', '<script>', '330100, 510100'])
      assert.equal(from('10.1.2.3', place), undefined);
  });
});
