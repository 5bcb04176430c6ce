import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Readiness } from './health.js';

export interface ManagementDeps {
  readiness(): Promise<Readiness>;
  /** The figures as Prometheus reads them. */
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const PLAIN = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The operator's port: `/healthz` (the process runs), `/readyz` (send it requests, or why not) and `/metrics`. It is a
 * port of its own because the public one answers the issuer's host alone; it belongs into a closed network.
 */
export function createManagementServer(deps: ManagementDeps): Server {
  const server = createServer(
    { maxHeaderSize: 8 * 1024, headersTimeout: 5_000, requestTimeout: 10_000 },
    (req, res) => {
      void reply(deps, req).then(
        (answer) => send(req, res, answer),
        () => send(req, res, { status: 500, type: PLAIN, text: 'The figures cannot be read.\n' }),
      );
    },
  );
  return server;
}

async function reply(deps: ManagementDeps, { method, url = '/' }: IncomingMessage): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: PLAIN, text: 'GET only.\n' };
  switch (url.split('?', 1)[0]) {
    case '/healthz':
      return { status: 200, type: PLAIN, text: 'ok\n' };
    case '/readyz': {
      const readiness = await deps.readiness();
      return { status: readiness.ready ? 200 : 503, type: JSON_TYPE, text: `${JSON.stringify(readiness, null, 2)}\n` };
    }
    case '/metrics': {
      const { type, text } = await deps.metrics();
      return { status: 200, type, text };
    }
    default:
      return { status: 404, type: PLAIN, text: 'Here are /healthz, /readyz and /metrics.\n' };
  }
}

function send({ method }: IncomingMessage, res: ServerResponse, { status, type, text }: Reply): void {
  res.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(method === 'HEAD' ? undefined : text);
}
