import assert from 'node:assert/strict';
import type { CheerioAPI } from 'cheerio';
import { type Cookie, CookieAgent, type Sending } from './cookie-agent.js';
import { type HtmlForm, readForms, readHtml, wordsOf } from './html.js';

export type { HtmlForm } from './html.js';

/** One answer, after its redirects. */
export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly html: string;
  readonly headers: Headers;
  /** What the page holds, by CSS selectors. */
  readonly $: CheerioAPI;
  readonly forms: readonly HtmlForm[];
  /** The addresses walked through to get here. */
  readonly trail: readonly string[];
}

interface Walking {
  readonly follow?: boolean;
  readonly until?: (url: URL) => boolean;
}

/**
 * A browser of few needs: it keeps cookies, follows redirects, and sends the forms it was shown. It runs no script, so
 * what passes here passes without JavaScript.
 */
export class JourneyBrowser {
  #agent = new CookieAgent();
  readonly headers: Record<string, string>;

  constructor(headers: Record<string, string> = {}) {
    this.headers = { 'accept-language': 'zh-CN', accept: 'text/html', ...headers };
  }

  /** The same browser a moment ago: what it is sent changes nothing here, as when an answer is thrown away. */
  twin(): JourneyBrowser {
    const twin = new JourneyBrowser(this.headers);
    twin.#agent = this.#agent.twin();
    return twin;
  }

  cookie(name: string): string | undefined {
    return this.cookies().find((cookie) => cookie.name === name)?.value;
  }

  plant(url: string, name: string, value: string, path = '/'): void {
    this.#agent.plant(new URL(url), name, value, path);
  }

  /** As a browser does when the cookies of that name run out. */
  forget(name: RegExp): void {
    this.#agent.forget(name);
  }

  cookies(): readonly Cookie[] {
    return this.#agent.cookies();
  }

  get(url: string, options: Walking = {}): Promise<Page> {
    return this.#walk(url, { method: 'GET' }, options);
  }

  post(
    url: string,
    fields: Record<string, string>,
    options: Walking & { headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const origin = new URL(url).origin;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      origin,
      'sec-fetch-site': 'same-origin',
      ...options.headers,
    };
    return this.#walk(url, { method: 'POST', body: new URLSearchParams(fields).toString(), headers }, options);
  }

  /** Fills in and sends the form whose action ends with `action` (the only form that has the first field, if left out). */
  submit(
    page: Page,
    fields: Record<string, string | undefined>,
    options: Walking & { action?: string; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const form = findForm(page, options.action, Object.keys(fields)[0]);
    const sent: Record<string, string> = { ...form.fields };
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) delete sent[name];
      else sent[name] = value;
    }
    const target = new URL(form.action || page.url.href, page.url).href;
    return form.method === 'post'
      ? this.post(target, sent, options)
      : this.get(`${target}?${new URLSearchParams(sent)}`, options);
  }

  async #walk(start: string, first: Sending, options: Walking): Promise<Page> {
    const trail: string[] = [];
    let url = new URL(start);
    let sending = first;
    for (let hop = 0; hop < 20; hop += 1) {
      trail.push(url.href);
      const headers = { ...this.headers, ...sending.headers };
      const response = await this.#agent.send(url, { ...sending, headers });
      const location = response.headers.get('location');
      const page = pageOf(response, url, await response.text(), trail);
      if (options.follow === false || !location || response.status < 300 || response.status > 399) return page;
      url = new URL(location, url);
      if (options.until?.(url)) return pageOf(response, url, page.html, [...trail, url.href]);
      sending = {};
    }
    throw new Error(`too many redirects: ${trail.join(' → ')}`);
  }
}

/** Read when it is looked at: most answers are not. */
function pageOf({ status, headers }: Response, url: URL, html: string, trail: readonly string[]): Page {
  let $: CheerioAPI | undefined;
  let forms: HtmlForm[] | undefined;
  return {
    status,
    url,
    html,
    headers,
    trail,
    get $() {
      $ ??= readHtml(html);
      return $;
    },
    get forms() {
      forms ??= readForms(this.$);
      return forms;
    },
  };
}

export function findForm(page: Page, action: string | undefined, field: string | undefined): HtmlForm {
  const found = page.forms.find((form) =>
    action !== undefined
      ? form.action.split('?')[0]!.endsWith(action)
      : field !== undefined && form.element.find(`[name="${field}"]`).length > 0,
  );
  const actions = page.forms.map((form) => form.action).join(', ');
  assert(found, `no form ${action ?? field} on ${page.url} (${page.status}): ${actions}\n${text(page).slice(0, 800)}`);
  return found;
}

/** What a reader sees: the page's words without its markup. */
export function text(page: Page): string {
  return wordsOf(page.$);
}

/** The page with all that must differ taken out: form tokens, nonces, challenges, interaction names, the time of day. */
export function comparable(page: Page): string {
  return page.html
    .replace(/name="_csrf" value="[^"]*"/g, 'name="_csrf"')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(/(&quot;challenge&quot;:&quot;)[^&]*/g, '$1')
    .replace(/data-warn-in="\d{1,4}"/g, 'data-warn-in')
    .replace(/\b\d\d:\d\d\b/g, '…:…')
    .replace(/\/interaction\/[\w-]+/g, '/interaction/…')
    .replace(/%2Finteraction%2F[\w-]+/g, '%2Finteraction%2F…')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'id');
}
