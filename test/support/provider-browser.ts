/** Where a walk through redirects ended: at a page of the provider, or at an address elsewhere. */
export type Landing =
  | {
      readonly at: 'page';
      readonly status: number;
      readonly url: URL;
      readonly body: string;
      readonly headers: Headers;
    }
  | { readonly at: 'elsewhere'; readonly url: URL };

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** A browser of a few lines: cookies with paths, and redirects as far as they stay with the provider. */
export class ProviderBrowser {
  readonly cookies = new Map<string, Cookie>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async request(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.#origin);
    const headers = new Headers(init.headers);
    const cookie = this.cookieHeader(target.pathname);
    if (cookie) headers.set('cookie', cookie);
    const response = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#remember(line, target);
    return response;
  }

  /** Follows redirects, at most twenty, until a page or another origin. */
  async go(url: string | URL, init: RequestInit = {}): Promise<Landing> {
    let target = new URL(url, this.#origin);
    let step = init;
    for (let hops = 0; hops < 20; hops++) {
      const response = await this.request(target, step);
      const location = response.headers.get('location');
      if (!location) {
        const { status, headers } = response;
        return { at: 'page', status, url: target, body: await response.text(), headers };
      }
      await response.arrayBuffer();
      target = new URL(location, target);
      if (target.origin !== this.#origin || target.pathname === '/') return { at: 'elsewhere', url: target };
      step = {};
    }
    throw new Error(`no end of redirects at ${target}`);
  }

  cookieHeader(path: string): string {
    return [...this.cookies.values()]
      .filter((cookie) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  value(name: string): string | undefined {
    return [...this.cookies.values()].find((cookie) => cookie.name === name)?.value;
  }

  #remember(line: string, url: URL): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const attribute = (key: string): string | undefined =>
      attributes.find((one) => one.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute('path') ?? url.pathname;
    const key = `${name} ${path}`;
    const expires = attribute('expires');
    if (value === '' || (expires && Date.parse(expires) < Date.now())) this.cookies.delete(key);
    else this.cookies.set(key, { name, value, path });
  }
}
