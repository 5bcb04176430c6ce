import type { Text } from '../../../shared/text.js';

/** Of one walk to a provider and back; every part is random and known to nobody but us and the browser's visit. */
export interface OutsideQuestion {
  /** Letters and digits, as some providers allow nothing else. */
  readonly state: string;
  /** OpenID Connect Core §3.1.2.1. */
  readonly nonce: string;
  /** The code verifier of RFC 7636. */
  readonly verifier: string;
  /** The one address of ours that this provider sends browsers back to. */
  readonly redirectUri: string;
}

export type OutsideAnswer =
  /** Who it is at the provider; both together name one account. */
  | { readonly outcome: 'account'; readonly issuer: string; readonly subject: string }
  /** Turned down, not in order, or not an answer to this question. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'unavailable' };

/**
 * Another site that knows its own people: an OpenID provider, or one of plain OAuth 2.0. It says which account somebody
 * has there and nothing else: no name, phone or address of theirs is asked for or believed.
 */
export interface OutsideProvider {
  /** Part of an address, so small letters, digits and hyphens only. */
  readonly id: string;
  /** As citizens know it. */
  readonly name: Text;
  /** @returns where the browser is sent; undefined where the provider cannot be reached */
  begin(question: OutsideQuestion): Promise<string | undefined>;
  /** @param answer the query with which the browser came back; its state has been compared */
  read(question: OutsideQuestion, answer: URLSearchParams): Promise<OutsideAnswer>;
}
