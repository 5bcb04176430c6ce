import { CookieAccessInfo, Cookie as KeptCookie } from 'cookiejar';
import request from 'supertest';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
  readonly httpOnly: boolean;
  /** Milliseconds since 1970; of a cookie that ends with the browser, undefined. */
  readonly expires: number | undefined;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * The requests of one browser: supertest's agent, which keeps cookies by host and path and follows nothing. Its jar can
 * be neither listed nor copied, so what it was sent is kept beside it, and told to the next one.
 */
export class CookieAgent {
  #agent = request.agent('');
  #sent: KeptCookie[] = [];

  async send(url: URL, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Response> {
    const test = this.#agent[method.toLowerCase() as 'get'](url.href)
      .set(headers)
      .parse((answer, done) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done(null, Buffer.concat(chunks)));
      });
    const answer = await (body === undefined ? test : test.send(body));
    const read = new Headers();
    for (const [name, value] of Object.entries(answer.headers as Record<string, string | string[]>))
      for (const one of [value].flat()) read.append(name, one);
    for (const line of read.getSetCookie()) this.#sent.push(new KeptCookie(line, url.hostname, defaultPath(url)));
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : answer.body, { status: answer.status, headers: read });
  }

  cookies(): readonly Cookie[] {
    const kept = this.#sent.map(({ name, domain, path }) =>
      this.#agent.jar.getCookie(name, new CookieAccessInfo(domain, path, true, false)),
    );
    return [...new Set(kept)]
      .filter((cookie) => cookie !== undefined)
      .map(({ name, value, domain, path, noscript, expiration_date: end }) => {
        const expires = end === Number.POSITIVE_INFINITY ? undefined : end;
        return { name, value, host: domain, path, httpOnly: noscript, expires };
      });
  }

  /** As if a page of that address had sent it. */
  plant(url: URL, name: string, value: string, path = '/'): void {
    this.#keep(new KeptCookie(`${name}=${value}; path=${path}; httponly`, url.hostname, path));
  }

  /** As a browser does when the cookies of that name run out. */
  forget(name: RegExp): void {
    const left = this.#sent.filter((cookie) => !name.test(cookie.name));
    this.#agent = request.agent('');
    this.#sent = [];
    for (const cookie of left) this.#keep(cookie);
  }

  /** Another with the same cookies. */
  twin(): CookieAgent {
    const twin = new CookieAgent();
    for (const cookie of this.#sent) twin.#keep(cookie);
    return twin;
  }

  #keep(cookie: KeptCookie): void {
    this.#sent.push(cookie);
    this.#agent.jar.setCookie(cookie);
  }
}

/** Of a cookie that names no path (RFC 6265 §5.1.4). */
const defaultPath = ({ pathname }: URL): string => pathname.slice(0, pathname.lastIndexOf('/')) || '/';
