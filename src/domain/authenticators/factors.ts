import type { Text } from '../../shared/text.js';
import type { Aal, AuthenticatorKind } from '../records/index.js';
import type { FirstFactor } from './first-factor.js';
import type { SecondFactor } from './second-factor.js';

/** A factor that an identity can use, and what its holder knows it by. */
export interface AvailableFactor {
  readonly kind: AuthenticatorKind;
  readonly hint: string;
}

/** The factors there are: second ones, strongest first, and those that begin a login without a password. */
export class Factors {
  readonly #factors: readonly SecondFactor[];
  readonly first: readonly FirstFactor[];

  constructor(factors: readonly SecondFactor[], first: readonly FirstFactor[] = []) {
    this.#factors = factors;
    this.first = first;
  }

  /** The strongest login that these reach; a password alone reaches 1. */
  get highestAal(): Aal {
    return Math.max(1, ...[...this.#factors, ...this.first].map(({ aal }) => aal)) as Aal;
  }

  of(kind: string): SecondFactor | undefined {
    return this.#factors.find((factor) => factor.kind === kind);
  }

  /** What this identity can use, in order of preference. */
  async available(identityId: string): Promise<readonly AvailableFactor[]> {
    const asked = await Promise.all(
      this.#factors.map(async (factor) => ({ kind: factor.kind, answer: await factor.available(identityId) })),
    );
    return asked.flatMap(({ kind, answer }) => (answer.available ? [{ kind, hint: answer.hint }] : []));
  }

  /** Why one that is there cannot be used now, where a factor says so. */
  async whyNot(identityId: string): Promise<Text | undefined> {
    const asked = await Promise.all(this.#factors.map((factor) => factor.available(identityId)));
    return asked.flatMap((answer) => (!answer.available && answer.why ? [answer.why] : []))[0];
  }
}
