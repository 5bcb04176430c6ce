import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Locale, say } from '../../shared/text.js';
import type { PageContext, Words } from '../context.js';
import type { FormState } from '../forms/form-state.js';

/** What every component of one page can ask for. */
export interface PageEnvironment {
  ctx: PageContext;
  locale: Locale;
  form: FormState;
}

const Environment = createContext<PageEnvironment | undefined>(undefined);

/** Puts the page's surroundings above its components. Only `renderPage` and component tests need it. */
export const PageProvider = Environment.Provider;

/** @throws TypeError outside a page */
export function usePage(): PageEnvironment {
  const environment = useContext(Environment);
  if (!environment) throw new TypeError('a component was rendered outside renderPage');
  return environment;
}

/** Says words in the reader's language. */
export type Say = (words: Words, values?: Readonly<Record<string, string | number>>) => string;

/** The reader's language as a function: `const t = useText(); t(GREETING, { name })`. */
export function useText(): Say {
  const { locale } = usePage();
  return (words, values) => (typeof words === 'string' ? words : say(words, locale, values));
}
