import ipaddr from 'ipaddr.js';
import type { PlaceFinder } from '../../domain/sessions/index.js';

const PLACE = /^(?:\d{6}|[A-Z]{2})$/;

/**
 * Where a proxy of ours says a request comes from, in a header of its own. From anybody else the header is nothing.
 * @param header its name; the proxy must take away what a client sends under it
 * @param trusted networks such as 10.0.0.0/8: the connection itself must come from one of them
 */
export function placeFromHeader(header: string, trusted: readonly string[]): PlaceFinder {
  const networks = trusted.map((network) => {
    if (network.includes('/')) return ipaddr.parseCIDR(network);
    const one = ipaddr.parse(network);
    return [one, one.kind() === 'ipv6' ? 128 : 32] as const;
  });
  const isOurs = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const peer = ipaddr.process(address);
    return networks.some(([net, bits]) => net.kind() === peer.kind() && peer.match(net as ipaddr.IPv4, bits));
  };
  return {
    find({ req }) {
      const said = req.headers[header.toLowerCase()];
      if (typeof said !== 'string' || !PLACE.test(said)) return undefined;
      return isOurs(req.socket.remoteAddress ?? '') ? said : undefined;
    },
  };
}
