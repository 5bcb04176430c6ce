import { type CheerioAPI, load } from 'cheerio';

/** Of a page: one element, or several alike. */
type Piece = ReturnType<CheerioAPI>;

/** A form as a reader without JavaScript has it. */
export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  /** Its element, to look for what it holds. */
  readonly element: Piece;
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
        element: form,
        fields: Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value])),
      };
    });
}

type Contents = ReturnType<Piece['contents']>;

/** The page's own address of its first link that the selector finds: `a[href*=answer]`. @throws Error if there is none */
export function linkOn($: CheerioAPI, selector: string): string {
  const href = $(selector).first().attr('href');
  if (href === undefined)
    throw new Error(
      `no ${selector} among ${$('a')
        .toArray()
        .map((a) => $(a).attr('href'))}`,
    );
  return href;
}

/** The texts of what the selector finds. */
export const textsOf = ($: CheerioAPI, selector: string): readonly string[] =>
  $(selector)
    .toArray()
    .map((element) => $(element).text());

/** The key that the page shows for an authenticator app, without the spaces between its groups. */
export const totpKeyOn = ($: CheerioAPI): string => $('#totp-key').text().replaceAll(' ', '');

/** The recovery codes that the page shows. */
export const recoveryCodesOn = ($: CheerioAPI): string[] =>
  textsOf($, 'li').filter((words) => /^[0-9A-Z-]{19}$/.test(words));

/** What the page's script hands to the browser's passkeys, as JSON. */
export const passkeyOptionsOn = ($: CheerioAPI): string | undefined =>
  ['get', 'create', 'offer'].map((what) => $(`[data-webauthn-${what}]`).attr(`data-webauthn-${what}`)).find(Boolean);

/** The codes on the page that shows the demo's messages, the newest first. */
export const codesSent = ($: CheerioAPI): readonly { readonly to: string; readonly code: string }[] =>
  $('[data-to][data-code]')
    .toArray()
    .map((element) => ({ to: $(element).attr('data-to')!, code: $(element).attr('data-code')! }));

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
