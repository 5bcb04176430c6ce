import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Settings } from '../settings/index.js';
import { createManagementServer, type ManagementDeps } from '../web/management/management-server.js';

export interface RunningManagement {
  /** Where it listens, for the line that an operator reads. */
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the management port where the settings name one. */
export async function startManagement(
  { YIHAO_MANAGEMENT_PORT: port, YIHAO_MANAGEMENT_BIND: bind }: Settings,
  deps: ManagementDeps,
): Promise<RunningManagement | undefined> {
  if (port === undefined) return undefined;
  const server = createManagementServer(deps);
  server.listen(port, bind);
  await once(server, 'listening');
  const { address, family, port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
