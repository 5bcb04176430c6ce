import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { record } from '../audit/index.js';
import type { IndexedIdentity } from '../records/index.js';
import { type IndexKeys, KEYS_REMEMBERED_MS, type NumberDigester } from './blind-index.js';
import type { IdentityStores } from './identity-stores.js';
import type { PersonalDataVault } from './personal-data.js';

export type RotationStep =
  | { readonly step: 'begun' | 'resumed'; readonly from: number; readonly to: number }
  | { readonly step: 'indexed'; readonly identities: number }
  | { readonly step: 'switched'; readonly to: number }
  | { readonly step: 'dropped'; readonly rows: number; readonly version: number };

export interface RotationDeps {
  readonly uow: UnitOfWork<Pick<IdentityStores, 'indexKeys' | 'numberIndex' | 'personalData' | 'audit'>>;
  readonly index: IndexKeys;
  readonly vault: PersonalDataVault;
  readonly clock: Clock;
  /** Identities per transaction. Registrations wait while one runs. */
  readonly batch?: number;
  /** Milliseconds between adding a key and relying on it. */
  readonly settleMs?: number;
}

/** Until no node remembers the keys of before, and no look-up that began under them is still under way. */
const SETTLE_MS = KEYS_REMEMBERED_MS + 3000;

/** Identities per look when all of them are looked through, without a lock. */
const VERIFY_BATCH = 1000;

/** Indexed under one key and not under the other. */
function isMissing(from: number, to: number) {
  return ({ keyVersions }: IndexedIdentity) => keyVersions.includes(from) && !keyVersions.includes(to);
}

/**
 * Replaces the key of the number index while people register: adds a key that registrations also write, indexes
 * everybody under it, makes it the current one once nobody is missing, drops what was indexed under the old one.
 *
 * Logins look under every key that they know of, and may know those of a moment ago. So nothing relies on a new key alone
 * before everybody has had the time to learn of it; from then on it does not matter how soon the old one goes.
 *
 * Each transaction here takes the keys exclusively, each registration shares them. So no registration is under way when
 * a key is added or switched, and none ends or moves a number while a batch indexes it. Every step looks at what is
 * there, so a broken run is resumed by the next, and two runs at once do the same work twice and no harm.
 */
export class IndexKeyRotation {
  readonly #deps: RotationDeps;
  readonly #batch: number;
  readonly #settleMs: number;

  constructor(deps: RotationDeps) {
    this.#deps = deps;
    this.#settleMs = deps.settleMs ?? SETTLE_MS;
    this.#batch = deps.batch ?? 50;
  }

  /**
   * One whole rotation, or the rest of one that was broken off.
   * @param operator for the audit
   * @returns the version that is current now
   */
  async run(operator: string, onStep: (step: RotationStep) => void = () => {}): Promise<number> {
    const actor = `operator:${operator}`;
    await this.#deps.index.ensure();
    const { from, to, begun } = await this.#begin(actor);
    const settled = performance.now() + this.#settleMs;
    onStep({ step: begun ? 'begun' : 'resumed', from, to });
    await this.#indexAll(to, onStep);
    await this.#verify(from, to);
    await sleep(Math.max(0, settled - performance.now()));
    if (await this.#switch(from, to, actor)) onStep({ step: 'switched', to });
    await this.#dropRetired(actor, onStep);
    return to;
  }

  async #begin(actor: string): Promise<{ from: number; to: number; begun: boolean }> {
    const { uow, index, clock } = this.#deps;
    return uow.run(async (stores) => {
      const { indexKeys } = stores;
      const [current, ...others] = await index.load(indexKeys, 'exclusive');
      const writing = others.find((key) => key.state === 'writing');
      if (writing) return { from: current.version, to: writing.version, begun: false };
      const retiring = others.find((key) => key.state === 'retiring');
      if (retiring) return { from: retiring.version, to: current.version, begun: false };
      const to = current.version + 1;
      await indexKeys.insert(await index.make(to, 'writing'));
      await record({ clock }, stores, 'index_key.added', { actor, detail: { version: to } });
      return { from: current.version, to, begun: true };
    });
  }

  async #indexAll(to: number, onStep: (step: RotationStep) => void): Promise<void> {
    for (let last = '', identities = 0; ; ) {
      const page = await this.#indexPage(to, last);
      if (page.length === 0) return;
      last = page.at(-1)!.identityId;
      identities += page.length;
      onStep({ step: 'indexed', identities });
    }
  }

  /** @returns the identities looked at; none where there are no more, or the key has been switched already */
  async #indexPage(to: number, after: string): Promise<readonly IndexedIdentity[]> {
    const { uow, index } = this.#deps;
    return uow.run(async (stores) => {
      const keys = await index.load(stores.indexKeys, 'exclusive');
      const next = keys.find((key) => key.version === to && key.state === 'writing');
      if (!next) return [];
      const page = await stores.numberIndex.page(after, this.#batch);
      for (const { identityId } of page.filter(isMissing(keys[0].version, to))) {
        await this.#indexOne(stores, keys[0], next, identityId);
      }
      return page;
    });
  }

  /** @throws Error when what is stored of an identity does not fit its index: better no rotation than a lost number */
  async #indexOne(
    { numberIndex, personalData }: Pick<IdentityStores, 'numberIndex' | 'personalData'>,
    current: NumberDigester,
    next: NumberDigester,
    identityId: string,
  ): Promise<void> {
    const sealed = await personalData.find(identityId);
    const { number } = await this.#deps.vault.open(sealed, ['number']);
    const entry = number === undefined ? undefined : await numberIndex.find(current.version, current.digest(number));
    if (number === undefined || entry?.identityId !== identityId) {
      throw new Error(`the number of identity ${identityId} does not fit its index`);
    }
    const { claim } = entry;
    if (!(await numberIndex.insert({ keyVersion: next.version, digest: next.digest(number), identityId, claim }))) {
      throw new Error(`the number of identity ${identityId} is held twice under index key ${next.version}`);
    }
  }

  /**
   * Looks through everybody once more. Not under the lock, where it would keep registrations waiting: since the key was
   * added with none under way, whoever is new is indexed under both.
   * @throws Error when somebody would be lost by the switch
   */
  async #verify(from: number, to: number): Promise<void> {
    const { numberIndex } = this.#deps.uow.read;
    for (let last = ''; ; ) {
      const page = await numberIndex.page(last, VERIFY_BATCH);
      if (page.length === 0) return;
      const missing = page.find(isMissing(from, to));
      if (missing) {
        throw new Error(`identity ${missing.identityId} is missing under index key ${to}; run the rotation again`);
      }
      last = page.at(-1)!.identityId;
    }
  }

  async #switch(from: number, to: number, actor: string): Promise<boolean> {
    const { uow, index, clock } = this.#deps;
    return uow.run(async (stores) => {
      const { indexKeys } = stores;
      const keys = await index.load(indexKeys, 'exclusive');
      if (!keys.some((key) => key.version === to && key.state === 'writing')) return false;
      await indexKeys.setState(from, 'retiring');
      await indexKeys.setState(to, 'current');
      await record({ clock }, stores, 'index_key.switched', { actor, detail: { from, to } });
      return true;
    });
  }

  async #dropRetired(actor: string, onStep: (step: RotationStep) => void): Promise<void> {
    const { uow, clock } = this.#deps;
    const keys = await uow.read.indexKeys.all();
    for (const { version } of keys.filter((key) => key.state === 'retiring')) {
      let rows = 0;
      for (let removed = 1; removed > 0; rows += removed) {
        removed = await uow.run(({ numberIndex }) => numberIndex.removeVersion(version, 10 * this.#batch));
      }
      await uow.run(async (stores) => {
        const { indexKeys } = stores;
        if (!(await indexKeys.all('exclusive')).some((key) => key.version === version)) return;
        await indexKeys.remove(version);
        await record({ clock }, stores, 'index_key.removed', { actor, detail: { version, rows } });
      });
      onStep({ step: 'dropped', rows, version });
    }
  }
}
