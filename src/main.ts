import { once } from 'node:events';
import { createService } from './container/index.js';
import { loadSettings } from './settings/index.js';
import { createWebServer } from './web/server.js';

/** Milliseconds that requests under way have to finish after SIGTERM. */
const DRAIN_MS = 25_000;

/** The process: settings → container → listen → drain. */
async function main(): Promise<void> {
  const settings = loadSettings();
  const service = await createService(settings);
  const server = createWebServer(service.app);
  server.listen(settings.YIHAO_PORT, settings.YIHAO_BIND);
  await once(server, 'listening');
  process.stdout.write(`${service.summary}\nYihao is at ${settings.YIHAO_ISSUER}\n`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(limit);
    await service.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
}

try {
  await main();
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  const sentence =
    code === 'EADDRINUSE' ? 'The port is taken by another program; set YIHAO_PORT.' : (error as Error).message;
  process.stderr.write(`${sentence}\n`);
  // What was started already must not keep a process alive that cannot serve.
  process.exit(1);
}
