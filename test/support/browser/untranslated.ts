import type { Page } from 'playwright-core';

/**
 * Words that a page of one language shows in the other, and places that were never filled: in its text, its title and
 * what is read out instead of text. Left out is what says of itself that it is in another language (`lang`), what nobody
 * translates (`translate="no"`), and the demo's mailbox, where each message is in its reader's language. A person's name
 * is masked to one character and is one in every language.
 */
export function untranslated(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const language = document.documentElement.lang;
    const foreign = language === 'en' ? /\\p{Script=Han}/u : /[a-z]+(?:[ ,’]+[a-z]+){3}/i;
    const place = /\\{\\w+\\}/;
    const ours = (element) => element.closest('[lang]').lang === language
      && !element.closest('script, style, [translate=no], [data-to]');
    const said = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (ours(walker.currentNode.parentElement)) said.push(walker.currentNode.data);
    for (const element of document.querySelectorAll('[aria-label], [alt], [title], [placeholder]'))
      if (ours(element)) said.push(...['aria-label', 'alt', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''));
    return said
      .map((words) => words.replace(/\\p{Script=Han}\\*+|https?:\\S+/gu, '').trim())
      .filter((words) => foreign.test(words) || place.test(words));
  })()`);
}
