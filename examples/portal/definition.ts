/** A sentence in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Locale = 'zh-CN' | 'en';

export function say(words: Words, locale: Locale): string {
  return locale === 'en' ? words.en : words.zh;
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
  /** Colours: the bar, the accent, and a pale ground. */
  readonly colours: { readonly bar: string; readonly accent: string; readonly pale: string };
  /** One character in a circle. */
  readonly mark: string;
  readonly scope: string;
  /** The `claims` request parameter (OpenID Connect Core §5.5). */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly minimumAal: 1 | 2;
  readonly idTokenAlg: 'ES256' | 'RS256';
}
