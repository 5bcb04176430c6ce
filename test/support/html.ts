import { type CheerioAPI, load } from 'cheerio';

/** A form as a reader without JavaScript has it. */
export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  readonly html: string;
  /** What would be sent untouched: hidden fields, prefilled inputs, ticked boxes. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A page as a browser without JavaScript reads it. */
export const readHtml = (html: string): CheerioAPI => load(html, { scriptingEnabled: false });

export function readForms($: CheerioAPI): HtmlForm[] {
  return $('form')
    .toArray()
    .map((element) => {
      const form = $(element);
      return {
        action: form.attr('action') ?? '',
        method: (form.attr('method') ?? 'get').toLowerCase(),
        html: $.html(form),
        fields: Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value])),
      };
    });
}

type Contents = ReturnType<ReturnType<CheerioAPI>['contents']>;

/** What a reader sees: the words of the page's main part (of all of it where it has none), those of each element apart. */
export function wordsOf($: CheerioAPI): string {
  const main = $('main');
  const said = (nodes: Contents): string =>
    nodes
      .toArray()
      .map((node) => (node.type === 'text' ? node.data : node.type === 'tag' ? said($(node).contents()) : ''))
      .join(' ');
  return said((main.length > 0 ? main : $('html')).contents())
    .replace(/\s+/g, ' ')
    .trim();
}
