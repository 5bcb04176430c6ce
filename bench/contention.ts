import { setTimeout as sleep } from 'node:timers/promises';
import * as flows from './load/flows.js';
import { makeSessions } from './load/sessions.js';
import { quantile } from './measure.js';
import type { Side } from './sides/side.js';
import { type Machine, startServer, type YihaoSide } from './sides/start.js';

/** Logins under way at once. */
const LOGINS = 32;
/** Milliseconds between two requests to the token endpoint. */
const PAUSE_MS = 25;
const SECONDS = 15;

interface Outcome {
  readonly loginsPerSecond: number;
  readonly tokenP50: number;
  readonly tokenP99: number;
  readonly errors: number;
}

/**
 * The token endpoint while 32 people log in at once: hashing with its cap, and with as many threads as logins.
 * @param share what the time it takes is multiplied with
 */
export async function runContention(share: number, machine: Machine, yihao: YihaoSide): Promise<void> {
  const seconds = Math.max(3, SECONDS * share);
  const capped = await measure(yihao, seconds);
  await yihao.server.stop();
  const environment = { ...yihao.environment, YIHAO_HASH_CONCURRENCY: String(LOGINS) };
  yihao.server = await startServer(machine, yihao.tree, environment);
  const uncapped = await measure(yihao, seconds);
  const ratio = capped.loginsPerSecond / uncapped.loginsPerSecond;
  console.log(`\nThe token endpoint while ${LOGINS} password logins (argon2id) run at once`);
  console.log('| hashing | logins/s | token p50 ms | token p99 ms | errors |\n|---|---|---|---|---|');
  for (const [name, outcome] of Object.entries({ 'one thread per core': capped, '32 threads': uncapped })) {
    const { loginsPerSecond, tokenP50, tokenP99, errors } = outcome;
    console.log(
      `| ${name} | ${loginsPerSecond.toFixed(1)} | ${tokenP50.toFixed(1)} | ${tokenP99.toFixed(1)} | ${errors} |`,
    );
  }
  console.log(`\nTarget: p99 ≤ 20 ms and logins ≥ 0.85 × uncapped; it is ${ratio.toFixed(2)} ×.`);
}

async function measure(side: Side, seconds: number): Promise<Outcome> {
  await makeSessions(200, { of: 'mobileSessions', tokens: false }, [side]);
  await side.server.hashing(true);
  const latencies: number[] = [];
  let [logins, errors, running] = [0, 0, true];
  const counted = async (work: Promise<void>): Promise<boolean> => {
    try {
      await work;
      return true;
    } catch (error) {
      if (errors++ === 0) console.error(`  contention: ${(error as Error).message.slice(0, 300)}`);
      return false;
    }
  };
  const lanes = Array.from({ length: LOGINS }, async () => {
    while (running) if (await counted(flows.login(side, 0))) logins += 1;
  });
  await sleep(2000);
  const [before, begun] = [logins, performance.now()];
  for (let n = 0; performance.now() - begun < seconds * 1000; n += 1) {
    const sent = performance.now();
    if (await counted(flows.refresh(side, n))) latencies.push(performance.now() - sent);
    await sleep(PAUSE_MS);
  }
  const loginsPerSecond = (logins - before) / ((performance.now() - begun) / 1000);
  running = false;
  await Promise.all(lanes);
  return { loginsPerSecond, tokenP50: quantile(latencies, 0.5), tokenP99: quantile(latencies, 0.99), errors };
}
