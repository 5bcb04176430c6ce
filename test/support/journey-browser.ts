import assert from 'node:assert/strict';

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
  readonly httpOnly: boolean;
  readonly expires: number | undefined;
}

/** A form as a reader without JavaScript has it. */
export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  readonly html: string;
  /** What would be sent untouched: hidden fields, prefilled inputs, ticked boxes. */
  readonly fields: Readonly<Record<string, string>>;
}

/** One answer, after its redirects. */
export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly html: string;
  readonly headers: Headers;
  readonly forms: readonly HtmlForm[];
  /** The addresses walked through to get here. */
  readonly trail: readonly string[];
}

/**
 * A browser of few needs: it keeps cookies by host and path as RFC 6265 says, follows redirects, and sends the forms it
 * was shown. It runs no script, so what passes here passes without JavaScript.
 */
export class JourneyBrowser {
  #cookies: Cookie[] = [];
  readonly headers: Record<string, string>;

  constructor(headers: Record<string, string> = {}) {
    this.headers = { 'accept-language': 'zh-CN', accept: 'text/html', ...headers };
  }

  /** The same browser a moment ago: what it is sent changes nothing here, as when an answer is thrown away. */
  twin(): JourneyBrowser {
    const twin = new JourneyBrowser(this.headers);
    twin.#cookies = [...this.#cookies];
    return twin;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value;
  }

  plant(url: string, name: string, value: string, path = '/'): void {
    const host = new URL(url).hostname;
    this.#keep({ name, value, host, path, httpOnly: true, expires: undefined });
  }

  /** As a browser does when the cookies of that name run out. */
  forget(name: RegExp): void {
    this.#cookies = this.#cookies.filter((cookie) => !name.test(cookie.name));
  }

  cookies(): readonly Readonly<Cookie>[] {
    return this.#cookies;
  }

  get(url: string, options: { follow?: boolean; until?: (url: URL) => boolean } = {}): Promise<Page> {
    return this.#walk(url, { method: 'GET' }, options);
  }

  post(
    url: string,
    fields: Record<string, string>,
    options: { follow?: boolean; headers?: Record<string, string>; until?: (url: URL) => boolean } = {},
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
    options: {
      action?: string;
      follow?: boolean;
      headers?: Record<string, string>;
      until?: (url: URL) => boolean;
    } = {},
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

  async #walk(
    start: string,
    init: RequestInit,
    options: { follow?: boolean; until?: (url: URL) => boolean },
  ): Promise<Page> {
    const trail: string[] = [];
    let url = new URL(start);
    let request = init;
    for (let hop = 0; hop < 20; hop += 1) {
      trail.push(url.href);
      const response = await this.#send(url, request);
      const location = response.headers.get('location');
      const html = await response.text();
      const page = { status: response.status, url, html, headers: response.headers, forms: readForms(html), trail };
      if (options.follow === false || !location || response.status < 300 || response.status > 399) return page;
      url = new URL(location, url);
      if (options.until?.(url)) return { ...page, trail: [...trail, url.href], url };
      request = { method: 'GET' };
    }
    throw new Error(`too many redirects: ${trail.join(' → ')}`);
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const cookie = this.#cookiesFor(url);
    const headers = { ...this.headers, ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#store(url, line);
    return response;
  }

  #cookiesFor(url: URL): string {
    const now = Date.now();
    return this.#cookies
      .filter(({ host, path, expires }) => {
        const inPath = url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
        return host === url.hostname && inPath && (expires === undefined || expires > now);
      })
      .toSorted((left, right) => right.path.length - left.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  #store(url: URL, line: string): void {
    const [pair, ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair!.indexOf('=');
    const values = new Map(
      attributes.map((attribute) => {
        const [key, ...rest] = attribute.split('=');
        return [key!.toLowerCase(), rest.join('=')] as const;
      }),
    );
    const age = values.get('max-age');
    const until = values.get('expires');
    this.#keep({
      name: pair!.slice(0, at),
      value: pair!.slice(at + 1),
      host: url.hostname,
      path: values.get('path') ?? '/',
      httpOnly: values.has('httponly'),
      expires: age !== undefined ? Date.now() + Number(age) * 1000 : until ? Date.parse(until) : undefined,
    });
  }

  #keep(cookie: Cookie): void {
    this.#cookies = this.#cookies.filter(
      ({ name, host, path }) => name !== cookie.name || host !== cookie.host || path !== cookie.path,
    );
    if (cookie.expires === undefined || cookie.expires > Date.now()) this.#cookies.push(cookie);
  }
}

export function findForm(page: Page, action: string | undefined, field: string | undefined): HtmlForm {
  const found = page.forms.find((form) =>
    action !== undefined
      ? form.action.split('?')[0]!.endsWith(action)
      : field !== undefined && form.html.includes(`name="${field}"`),
  );
  const actions = page.forms.map((form) => form.action).join(', ');
  assert(found, `no form ${action ?? field} on ${page.url} (${page.status}): ${actions}\n${text(page).slice(0, 800)}`);
  return found;
}

/** What a reader sees: the page's words without its markup. */
export function text(page: Page): string {
  const main = /<main[\s\S]*<\/main>/.exec(page.html)?.[0] ?? page.html;
  return decode(main.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The page with everything that must differ taken out: form tokens, nonces, interaction names, the time of day. */
export function comparable(page: Page): string {
  return page.html
    .replace(/name="_csrf" value="[^"]*"/g, 'name="_csrf"')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(/data-warn-in="\d{1,4}"/g, 'data-warn-in')
    .replace(/\b\d\d:\d\d\b/g, '…:…')
    .replace(/\/interaction\/[\w-]+/g, '/interaction/…')
    .replace(/%2Finteraction%2F[\w-]+/g, '%2Finteraction%2F…')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'id');
}

function readForms(html: string): HtmlForm[] {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([whole, head, body]) => ({
    action: decode(attribute(head!, 'action') ?? ''),
    method: (attribute(head!, 'method') ?? 'get').toLowerCase(),
    html: whole,
    fields: readFields(body!),
  }));
}

function readFields(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of body.matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type') ?? 'text';
    if (!name || ((type === 'checkbox' || type === 'radio') && !/\schecked/.test(tag))) continue;
    fields[name] = decode(attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : ''));
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

function decode(html: string): string {
  return html
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
