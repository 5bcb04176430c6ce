import { once } from 'node:events';
import { createService } from '../container/index.js';
import type { Settings } from '../settings/index.js';
import type { Readiness } from '../web/management/health.js';
import { createWebServer } from '../web/server.js';
import { makeDrainable } from './drain.js';

/** Milliseconds after the order to stop until requests under way are cut; what follows must fit into 30 s with it. */
const REQUESTS_MS = 18_000;
/** Milliseconds that the stores and the outbox have after that. */
const CLOSE_MS = 11_000;

/** One process that serves the public port. */
export interface RunningNode {
  /** Which stores it runs on, in one line. */
  readonly summary: string;
  readiness(): Promise<Readiness>;
  figures(): Promise<readonly object[]>;
  /** Finishes what is under way and ends within 30 seconds. A second call changes nothing. */
  stop(): Promise<void>;
}

/** @throws Error with one sentence for the operator where something it needs is missing */
export async function startNode(settings: Settings): Promise<RunningNode> {
  const { app, health, metrics, summary, close } = await createService(settings);
  const server = createWebServer(app);
  const drain = makeDrainable(server);
  try {
    server.listen(settings.YIHAO_PORT, settings.YIHAO_BIND);
    await once(server, 'listening');
  } catch (error) {
    await close();
    throw error;
  }
  // Where nobody can read that it is not ready, nobody looks elsewhere, and waiting for that is in vain.
  const noticeMs = settings.YIHAO_MANAGEMENT_PORT === undefined ? 0 : settings.YIHAO_DRAIN_SECONDS * 1000;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    health.drain();
    await drain(noticeMs, REQUESTS_MS);
    const late = setTimeout(() => process.exit(1), CLOSE_MS);
    await close();
    clearTimeout(late);
  };
  return {
    summary,
    readiness: () => health.check(),
    figures: () => metrics.figures(),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
