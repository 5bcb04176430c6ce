import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The address a request came from. `X-Forwarded-For` is believed only as far as it was written by our own proxies:
 * read from the right, the first address that is not one of theirs. It is advice for rate limits, never a proof.
 * @param trusted networks such as 10.0.0.0/8 or fd00::/8
 */
export function clientAddress(trusted: readonly string[]): (request: IncomingMessage) => string {
  const networks = trusted.map((network) => ipaddr.parseCIDR(network.includes('/') ? network : whole(network)));
  const isOurs = (address: string): boolean => {
    const parsed = parse(address);
    return (
      parsed !== undefined && networks.some(([net, bits]) => net.kind() === parsed.kind() && parsed.match(net, bits))
    );
  };
  return (request) => {
    let address = normal(request.socket.remoteAddress ?? '');
    const hops = networks.length === 0 ? [] : String(request.headers['x-forwarded-for'] ?? '').split(',');
    while (hops.length > 0 && isOurs(address)) {
      const previous = parse(hops.pop()!.trim());
      if (!previous) break;
      address = previous.toString();
    }
    return address;
  };
}

const whole = (address: string): string => `${address}/${ipaddr.parse(address).kind() === 'ipv6' ? 128 : 32}`;

/** IPv4 mapped into IPv6 is the same machine. */
const parse = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined =>
  ipaddr.isValid(text) ? ipaddr.process(text) : undefined;

const normal = (text: string): string => (isIPv4(text) ? text : (parse(text)?.toString() ?? text));
