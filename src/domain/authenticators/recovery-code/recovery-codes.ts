import { z } from 'zod';
import type { Clock } from '../../../shared/clock.js';
import { mac } from '../../../shared/mac.js';
import { plainReadable, readableCode } from '../../../shared/readable-code.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import { type Notifier, record } from '../../audit/index.js';
import type { Authenticator } from '../../records/index.js';
import type { AuthenticatorStores, Authenticators } from '../authenticators.js';
import type { DerivedKeys } from '../one-time-code/one-time-codes.js';

const COUNT = 10;
/** 80 bits: nobody guesses one, so a fast digest under a key is enough. */
const LETTERS_EACH = 16;

/** What a set keeps: digests, those that were used among them. */
const codeSet = z.object({ unused: z.array(z.string()), used: z.array(z.string()) });
export type CodeSet = z.infer<typeof codeSet>;

/** The set of an identity, and the authenticator that keeps it. */
export function codeSetOf(all: readonly Authenticator[]): { readonly id: string; readonly set: CodeSet } | undefined {
  const found = all.find(({ kind }) => kind === 'recovery');
  return found && { id: found.id, set: codeSet.parse(found.data) };
}

/** One code, in groups of four: `7Q2M-X0KD-94TB-HA6Z`. */
const newCode = (): string => readableCode(LETTERS_EACH, 4);

/** What a code is kept as. @param typed as `plainReadable` understands it */
export async function codeDigest(keys: DerivedKeys, identityId: string, typed: string): Promise<string> {
  return mac(await keys.derive('recovery-code'), `${identityId}|${plainReadable(typed)}`).toString('base64url');
}

/**
 * Moves a code from the unused to the used, inside the caller's transaction, with its event and word to its holder by
 * every contact. Of any number of parallel calls with one code one hears `right`.
 * @param digest as `codeDigest` gave it
 */
export async function spendRecoveryCode(
  stores: Pick<AuthenticatorStores, 'authenticators' | 'outbox' | 'audit'>,
  deps: { readonly clock: Clock; readonly notifications: Notifier },
  identityId: string,
  digest: string,
): Promise<'right' | 'wrong' | 'used_up'> {
  // Held: whoever comes with the same code waits here, and then finds it among those that were used.
  const kept = codeSetOf(await stores.authenticators.hold(identityId));
  const { unused = [], used = [] } = kept?.set ?? {};
  if (used.includes(digest)) return 'used_up';
  if (!kept || !unused.includes(digest)) return 'wrong';
  const others = unused.filter((one) => one !== digest);
  await stores.authenticators.change(identityId, kept.id, { data: { unused: others, used: [...used, digest] } });
  const left = others.length;
  const event = { actor: identityId, identityId, detail: { left }, notice: { words: { left } } };
  await record(deps, stores, 'recovery_code.used', event);
  return 'right';
}

export interface RecoveryCodesDeps {
  readonly authenticators: Pick<Authenticators, 'addIn' | 'changeIn'>;
  readonly uow: UnitOfWork<AuthenticatorStores>;
  readonly keys: DerivedKeys;
}

/** Ten codes on paper, each of which stands in once for a second factor that is lost. */
export class RecoveryCodes {
  readonly #deps: RecoveryCodesDeps;

  constructor(deps: RecoveryCodesDeps) {
    this.#deps = deps;
  }

  /** How many can still be used; undefined where none were ever made. */
  async left(identityId: string): Promise<number | undefined> {
    return codeSetOf(await this.#deps.uow.read.authenticators.ofIdentity(identityId))?.set.unused.length;
  }

  /** Ten new ones, which are told this once; those made before are worth nothing from now on. */
  async make(identityId: string): Promise<readonly string[]> {
    const { authenticators, uow, keys } = this.#deps;
    const codes = Array.from({ length: COUNT }, newCode);
    const unused = await Promise.all(codes.map((code) => codeDigest(keys, identityId, code)));
    const data: CodeSet = { unused, used: [] };
    await uow.run(async (repositories) => {
      // The digest is of the identity, so that it has one set, however many are made at once.
      const set = { identityId, kind: 'recovery', data, digest: await codeDigest(keys, identityId, 'set') } as const;
      if ((await authenticators.addIn(repositories, set)).outcome === 'added') return;
      const before = codeSetOf(await repositories.authenticators.hold(identityId));
      if (!before) throw new Error('the recovery codes of this identity are nowhere');
      await authenticators.changeIn(repositories, identityId, before.id, { data });
    });
    return codes;
  }
}
