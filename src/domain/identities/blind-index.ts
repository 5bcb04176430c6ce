import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/clock.js';
import { mac } from '../../shared/mac.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { ContactKind, IndexKey, IndexKeyRepository, IndexKeyState } from '../records/index.js';
import type { KeyManagement } from './key-management.js';

/** An index key, opened. */
export interface NumberDigester {
  readonly version: number;
  readonly state: IndexKeyState;
  /** HMAC-SHA-256 of a normalised number, base64url. */
  digest(normalised: string): string;
}

/**
 * How long a node may look up logins under the keys it has read, in milliseconds. Whoever writes under them reads them
 * in the same transaction; a rotation waits until no node remembers the time before its key.
 */
export const KEYS_REMEMBERED_MS = 2000;

interface IndexKeysDeps {
  readonly uow: UnitOfWork<{ readonly indexKeys: IndexKeyRepository }>;
  readonly keys: KeyManagement;
  readonly clock: Clock;
  readonly rememberMs?: number;
}

type Digesters = readonly [NumberDigester, ...NumberDigester[]];

const ORDER: Record<IndexKeyState, number> = { current: 0, writing: 1, retiring: 2 };

/**
 * The keys under which numbers are indexed. The database holds them wrapped; a digest without its key cannot be
 * searched by trying all numbers, which a plain hash could.
 */
export class IndexKeys {
  readonly #deps: IndexKeysDeps;
  readonly #opened = new Map<string, Promise<Buffer>>();
  #ready: Promise<void> | undefined;
  #remembered: { readonly until: number; readonly keys: Promise<Digesters> } | undefined;

  constructor(deps: IndexKeysDeps) {
    this.#deps = deps;
  }

  /** Makes the first key where there is none. Of two nodes at once one wins and both use its key. */
  ensure(): Promise<void> {
    this.#ready ??= this.#makeFirst().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #makeFirst(): Promise<void> {
    if ((await this.#deps.uow.read.indexKeys.all()).length > 0) return;
    const key = await this.make(1, 'current');
    await this.#deps.uow.run((repositories) => repositories.indexKeys.insert(key));
  }

  /** A fresh random key, wrapped, not yet stored. */
  async make(version: number, state: IndexKeyState): Promise<IndexKey> {
    const wrappedKey = await this.#deps.keys.wrap(randomBytes(32), wrappingContext(version));
    return { version, state, wrappedKey, createdAt: this.#deps.clock.now() };
  }

  /** The keys for a look-up outside a transaction, which may be those of up to `KEYS_REMEMBERED_MS` ago. */
  async remembered(): Promise<Digesters> {
    // The time counts from before the keys are read: what they are at most as old as.
    const now = performance.now();
    if (!this.#remembered || this.#remembered.until <= now) {
      const keys = this.load(this.#deps.uow.read.indexKeys);
      this.#remembered = { until: now + (this.#deps.rememberMs ?? KEYS_REMEMBERED_MS), keys };
      keys.catch(() => {
        if (this.#remembered?.keys === keys) this.#remembered = undefined;
      });
    }
    return this.#remembered.keys;
  }

  /** Every key: the current one first, then those being written, then those being dropped. */
  async load(repository: IndexKeyRepository, lock?: 'share' | 'exclusive'): Promise<Digesters> {
    const stored = [...(await repository.all(lock))].sort(
      (one, other) => ORDER[one.state] - ORDER[other.state] || one.version - other.version,
    );
    const [first, ...rest] = await Promise.all(stored.map((key) => this.#open(key)));
    if (first?.state !== 'current') throw new Error('there is no current index key');
    return [first, ...rest];
  }

  async #open(key: IndexKey): Promise<NumberDigester> {
    let opened = this.#opened.get(key.wrappedKey);
    if (!opened) {
      opened = this.#deps.keys.unwrap(key.wrappedKey, wrappingContext(key.version));
      this.#opened.set(key.wrappedKey, opened);
      opened.catch(() => this.#opened.delete(key.wrappedKey));
    }
    const secret = await opened;
    return { version: key.version, state: key.state, digest: (normalised) => hmac(secret, normalised) };
  }
}

function wrappingContext(version: number): string {
  return `index_keys|wrapped_key|${version}`;
}

/** Digests of contacts and login names, under keys derived for each use. */
export class ContactDigests {
  readonly #keys: KeyManagement;

  constructor(keys: KeyManagement) {
    this.#keys = keys;
  }

  /** Leads from a phone (E.164) or an address (lower case) to the identity that confirmed it. */
  async contact(kind: ContactKind, value: string): Promise<string> {
    return hmac(await this.#keys.derive('contact-index'), `${kind}|${value}`);
  }

  /** What failed logins of an unknown name are counted under. */
  async login(canonical: string): Promise<string> {
    return hmac(await this.#keys.derive('login-name'), canonical);
  }
}

function hmac(key: Buffer, text: string): string {
  return mac(key, text).toString('base64url');
}
