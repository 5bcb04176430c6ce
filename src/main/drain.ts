import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between looks for connections that have become idle while a server ends. */
const LOOK_MS = 250;

/**
 * Lets a server end without dropping anyone: `drain` goes on taking requests for `noticeMs`, since a load balancer
 * needs a moment to look elsewhere, and tells every client to come back on a new connection; then it takes no more and
 * waits for what is under way, at most until `limitMs` after its call. Call this before the server listens.
 */
export function makeDrainable(server: Server): (noticeMs: number, limitMs: number) => Promise<void> {
  const underWay = new Set<ServerResponse>();
  let draining = false;
  server.prependListener('request', (_request, response) => {
    if (draining) leaveAfter(response);
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  return async (noticeMs, limitMs) => {
    draining = true;
    for (const response of underWay) leaveAfter(response);
    const limit = setTimeout(() => server.closeAllConnections(), limitMs);
    await sleep(noticeMs);
    const closed = once(server, 'close');
    server.close();
    // One whose answer began before can be kept alive by its client for a minute.
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS);
    await closed;
    clearInterval(idle);
    clearTimeout(limit);
  };
}

function leaveAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
