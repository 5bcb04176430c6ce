import type { IncomingMessage } from 'node:http';
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
    const hops = [...String(request.headers['x-forwarded-for'] ?? '').split(',')].map((hop) => hop.trim());
    let address = normal(request.socket.remoteAddress ?? '');
    while (isOurs(address) && hops.length > 0) {
      const previous = parse(hops.pop()!);
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

const normal = (text: string): string => parse(text)?.toString() ?? text;
