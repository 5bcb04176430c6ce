import type { createHasher } from '../../container/index.js';
import { bad, type Finding, good, look } from './findings.js';

const SAMPLES = 2;

type Hasher = Pick<ReturnType<typeof createHasher>, 'hash' | 'binary' | 'close'>;

/** What a password's hash takes here, and whether it could take less. Closes the hasher. */
export async function examineHashing(hasher: Hasher): Promise<Finding> {
  try {
    const times: number[] = [];
    for (let sample = 0; sample <= SAMPLES; sample += 1) {
      const begin = performance.now();
      await hasher.hash('doctor');
      times.push(performance.now() - begin);
    }
    // The first waits for the process to start.
    const [least = 0] = times.slice(1).toSorted((a, b) => a - b);
    const takes = `takes ${least.toFixed(0)} ms`;
    if (hasher.binary === 'built') return good('hashing', `A hash ${takes}, by argon2 as it was built here.`);
    const remedy =
      'Built here it takes about half of that: install python3, make, g++ and a Node with its headers, and start again; where the build failed, .cache/argon2 says why.';
    return look('hashing', `A hash ${takes}, by the binary that comes with argon2 for any CPU.`, remedy);
  } catch {
    return bad('hashing', 'No password can be hashed.', 'See what was printed above; install the packages anew.');
  } finally {
    await hasher.close();
  }
}
