import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '../../../src/storage/index.js';
import { type AppDeps, createApp } from '../../../src/web/app.js';
import { createWebServer } from '../../../src/web/server.js';
import { readHtml } from './html.js';

/** One answer of a test's service. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Milliseconds from the first byte sent to the last byte read. */
  readonly ms: number;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** A web application on a free port of loopback, with its log kept. */
export interface TestWeb {
  readonly origin: string;
  readonly port: number;
  readonly store: MemoryStore;
  readonly log: Record<string, unknown>[];
  /** Sends exactly what is given: unlike `fetch`, any header and any path. */
  send(path: string, sent?: Sent): Promise<Answer>;
  /** Sends bytes as they are and reads until the line is cut or still. */
  raw(bytes: string): Promise<string>;
  close(): Promise<void>;
}

/** Compiles the style sheet once into a temporary folder laid out like `dist/assets`. */
let compiled: Promise<string> | undefined;
export function compiledAssets(): Promise<string> {
  compiled ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yihao-assets-'));
    const sass = await import('sass');
    const options = { loadPaths: ['node_modules'], style: 'compressed' as const, quietDeps: true };
    writeFileSync(join(folder, 'yihao.css'), sass.compile('src/ui/styles/yihao.scss', options).css);
    for (const name of ['yihao.js', 'passkey.js', 'mark.svg'])
      writeFileSync(join(folder, name), readFileSync(`src/ui/assets/${name}`));
    return folder;
  })();
  return compiled;
}

/** Starts the application; what it is made of may depend on its own origin. */
export async function startWeb(more: (origin: string) => Partial<AppDeps> = () => ({})): Promise<TestWeb> {
  const placeholder: Server = createServer();
  placeholder.listen(0, '127.0.0.1');
  await once(placeholder, 'listening');
  const { port } = placeholder.address() as AddressInfo;
  placeholder.close();
  await once(placeholder, 'close');

  const origin = `http://localhost:${port}`;
  const store = new MemoryStore();
  const log: Record<string, unknown>[] = [];
  const keep = (entry: object): void => void log.push({ ...entry });
  const app = createApp({
    issuer: origin,
    trustedProxies: [],
    ephemeral: store,
    visitKey: Buffer.alloc(32, 7),
    log: { info: keep, error: keep },
    assetsDirectory: 'src/ui/assets',
    routers: [],
    ...more(origin),
  });
  const server = createWebServer(app);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    origin,
    port,
    store,
    log,
    send: (path, sent) => send(port, path, sent),
    raw: (bytes) => raw(port, bytes),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function send(port: number, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const all = { host: `localhost:${port}`, ...headers };
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers: all, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode!, headers: response.headers, text, ms: performance.now() - begun });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setTimeout(300, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

/** The `name=value` pairs of an answer's Set-Cookie, for the next request. */
export function cookiesOf(answer: Answer): string {
  return (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}

/** The form token in an answer's page. */
export function tokenOf(answer: Answer): string {
  const token = readHtml(answer.text)('[name=_csrf]').attr('value');
  if (!token) throw new Error('the page holds no form token');
  return token;
}
