import { availableParallelism } from 'node:os';
import { HashPool } from '../../src/connectors/hashing/hash-pool.js';
import { createService } from '../../src/container/index.js';
import { loadSettings } from '../../src/settings/index.js';
import { createWebServer } from '../../src/web/server.js';
import { PASSWORD } from '../load/clients.js';
import { answerParent } from './answer-parent.js';

const settings = loadSettings();
let real = false;

/** The service's own hasher, which can be told to do no work. */
class SwitchableHasher extends HashPool {
  override verify(hash: string | null, password: string): Promise<{ matches: boolean; rehash: boolean }> {
    if (real) return super.verify(hash, password);
    return Promise.resolve({ matches: hash !== null && password === PASSWORD, rehash: false });
  }
}

const hasher = new SwitchableHasher({
  workers: settings.YIHAO_HASH_CONCURRENCY || availableParallelism(),
  queue: settings.YIHAO_HASH_QUEUE,
  memoryCost: settings.YIHAO_ARGON2_MEMORY_KIB,
  timeCost: settings.YIHAO_ARGON2_TIME,
  parallelism: settings.YIHAO_ARGON2_PARALLELISM,
});

/** Yihao as `npm start` runs it, but for the hasher. */
const service = await createService(settings, { hasher });
await answerParent(createWebServer(service.app), settings.YIHAO_PORT, (chosen) => {
  real = chosen;
});
