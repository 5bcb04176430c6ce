/** The two languages every public sentence exists in. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** A sentence in both languages, side by side so that neither can be forgotten. `{name}` marks a place to fill. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Picks the language and fills the places. A place without a value is a programming error and throws. */
export function say(text: Text, locale: Locale, values: Readonly<Record<string, string | number>> = {}): string {
  const sentence = locale === 'en' ? text.en : text.zh;
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`no value for {${name}} in "${text.en}"`);
    return String(value);
  });
}

const LISTS = {
  'zh-CN': new Intl.ListFormat('zh-CN', { type: 'conjunction', style: 'narrow' }),
  en: new Intl.ListFormat('en', { type: 'conjunction', style: 'narrow' }),
} as const satisfies Record<Locale, Intl.ListFormat>;

/** One after the other, as the language writes a list: “name, phone” and “姓名、手机号”. */
export function sayList(words: readonly (Text | string)[], locale: Locale): string {
  return LISTS[locale].format(words.map((one) => (typeof one === 'string' ? one : say(one, locale))));
}

/** A sentence that holds something which is itself said differently in each language: a day, another sentence. */
export const inBoth = (words: (locale: Locale) => string): Text => ({ zh: words('zh-CN'), en: words('en') });

/** A code as it was meant, however a phone's keyboard, a copied message or a habit of grouping digits wrote it. */
export const plainCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '');
