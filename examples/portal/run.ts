import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PortalDefinition } from './definition.js';
import { createPortal } from './portal.js';
import { type PortalSettings, readSettings } from './settings.js';

/** Listens. @returns the server and its port (the system's choice where the settings say 0) */
export async function listen(
  definition: PortalDefinition,
  settings: PortalSettings,
): Promise<{ server: Server; port: number }> {
  const server = createServer(createPortal(definition, settings).callback());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** A portal as a process: reads its settings, listens, and ends cleanly on SIGTERM and SIGINT. */
export async function run(definition: PortalDefinition): Promise<void> {
  try {
    const settings = readSettings(process.env, definition);
    const { server } = await listen(definition, settings);
    console.log(`${definition.title.en} (${definition.title.zh}): ${settings.baseUrl}`);
    const stop = () => {
      server.close(() => process.exit(0));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 2000).unref();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const why = taken ? 'its port is taken; set PORT to another one' : (error as Error).message;
    console.error(`The portal ${definition.key} cannot start: ${why}.`);
    process.exit(1);
  }
}
