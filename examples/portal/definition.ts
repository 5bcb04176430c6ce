/** A sentence in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Locale = 'zh-CN' | 'en';

export function say(words: Words, locale: Locale): string {
  return locale === 'en' ? words.en : words.zh;
}

/** The bar, under white words; the accent, read on a card and under the card's colour; the ground behind the cards. */
export interface PortalColours {
  readonly bar: string;
  readonly accent: string;
  readonly pale: string;
}

/** What makes one department's portal different from another's. */
export interface PortalDefinition {
  /** Names its cookies and files. Cookies do not tell ports apart, so every portal on localhost needs its own. */
  readonly key: string;
  readonly clientId: string;
  readonly port: number;
  readonly department: Words;
  readonly title: Words;
  readonly lead: Words;
  readonly services: readonly { readonly name: Words; readonly text: Words }[];
  /** By the scheme that the reader's system asks for. */
  readonly colours: { readonly light: PortalColours; readonly dark: PortalColours };
  /** One character in a circle. */
  readonly mark: string;
  readonly scope: string;
  /** The `claims` request parameter (OpenID Connect Core §5.5). */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly minimumAal: 1 | 2;
  readonly idTokenAlg: 'ES256' | 'RS256';
}
