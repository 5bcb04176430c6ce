import type { Locale, Text } from '../../shared/text.js';
import type { Aal, LoginKind, ProvenLogin } from '../records/index.js';
import type { Challenge, Shown } from './second-factor.js';

/** Where a login begins without a password. Nobody is known yet. */
export interface FirstRequest {
  /** Digest of the browser's visit: what is begun in one browser is not finished in another. */
  readonly visitDigest: string;
  readonly locale: Locale;
  /** `/interaction/<uid>`: whoever is sent elsewhere in between comes back below it. */
  readonly base: string;
  /** What asks, and where: for whoever confirms it in another place. */
  readonly screen: {
    readonly applicationId: string;
    /** As `browserOf` reads it. */
    readonly browser: string | null;
    /** As a `PlaceFinder` says it. */
    readonly place: string | null;
  };
}

export interface FirstBegun {
  readonly outcome: 'begun';
  readonly challenge: Challenge;
  readonly expiresAt: Date;
  /** `leave`: the browser goes to another site, and comes back with this `state` to `/outside/<site>`. */
  readonly shown:
    | Shown
    | ShownElsewhere
    | {
        readonly entry: 'leave';
        readonly href: string;
        readonly state: string;
        readonly site: { readonly id: string; readonly name: Text };
      };
}

/** The answer is given in another place: `href`, as a QR code or by typing `code`, and there `number` is asked for. */
export interface ShownElsewhere {
  readonly entry: 'elsewhere';
  readonly href: string;
  readonly code: string;
  readonly number: string;
}

export type FirstAnswer =
  /** `aal` is what it reaches alone. */
  | ({ readonly outcome: 'right' } & Omit<ProvenLogin, 'used'>)
  /** It is given elsewhere, and has not been yet. */
  | { readonly outcome: 'waiting' }
  /** Nobody's, or not right: one answer for both. */
  | { readonly outcome: 'wrong' | 'expired' }
  /** Another site did not answer. */
  | { readonly outcome: 'unavailable' }
  | { readonly outcome: 'blocked'; readonly secondsLeft: number };

/**
 * A way to begin a login without a password (a passkey, a linked account). A new kind implements this and is added to
 * `Factors`; the login page shows a button for each and stays as it is.
 */
export interface FirstFactor {
  readonly kind: LoginKind;
  /** Tells several of one kind apart (`outside-wechat`); part of an address, so letters, digits and hyphens only. */
  readonly id: string;
  readonly aal: Aal;
  /** On its button: “Sign in with a passkey”. */
  readonly label: Text;
  /** It passes on an earlier login: no answer to a request for a new one (`prompt=login`, `max_age`). */
  readonly passesOn?: boolean;
  /** It leads to another site, whose own login stays in the browser: nothing for a public terminal. */
  readonly leaves?: boolean;
  /** What is said of an answer that opens nothing, where it is more than that it did not work. */
  readonly refused?: Text;
  begin(request: FirstRequest): Promise<FirstBegun | { readonly outcome: 'unavailable' }>;
  /** Options (JSON) that the login page's script may use at once, where the browser can offer it by itself. Stores nothing. */
  offer?(request: FirstRequest): Promise<string>;
  /** How far the answer is that is given elsewhere; the page's script asks again and again. */
  look?(request: FirstRequest & { challenge: Challenge }): Promise<'waiting' | 'answered' | 'over'>;
  /** @param answer what the page's form brought: a credential as JSON, or the query with which the browser came back */
  verify(request: FirstRequest & { challenge: Challenge; answer: string }): Promise<FirstAnswer>;
}
