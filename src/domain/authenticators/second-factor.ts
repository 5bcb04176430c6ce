import type { Locale } from '../../shared/text.js';
import type { Throttle } from './throttle.js';

/** Where a factor is asked for. */
export interface FactorRequest {
  readonly identityId: string;
  /** Digest of the browser's visit: what is begun in one browser is not finished in another. */
  readonly visitDigest: string;
  readonly locale: Locale;
}

/** What the journey keeps, sealed in the visit, between the two halves. It means something to the factor alone. */
export type Challenge = Readonly<Record<string, string>>;

export type BeginAnswer =
  | { readonly outcome: 'begun'; readonly challenge: Challenge; readonly expiresAt: Date }
  | { readonly outcome: 'limited'; readonly secondsLeft: number }
  | { readonly outcome: 'unavailable' };

export type FactorAnswer =
  /** `amr` by RFC 8176, of this factor alone; `aal` is what it reaches together with a first factor. */
  | { readonly outcome: 'right'; readonly amr: readonly string[]; readonly aal: 2 | 3 }
  | { readonly outcome: 'wrong' | 'expired' | 'used_up' }
  | { readonly outcome: 'blocked'; readonly secondsLeft: number };

/**
 * A second factor. A new kind (TOTP, passkey) implements this and is added to `Factors`; the login journey, which knows
 * only this, stays as it is.
 */
export interface SecondFactor {
  readonly kind: string;
  /** @returns `hint`: what the citizen knows the factor by, masked (`138****8000`) */
  available(identityId: string): Promise<{ available: true; hint: string } | { available: false }>;
  begin(request: FactorRequest): Promise<BeginAnswer>;
  /** Counts the try against the factor's throttle before it looks at the answer. */
  verify(request: FactorRequest & { challenge: Challenge; answer: string }): Promise<FactorAnswer>;
}

/** The second factors there are, strongest first. */
export class Factors {
  readonly #factors: readonly SecondFactor[];

  constructor(factors: readonly SecondFactor[]) {
    this.#factors = factors;
  }

  of(kind: string): SecondFactor | undefined {
    return this.#factors.find((factor) => factor.kind === kind);
  }

  /** What this identity can use, in order of preference. */
  async available(identityId: string): Promise<readonly { kind: string; hint: string }[]> {
    const asked = await Promise.all(
      this.#factors.map(async (factor) => ({ kind: factor.kind, answer: await factor.available(identityId) })),
    );
    return asked.flatMap(({ kind, answer }) => (answer.available ? [{ kind, hint: answer.hint }] : []));
  }
}

/** What factors ask of the throttle. */
export type FactorThrottle = Pick<Throttle, 'attempt' | 'clear'>;
