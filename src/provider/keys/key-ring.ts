import type { JWK } from 'jose';
import { record } from '../../domain/audit/index.js';
import type { KeyManagement } from '../../domain/identities/index.js';
import type { Repositories, SigningKey } from '../../domain/records/index.js';
import type { Clock } from '../../shared/clock.js';
import { createSealer, type Sealer } from '../../shared/seal.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { generateSigningKey, SIGNING_ALGORITHMS } from './generate.js';

export interface KeyRingDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'signingKeys' | 'audit'>>;
  readonly keys: Pick<KeyManagement, 'derive'>;
  readonly clock: Clock;
  readonly timing?: Partial<KeyTiming>;
}

/** Milliseconds. */
export interface KeyTiming {
  /**
   * How long a new key is published before it signs. Longer than the time a portal may go on with its old copy of the
   * JWKS: oauth4webapi looks again 60 s after its last look at the earliest, jose 30 s.
   */
  readonly publishMs: number;
  /** How long a retired key goes on verifying: a portal may bring an ID token of hours ago as `id_token_hint`. */
  readonly retireMs: number;
}

const DEFAULT_TIMING: KeyTiming = { publishMs: 90_000, retireMs: 25 * 3600_000 };

/** A JWKS with private keys: for each algorithm the one that signs comes first. */
export interface LoadedKeys {
  /** Differs when any key or state differs. */
  readonly version: string;
  readonly jwks: readonly JWK[];
}

type KeyWork = Pick<Repositories, 'signingKeys' | 'audit'>;

/**
 * The signing keys of the whole service. A key is published, then signs, then verifies only, then goes; every node sees
 * each step by polling, and no step waits for a restart. Several rings may work on the same keys: each step is a
 * compare-and-set.
 */
export class KeyRing {
  readonly #deps: KeyRingDeps;
  readonly #timing: KeyTiming;
  #sealer: Promise<Sealer> | undefined;

  constructor(deps: KeyRingDeps) {
    this.#deps = deps;
    this.#timing = { ...DEFAULT_TIMING, ...deps.timing };
  }

  /** Makes the first keys, where there are none. Nodes that start at the same moment agree on one. */
  async ensure(): Promise<void> {
    for (const alg of SIGNING_ALGORITHMS) {
      const present = await this.#deps.uow.read.signingKeys.all();
      if (!present.some((key) => key.alg === alg && key.state === 'signing')) await this.#add(alg, 'signing', 'system');
    }
    await this.#deps.uow.run((work) => this.#agree(work));
  }

  /**
   * Publishes a new key for each algorithm; it signs by itself once portals have had time to learn it.
   * @param alg only this one; all of them when left out
   * @param actor `operator:<name>`
   * @returns the new keys' ids and when they begin to sign
   */
  async rotate(actor: string, alg?: SigningKey['alg']): Promise<{ kids: readonly string[]; signsFrom: Date }> {
    const kids: string[] = [];
    for (const one of alg ? [alg] : SIGNING_ALGORITHMS) kids.push(await this.#add(one, 'published', actor));
    return { kids, signsFrom: new Date(this.#deps.clock.now().getTime() + this.#timing.publishMs) };
  }

  /** Takes every step that is due. Each node calls this while it polls. */
  async advance(): Promise<void> {
    const { uow } = this.#deps;
    if (this.#due(await uow.read.signingKeys.all()).length === 0) return;
    await uow.run(async (work) => {
      for (const key of this.#due(await work.signingKeys.all())) {
        if (key.state === 'retired') await this.#remove(work, key);
        else await this.#promote(work, key);
      }
    });
  }

  /** The keys as they are now, unsealed. */
  async load(): Promise<LoadedKeys> {
    const keys = [...(await this.#deps.uow.read.signingKeys.all())].sort(inOrder);
    const sealer = await this.#seal();
    const jwks = keys.map((key) => JSON.parse(sealer.open(key.sealedPrivateJwk, context(key.kid))) as JWK);
    return { version: versionOf(keys), jwks };
  }

  /** What `load` would name as version, without unsealing anything. */
  async version(): Promise<string> {
    return versionOf([...(await this.#deps.uow.read.signingKeys.all())].sort(inOrder));
  }

  async #add(alg: SigningKey['alg'], state: SigningKey['state'], actor: string): Promise<string> {
    const { uow, clock } = this.#deps;
    const { publicJwk, privateJwk } = await generateSigningKey(alg);
    const kid = publicJwk.kid!;
    const sealedPrivateJwk = (await this.#seal()).seal(JSON.stringify(privateJwk), context(kid));
    const now = clock.now();
    await uow.run(async (stores) => {
      const { signingKeys } = stores;
      await signingKeys.insert({
        kid,
        alg,
        state,
        publicJwk: { ...publicJwk },
        sealedPrivateJwk,
        createdAt: now,
        changedAt: now,
      });
      await record({ clock }, stores, 'signing_key.published', { actor, detail: { kid, alg } });
    });
    return kid;
  }

  /** Where several keys of one algorithm sign, the oldest keeps signing. */
  async #agree({ signingKeys }: KeyWork): Promise<void> {
    const signing = (await signingKeys.all()).filter(({ state }) => state === 'signing');
    for (const alg of SIGNING_ALGORITHMS) {
      const [, ...surplus] = signing.filter((key) => key.alg === alg).sort(inOrder);
      for (const { kid } of surplus) await signingKeys.setState(kid, 'signing', 'retired', this.#deps.clock.now());
    }
  }

  #due(keys: readonly SigningKey[]): readonly SigningKey[] {
    const now = this.#deps.clock.now().getTime();
    const { publishMs, retireMs } = this.#timing;
    return keys.filter(({ state, changedAt }) => {
      const age = now - changedAt.getTime();
      return (state === 'published' && age >= publishMs) || (state === 'retired' && age >= retireMs);
    });
  }

  async #promote(stores: KeyWork, { kid, alg }: SigningKey): Promise<void> {
    const { signingKeys } = stores;
    const { clock } = this.#deps;
    const now = clock.now();
    if (!(await signingKeys.setState(kid, 'published', 'signing', now))) return;
    for (const old of await signingKeys.all()) {
      if (old.alg !== alg || old.state !== 'signing' || old.kid === kid) continue;
      await signingKeys.setState(old.kid, 'signing', 'retired', now);
      await record({ clock }, stores, 'signing_key.retired', { actor: 'system', detail: { kid: old.kid, alg } });
    }
    await record({ clock }, stores, 'signing_key.signing', { actor: 'system', detail: { kid, alg } });
  }

  async #remove(stores: KeyWork, { kid, alg }: SigningKey): Promise<void> {
    await stores.signingKeys.remove(kid);
    await record(this.#deps, stores, 'signing_key.removed', { actor: 'system', detail: { kid, alg } });
  }

  #seal(): Promise<Sealer> {
    this.#sealer ??= this.#deps.keys.derive('signing-keys').then(createSealer);
    return this.#sealer;
  }
}

const RANK: Readonly<Record<SigningKey['state'], number>> = { signing: 0, published: 1, retired: 2 };

/** The signing key first: oidc-provider signs with the first that fits. Then a fixed order, the same on every node. */
function inOrder(a: SigningKey, b: SigningKey): number {
  return RANK[a.state] - RANK[b.state] || a.createdAt.getTime() - b.createdAt.getTime() || (a.kid < b.kid ? -1 : 1);
}

function versionOf(keys: readonly SigningKey[]): string {
  return keys.map(({ kid, state }) => `${kid}:${state}`).join(' ');
}

function context(kid: string): string {
  return `signing-key|${kid}`;
}
