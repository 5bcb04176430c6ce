import { type Cookie, CookieAgent, type Sending } from './cookie-agent.js';

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

/** A browser that follows redirects as far as they stay with the provider. */
export class ProviderBrowser {
  readonly #origin: string;
  #agent = new CookieAgent();

  constructor(origin: string) {
    this.#origin = origin;
  }

  request(url: string | URL, sending?: Sending): Promise<Response> {
    return this.#agent.send(new URL(url, this.#origin), sending);
  }

  /** Follows redirects, at most twenty, until a page or another origin. */
  async go(url: string | URL, sending?: Sending): Promise<Landing> {
    let target = new URL(url, this.#origin);
    let step = sending;
    for (let hops = 0; hops < 20; hops++) {
      const response = await this.request(target, step);
      const location = response.headers.get('location');
      if (!location) {
        const { status, headers } = response;
        return { at: 'page', status, url: target, body: await response.text(), headers };
      }
      target = new URL(location, target);
      if (target.origin !== this.#origin || target.pathname === '/') return { at: 'elsewhere', url: target };
      step = {};
    }
    throw new Error(`no end of redirects at ${target}`);
  }

  /** Another with the same cookies. */
  twin(): ProviderBrowser {
    const twin = new ProviderBrowser(this.#origin);
    twin.#agent = this.#agent.twin();
    return twin;
  }

  cookies(): readonly Cookie[] {
    return this.#agent.cookies();
  }

  plant({ name, value, path }: Pick<Cookie, 'name' | 'value' | 'path'>): void {
    this.#agent.plant(new URL(this.#origin), name, value, path);
  }

  value(name: string): string | undefined {
    return this.cookies().find((cookie) => cookie.name === name)?.value;
  }
}
