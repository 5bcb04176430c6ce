import type { Locale, Text } from '../../shared/text.js';
import type { Aal, AuthenticatorKind } from '../records/index.js';
import type { Throttle } from './throttle/throttle.js';

/** Where a factor is asked for. */
export interface FactorRequest {
  readonly identityId: string;
  /** Digest of the browser's visit: what is begun in one browser is not finished in another. */
  readonly visitDigest: string;
  readonly locale: Locale;
  /** The level that is wanted; as little as may be where it is left out. */
  readonly aal?: Aal;
}

/** What the journey keeps, sealed in the visit, between the two halves. It means something to the factor alone. */
export type Challenge = Readonly<Record<string, string>>;

/** How the page asks for it. */
export type Shown =
  /** Figures, as many as `length` says. */
  | { readonly entry: 'digits'; readonly length: number }
  | { readonly entry: 'text' }
  /** `options` is JSON for the browser's `navigator.credentials.get`; the answer is the credential as JSON. */
  | { readonly entry: 'webauthn'; readonly options: string };

export type BeginAnswer =
  | { readonly outcome: 'begun'; readonly challenge: Challenge; readonly expiresAt: Date; readonly shown: Shown }
  | { readonly outcome: 'limited'; readonly secondsLeft: number }
  | { readonly outcome: 'unavailable' };

export type FactorAnswer =
  /** `amr` by RFC 8176, of this factor alone; `aal` is what it reaches together with a first factor. */
  | { readonly outcome: 'right'; readonly amr: readonly string[]; readonly aal: 2 | 3 }
  | { readonly outcome: 'wrong' | 'expired' | 'used_up' }
  | { readonly outcome: 'blocked'; readonly secondsLeft: number };

export type Availability =
  | { readonly available: true; readonly hint: string }
  /** `why`: what its holder can do about it, where there is more to say than that it was never added. */
  | { readonly available: false; readonly why?: Text };

/**
 * A second factor. A new kind (TOTP, passkey) implements this and is added to `Factors`; the login journey, which knows
 * only this, stays as it is.
 */
export interface SecondFactor {
  readonly kind: AuthenticatorKind;
  /** What it reaches at most, together with a first factor. */
  readonly aal: 2 | 3;
  /** Whether beginning it sends something: then a page opened by mistake must not begin it. */
  readonly needsSending: boolean;
  /** What the page calls it: “Code by text message”. */
  readonly label: Text;
  /** Where its holder finds what is asked for; `{hint}` is filled with `available`'s hint. */
  readonly help: Text;
  /** @returns `hint`: what the citizen knows the factor by, masked (`138****8000`) */
  available(identityId: string): Promise<Availability>;
  begin(request: FactorRequest): Promise<BeginAnswer>;
  /** Counts the try against the factor's throttle before it looks at the answer. */
  verify(request: FactorRequest & { challenge: Challenge; answer: string }): Promise<FactorAnswer>;
}

/** What factors ask of the throttle. */
export type FactorThrottle = Pick<Throttle, 'attempt' | 'clear'>;
