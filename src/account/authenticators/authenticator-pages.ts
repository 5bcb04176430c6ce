import type { Authenticator, AuthenticatorKind } from '../../domain/records/index.js';
import type { Text } from '../../shared/text.js';
import type { Words } from '../../ui/context.js';
import type { AccountPages } from '../section.js';
import { AUTHENTICATORS } from './authenticators.messages.js';

export const LIST = '/account/authenticators';
/** From every page of a kind. */
export const BACK = { href: LIST, text: AUTHENTICATORS.back };

/**
 * How one kind of authenticator shows in the list, is added and is changed. A new kind implements this and is added in
 * `index.ts`; the list, renaming and removing stay as they are.
 */
export interface AuthenticatorPages {
  readonly kind: AuthenticatorKind;
  /** Its name in the list. */
  readonly name: Text;
  /** One sentence beneath the name. */
  readonly about: Text;
  /** Whether each has a name that its holder gave it and can change. */
  readonly named: boolean;
  /** What this one is known by beside its label, masked where it is personal: a phone's end. */
  describe?(one: Authenticator): Promise<Words | undefined>;
  /** The way to change it, where there is one. */
  readonly change?: { readonly href: string; readonly text: Text };
  /** The way to add one. `may`: whether another can be added beside those there are. */
  readonly add?: {
    readonly href: string;
    readonly text: Text;
    readonly help: Text;
    may(all: readonly Authenticator[]): boolean;
  };
  /** Its own pages, below `/account/authenticators/`. Whatever adds or changes asks for `FRESH`. */
  mount?(pages: AccountPages): void;
}
