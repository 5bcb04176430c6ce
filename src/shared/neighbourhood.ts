import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What limits count as one client address: an IPv6 customer has a /64 and any address in it. */
export function neighbourhood(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.parse(address);
  return parsed.kind() === 'ipv4' ? address : parsed.toByteArray().slice(0, 8).join('.');
}
