import type { NumberClaim, NumberIndexEntry, NumberIndexRepository } from '../records/index.js';
import type { NumberDigester } from './blind-index.js';

/** Thrown inside a unit of work to undo it, when another transaction changed what this one had read. */
export class LostRace extends Error {}

const TRIES = 5;

/** Does the work anew when it lost a race: the second look sees what the winner wrote. */
export async function afterLostRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LostRace) || tries === TRIES) throw error;
    }
  }
}

/** Whose number it is to be. */
export interface Claimant {
  readonly number: string;
  readonly identityId: string;
}

/**
 * Claims numbers for identities under every key that is being written, the current one first: always in the same
 * order, so that two claims cannot wait for each other. The caller holds the share lock on the keys.
 * @returns false where someone holds one of them; nothing was written then
 * @throws LostRace when only the rows under a newer key were there
 */
export async function claimNumbers(
  index: NumberIndexRepository,
  keys: readonly NumberDigester[],
  claimants: readonly Claimant[],
  claim: NumberClaim,
): Promise<boolean> {
  const written = keys.filter((key) => key.state !== 'retiring');
  for (const [at, { version, digest }] of written.entries()) {
    const entries = claimants.map(({ number, identityId }) => {
      return { keyVersion: version, digest: digest(number), identityId, claim };
    });
    if (await index.insert(...entries)) continue;
    if (at > 0) throw new LostRace('a number is claimed under a newer key only');
    return false;
  }
  return true;
}

/**
 * Who holds a number. Looks under every key whether or not one has answered already: the work is the same for a known
 * and an unknown number, and a rotation that ends between reading the keys and looking cannot hide anybody.
 */
export async function findHolder(
  index: NumberIndexRepository,
  keys: readonly NumberDigester[],
  number: string,
): Promise<NumberIndexEntry | undefined> {
  let holder: NumberIndexEntry | undefined;
  for (const { version, digest } of keys) {
    const entry = await index.find(version, digest(number));
    holder ??= entry;
  }
  return holder;
}
