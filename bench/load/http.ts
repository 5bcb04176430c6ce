import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sending {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 30_000;

/** One side's door: connections are kept open, as a proxy in front keeps them. */
export class Http {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(readonly origin: string) {}

  send(path: string, { method = 'GET', headers = {}, form }: Sending = {}): Promise<Answer> {
    const body = form === undefined ? undefined : new URLSearchParams(form).toString();
    const all: Record<string, string | number> = { ...headers };
    if (body !== undefined) {
      all['content-type'] = 'application/x-www-form-urlencoded';
      all['content-length'] = Buffer.byteLength(body);
    }
    return new Promise((resolve, reject) => {
      const outgoing = request(this.origin + path, { method, headers: all, agent: this.#agent }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
        });
      });
      outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error('no answer in time')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

const MOST_STEPS = 12;

type Fill = (action: string) => Record<string, string> | undefined;

interface Step {
  path: string;
  readonly sending?: Sending;
}

/** A browser of few needs: cookies by path (RFC 6265 §5.1.4), redirects, and the forms it is shown. */
export class Browser {
  readonly #cookies = new Map<string, Cookie>();
  readonly #http: Http;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param address what the proxy in front would say of where the browser is */
  constructor(http: Http, address: string) {
    this.#http = http;
    this.#headers = { 'x-forwarded-for': address, accept: 'text/html', 'accept-language': 'zh-CN' };
  }

  plant(name: string, value: string): void {
    this.#cookies.set(name, { value, path: '/' });
  }

  /**
   * Follows redirects from `path` until one leads to `target`, filling each form on the way.
   * @param fill what to type into the form that leads to this path; undefined for one that is not to be sent
   * @returns the address of the last redirect
   */
  async walk(path: string, target: string, fill: Fill): Promise<URL> {
    let next: Step = { path };
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const answer = await this.#send(next.path, next.sending);
      const { location } = answer.headers;
      if (location?.startsWith(target)) return new URL(location);
      next = location ? { path: location } : formOf(answer, fill);
      if (!next.path.startsWith('/')) next.path = next.path.slice(this.#http.origin.length);
    }
    throw new Error(`too many steps from ${path}`);
  }

  async #send(path: string, sending: Sending = {}): Promise<Answer> {
    const cookie = [...this.#cookies]
      .filter(([, { path: scope }]) => path === scope || path.startsWith(scope.endsWith('/') ? scope : `${scope}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const own: Record<string, string> =
      sending.method === 'POST' ? { origin: this.#http.origin, 'sec-fetch-site': 'same-origin' } : {};
    const headers = { ...this.#headers, ...own, ...(cookie && { cookie }) };
    const answer = await this.#http.send(path, { ...sending, headers });
    for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }
}

/** The first form of the page that the browser is to fill. */
function formOf(answer: Answer, fill: Fill): Step {
  for (const [, target = '', html = ''] of answer.body.matchAll(/<form[^>]*? action="([^"]+)"[^>]*>(.*?)<\/form>/gs)) {
    const action = target.replaceAll('&amp;', '&');
    const typed = fill(action);
    if (!typed) continue;
    const form: Record<string, string> = {};
    for (const [input] of html.matchAll(/<input[^>]*>/g)) {
      const { name, value } = { name: attribute(input, 'name'), value: attribute(input, 'value') };
      if (name && attribute(input, 'type') === 'hidden') form[name] = value;
    }
    return { path: action, sending: { method: 'POST', form: { ...form, ...typed } } };
  }
  throw new Error(`status ${answer.status} without a way on: ${answer.body.slice(0, 200)}`);
}

function attribute(tag: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}
