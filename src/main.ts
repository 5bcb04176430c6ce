import cluster from 'node:cluster';
import { pino } from 'pino';
import { pageOf } from './container/index.js';
import { startManagement } from './main/management.js';
import { type RunningNode, startNode } from './main/node.js';
import { answerFirstProcess, startWorkers } from './main/workers.js';
import { loadSettings, type Settings } from './settings/index.js';

/** The process: settings → container → listen → drain; with several workers, the process that minds them. */
async function main(): Promise<void> {
  const settings = loadSettings();
  if (cluster.isWorker) return work(settings);
  const node = settings.YIHAO_WORKERS > 1 ? await startAll(settings) : alone(await startNode(settings));
  const management = await startManagement(settings, {
    readiness: node.readiness,
    metrics: async () => pageOf(await node.figures()),
  });
  process.stdout.write(`${node.summary}\nYihao is at ${settings.YIHAO_ISSUER}\n`);
  if (management) process.stdout.write(`Health and figures are at ${management.url}\n`);
  onOrderToStop(async () => {
    await node.stop();
    await management?.close();
  });
}

type Node = Pick<RunningNode, 'summary' | 'readiness' | 'stop'> & {
  figures(): Promise<readonly (readonly object[])[]>;
};

function alone(node: RunningNode): Node {
  return { ...node, figures: async () => [await node.figures()] };
}

function startAll(settings: Settings): Promise<Node> {
  const log = pino({ level: settings.YIHAO_LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
  return startWorkers(settings.YIHAO_WORKERS, (end) => log.error({ event: 'worker.ended', ...end }));
}

async function work(settings: Settings): Promise<void> {
  const node = await startNode(settings);
  answerFirstProcess(node);
  onOrderToStop(node.stop);
}

/** SIGTERM ends gently, and so does the death of the process that minds this one; a second Ctrl-C ends at once. */
function onOrderToStop(stop: () => Promise<void>): void {
  let interrupts = 0;
  const gently = (): void => {
    void stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', gently);
  process.on('SIGINT', () => {
    interrupts += 1;
    if (interrupts > 1) process.exit(130);
    gently();
  });
  process.on('disconnect', gently);
}

try {
  await main();
} catch (error) {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  const sentence =
    code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program; set YIHAO_PORT or YIHAO_MANAGEMENT_PORT.`
      : (error as Error).message;
  // A worker has said it already.
  if (!(cluster.isPrimary && /^A worker ended/.test(sentence))) process.stderr.write(`${sentence}\n`);
  // What was started already must not keep a process alive that cannot serve.
  process.exit(1);
}
