import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import { inBoth, say } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import type { Aal, Authenticator, AuthenticatorKind, Repositories } from '../records/index.js';
import { AUTHENTICATOR_CHANGES, AUTHENTICATOR_NAMES } from './authenticators.messages.js';
import { isEnough, strengthOf } from './strength.js';

export type AuthenticatorStores = Pick<Repositories, 'authenticators' | 'authenticatorIndex' | 'outbox' | 'audit'>;

export interface AuthenticatorsDeps {
  readonly uow: UnitOfWork<AuthenticatorStores>;
  readonly notifications: Notifier;
  readonly clock: Clock;
  /** The strongest login that the factors of this installation reach. */
  readonly highestAal: Aal;
}

export interface NewAuthenticator {
  readonly identityId: string;
  readonly kind: AuthenticatorKind;
  readonly secret?: string;
  readonly label?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Not before; at once where it is left out. */
  readonly usableFrom?: Date;
  /** What it is known by outside, digested: see `AuthenticatorIndexEntry`. */
  readonly digest?: string;
}

/** As many of a kind as anybody needs: what a login page lists stays short, and each more is one more to guess or lose. */
const AT_MOST: Readonly<Partial<Record<AuthenticatorKind, number>>> = { passkey: 10, totp: 3, outside: 10 };

/** Whether another of this kind can be added beside those there are. */
export function hasRoom(all: readonly Authenticator[], kind: AuthenticatorKind): boolean {
  return all.filter((one) => one.kind === kind).length < (AT_MOST[kind] ?? Number.POSITIVE_INFINITY);
}

export type AddResult =
  | { readonly outcome: 'added'; readonly authenticator: Authenticator }
  /** What it is known by belongs to an identity already, perhaps to this one. */
  | { readonly outcome: 'taken' }
  /** There are as many of this kind as there may be. */
  | { readonly outcome: 'full' };

export type ChangeOutcome = 'changed' | 'unknown';
/** `last`: without it the holder could not log in any more. */
export type RemoveOutcome = 'removed' | 'last' | 'unknown';

/** Seconds for which a login is fresh enough to change what logs in. */
export const FRESH_SECONDS = 5 * 60;

/**
 * What an identity logs in with, of every kind. Each change is one transaction with its audit event and a message on
 * every channel the holder has. Whoever calls has made sure of a fresh login (`FRESH_SECONDS`, `strongest`).
 */
export class Authenticators {
  readonly #deps: AuthenticatorsDeps;

  constructor(deps: AuthenticatorsDeps) {
    this.#deps = deps;
  }

  /** The earliest first. */
  list(identityId: string): Promise<readonly Authenticator[]> {
    return this.#deps.uow.read.authenticators.ofIdentity(identityId);
  }

  /** The strongest login that this identity can make here and now. */
  async strongest(identityId: string): Promise<Aal> {
    const { clock, highestAal } = this.#deps;
    const strength = strengthOf(await this.list(identityId), clock.now());
    return Math.max(1, Math.min(strength, highestAal)) as Aal;
  }

  add(authenticator: NewAuthenticator): Promise<AddResult> {
    return this.#deps.uow.run((repositories) => this.addIn(repositories, authenticator));
  }

  /** As `add`, inside the caller's transaction: with whatever proves that it is the holder's. */
  async addIn(repositories: AuthenticatorStores, added: NewAuthenticator): Promise<AddResult> {
    const createdAt = this.#deps.clock.now();
    const id = randomId(createdAt.getTime());
    const { identityId, kind, secret = null, label = null, data = null, usableFrom = null, digest } = added;
    // Held, so that of many that are added at once none is one too many.
    if (kind in AT_MOST && !hasRoom(await repositories.authenticators.hold(identityId), kind))
      return { outcome: 'full' };
    if (digest !== undefined) {
      const entry = { kind, digest, identityId, authenticatorId: id };
      if (!(await repositories.authenticatorIndex.insert(entry))) return { outcome: 'taken' };
    }
    const proof = { secret, label, data, usableFrom, usableUntil: null };
    const authenticator: Authenticator = { id, identityId, kind, ...proof, createdAt, lastUsedAt: null };
    await repositories.authenticators.insert(authenticator);
    await this.#told(repositories, authenticator, 'added');
    return { outcome: 'added', authenticator };
  }

  /** A name is comfort: it is in the history, and nobody is sent word. */
  rename(identityId: string, id: string, label: string | null): Promise<ChangeOutcome> {
    return this.#deps.uow.run(async (repositories): Promise<ChangeOutcome> => {
      const found = await find(repositories, identityId, id);
      if (!found) return 'unknown';
      await repositories.authenticators.change(identityId, id, { label });
      const detail = { kind: found.kind, authenticator: id, what: 'label' } as const;
      await record(this.#deps, repositories, 'authenticator.changed', { actor: identityId, identityId, detail });
      return 'changed';
    });
  }

  /**
   * Puts a new secret or new data in the old one's place, inside the caller's transaction.
   * @param change for example a new password's hash
   */
  async changeIn(
    repositories: AuthenticatorStores,
    identityId: string,
    id: string,
    change: Partial<Pick<Authenticator, 'secret' | 'data' | 'usableFrom'>>,
  ): Promise<ChangeOutcome> {
    const found = await find(repositories, identityId, id);
    if (!found) return 'unknown';
    await repositories.authenticators.change(identityId, id, change);
    await this.#told(repositories, found, 'changed');
    return 'changed';
  }

  remove(identityId: string, id: string): Promise<RemoveOutcome> {
    return this.#deps.uow.run(async (repositories): Promise<RemoveOutcome> => {
      // Held, so that of two that are removed at once the second sees that it is the last.
      const all = await repositories.authenticators.hold(identityId);
      const found = all.find((one) => one.id === id);
      if (!found) return 'unknown';
      const left = all.filter((one) => one !== found);
      if (!isEnough(left, this.#deps.clock.now())) return 'last';
      await repositories.authenticators.remove(identityId, id);
      await repositories.authenticatorIndex.removeAuthenticator(identityId, id);
      await this.#told(repositories, found, 'removed');
      return 'removed';
    });
  }

  /** Whether `remove` would let it go. */
  mayGo(all: readonly Authenticator[], one: Authenticator): boolean {
    return isEnough(
      all.filter(({ id }) => id !== one.id),
      this.#deps.clock.now(),
    );
  }

  async #told(
    repositories: AuthenticatorStores,
    authenticator: Authenticator,
    what: keyof typeof AUTHENTICATOR_CHANGES,
  ): Promise<void> {
    const { identityId, kind, id } = authenticator;
    const change = inBoth((locale) =>
      say(AUTHENTICATOR_CHANGES[what], locale, { name: say(AUTHENTICATOR_NAMES[kind], locale) }),
    );
    const notice = { message: 'authenticator_changed', words: { change } } as const;
    const event = { actor: identityId, identityId, detail: { kind, authenticator: id }, notice };
    await record(this.#deps, repositories, `authenticator.${what}`, event);
  }
}

async function find(
  { authenticators }: AuthenticatorStores,
  identityId: string,
  id: string,
): Promise<Authenticator | undefined> {
  return (await authenticators.ofIdentity(identityId)).find((one) => one.id === id);
}
