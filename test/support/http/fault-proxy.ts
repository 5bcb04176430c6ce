import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Stands between the service and a server, and fails as networks and servers do, without touching the server.
 * - `pass`: as if it were not there.
 * - `frozen`: takes connections and bytes, passes nothing on: a stopped process, a lost route.
 * - `down`: breaks what is open and refuses what is new: a stopped server.
 */
export class FaultProxy {
  private mode: 'pass' | 'frozen' | 'down' = 'pass';
  private server: Server | undefined;
  private port = 0;
  private readonly pairs = new Set<{ near: Socket; far: Socket }>();
  /** May look at what a client sends, and answer `cut` to break that connection before or after passing it on. */
  onRequest: ((bytes: Buffer) => 'pass' | 'cut before' | 'cut after') | undefined;
  /** May change what the server answers. */
  onAnswer: ((bytes: Buffer) => Buffer) | undefined;

  private constructor(private readonly target: URL) {}

  /** @param target the server's address, as in a connection URL */
  static async before(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target));
    await proxy.listen();
    return proxy;
  }

  /** The same address, led through here. */
  get url(): string {
    const url = new URL(this.target.href);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }

  freeze(): void {
    this.mode = 'frozen';
  }

  async stop(): Promise<void> {
    this.mode = 'down';
    const { server } = this;
    this.server = undefined;
    const closed = server && new Promise<void>((resolve) => void server.close(() => resolve()));
    this.cut();
    await closed;
  }

  async restart(): Promise<void> {
    if (!this.server) await this.listen();
    // What was frozen has lost bytes on the way; like a revived host, break it so that both sides notice.
    this.cut();
    this.mode = 'pass';
  }

  /** Breaks every open connection. */
  cut(): void {
    for (const { near, far } of this.pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    this.pairs.clear();
  }

  private async listen(): Promise<void> {
    const server = createServer((near) => this.lead(near));
    await new Promise<void>((resolve) => void server.listen(this.port, '127.0.0.1', resolve));
    const address = server.address();
    if (address && typeof address === 'object') this.port = address.port;
    this.server = server;
    server.unref();
  }

  private lead(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    const pair = { near, far };
    this.pairs.add(pair);
    const end = (): void => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.on('data', (bytes) => {
      if (this.mode !== 'pass') return;
      const verdict = this.onRequest?.(bytes) ?? 'pass';
      if (verdict === 'cut before') return end();
      // The answer shows that the server has done it; the client never hears.
      if (verdict === 'cut after') far.prependOnceListener('data', end);
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (this.mode === 'pass' && !near.destroyed) near.write(this.onAnswer?.(bytes) ?? bytes);
    });
  }
}
