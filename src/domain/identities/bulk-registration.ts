import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { ContactDigests, type IndexKeys } from './blind-index.js';
import { type Enrolment, prepareEnrolment, writeEnrolments } from './enrolment.js';
import type { IdentityStores } from './identity-stores.js';
import type { KeyManagement } from './key-management.js';
import { PersonalDataVault } from './personal-data.js';

export interface BulkDeps {
  readonly uow: UnitOfWork<IdentityStores>;
  readonly keys: KeyManagement;
  readonly clock: Clock;
  readonly index: IndexKeys;
  /** People per transaction. */
  readonly batch?: number;
  /** Transactions at once: while one waits for the database, another seals. */
  readonly lanes?: number;
}

export interface BulkProgress {
  readonly registered: number;
  /** Their numbers were taken; running a load twice is harmless. */
  readonly skipped: number;
  readonly seconds: number;
}

/** Loads many people through the same rows and rules as a registration, without messages, in large transactions. */
export class BulkRegistration {
  readonly #deps: BulkDeps;
  readonly #tools: { vault: PersonalDataVault; digests: ContactDigests; clock: Clock };

  constructor(deps: BulkDeps) {
    this.#deps = deps;
    this.#tools = {
      vault: new PersonalDataVault(deps.keys),
      digests: new ContactDigests(deps.keys),
      clock: deps.clock,
    };
  }

  /**
   * @param people the password hash in each may be one and the same: hashing a million takes hours
   * @param operator for the audit
   */
  async register(
    people: Iterable<Enrolment>,
    operator: string,
    onProgress: (progress: BulkProgress) => void = () => {},
  ): Promise<BulkProgress> {
    await this.#deps.index.ensure();
    const began = performance.now();
    const batches = inBatches(people, this.#deps.batch ?? 256);
    let registered = 0;
    let skipped = 0;
    const progress = () => ({ registered, skipped, seconds: (performance.now() - began) / 1000 });
    const lane = async () => {
      for (const batch of batches) {
        const written = await this.#write(batch, `operator:${operator}`);
        registered += written;
        skipped += batch.length - written;
        onProgress(progress());
      }
    };
    await Promise.all(Array.from({ length: this.#deps.lanes ?? 2 }, lane));
    return progress();
  }

  async #write(batch: readonly Enrolment[], operator: string): Promise<number> {
    const { uow, index, clock } = this.#deps;
    const by = { clock, operator };
    const prepared = await Promise.all(batch.map((person) => prepareEnrolment(person, this.#tools)));
    return uow.run(async (stores) => {
      const keys = await index.load(stores.indexKeys, 'share');
      // All at once where no number is taken, which is how it is in all but a load that runs again.
      if (await writeEnrolments(stores, keys, prepared, by)) return prepared.length;
      let written = 0;
      for (const person of prepared) if (await writeEnrolments(stores, keys, [person], by)) written += 1;
      return written;
    });
  }
}

/** One generator shared by all lanes: each takes the next batch as it is done with its last. */
function* inBatches<T>(items: Iterable<T>, size: number): Generator<readonly T[], void> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
