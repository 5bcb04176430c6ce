import { createHash, createSign } from 'node:crypto';
import type { OutsideAnswer, OutsideProvider, OutsideQuestion } from '../../domain/authenticators/index.js';
import type { Text } from '../../shared/text.js';
import type { ProviderDeps } from './provider-deps.js';
import type { OAuthSettings } from './settings.js';
import { troubleOf } from './trouble.js';

type Request = NonNullable<OAuthSettings['profile']>;
type Asked =
  | { readonly outcome: 'answered'; readonly answer: unknown }
  | { readonly outcome: 'refused' | 'unavailable' };
type Words = Readonly<Record<string, unknown>>;

/**
 * A provider of plain OAuth 2.0 (RFC 6749 §4.1) in whatever dialect: settings say under which names things are sent and
 * where an answer holds ids and errors. Without an ID token nothing is signed: what counts is that the code was brought
 * by the browser that was asked (state), to an address of this provider alone, and exchanged by us over TLS.
 */
export class OAuthProvider implements OutsideProvider {
  readonly id: string;
  readonly name: Text;
  readonly #settings: OAuthSettings;
  readonly #deps: ProviderDeps;

  constructor(settings: OAuthSettings, deps: ProviderDeps) {
    this.id = settings.id;
    this.name = settings.name;
    this.#settings = settings;
    this.#deps = deps;
  }

  async begin({ state, verifier, redirectUri }: OutsideQuestion): Promise<string> {
    const { authorize, clientId } = this.#settings;
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
    const words = { clientId, redirectUri, state, codeChallenge };
    const url = new URL(authorize.url);
    for (const [name, value] of Object.entries(authorize.parameters)) url.searchParams.set(name, filled(value, words));
    if (authorize.fragment) url.hash = authorize.fragment;
    return url.href;
  }

  async read({ verifier, redirectUri }: OutsideQuestion, query: URLSearchParams): Promise<OutsideAnswer> {
    const { clientId, clientSecret, code: name, token, profile, subject } = this.#settings;
    const [code, ...more] = query.getAll(name);
    // None: whoever was asked there said no.
    if (!code || more.length > 0 || query.has('error')) return { outcome: 'refused' };
    const beijingTime = this.#beijingTime();
    const words = { clientId, clientSecret, redirectUri, code, codeVerifier: verifier, beijingTime };
    const first = await this.#ask(token, words);
    if (first.outcome !== 'answered') return first;
    const second = profile && (await this.#ask(profile, { ...words, token: first.answer }));
    if (second && second.outcome !== 'answered') return second;
    const found = idIn(valueAt({ token: first.answer, profile: second?.answer }, subject));
    if (found !== undefined) return { outcome: 'account', issuer: new URL(token.url).origin, subject: found };
    this.#deps.onTrouble({ provider: this.id, reason: 'no_subject' });
    return { outcome: 'refused' };
  }

  async #ask({ url, method, parameters, headers, error }: Request, words: Words): Promise<Asked> {
    const target = new URL(url);
    const body = this.#signed(new URLSearchParams(`${target.search}&${fields(parameters, words)}`));
    target.search = method === 'GET' ? body.toString() : '';
    const sent = { accept: 'application/json', ...Object.fromEntries(fields(headers, words)) };
    try {
      const response = await this.#deps.fetch(target, { method, headers: sent, ...(method === 'POST' && { body }) });
      const answer = parsed(await response.text());
      const failure = error === undefined ? undefined : valueAt(answer, error);
      const failed = failure !== undefined && failure !== null && !['', '0'].includes(String(failure));
      if (response.ok && typeof answer === 'object' && answer !== null && !failed)
        return { outcome: 'answered', answer };
      const reason = failed && /^[\w.-]{1,64}$/.test(String(failure)) ? String(failure) : `status_${response.status}`;
      this.#deps.onTrouble({ provider: this.id, reason });
      return { outcome: response.status >= 500 ? 'unavailable' : 'refused' };
    } catch (cause) {
      this.#deps.onTrouble({ provider: this.id, ...troubleOf(cause) });
      return { outcome: 'unavailable' };
    }
  }

  #signed(parameters: URLSearchParams): URLSearchParams {
    const { sign } = this.#settings;
    if (!sign) return parameters;
    parameters.sort();
    const text = [...parameters].map(([name, value]) => `${name}=${value}`).join('&');
    parameters.set(sign.parameter, createSign('RSA-SHA256').update(text, 'utf8').sign(sign.privateKey, 'base64'));
    return parameters;
  }

  /** `2026-11-23 10:00:00`, as gateways that sign ask for it. */
  #beijingTime(): string {
    const shifted = new Date(this.#deps.clock.now().getTime() + 8 * 3600_000);
    return shifted.toISOString().slice(0, 19).replace('T', ' ');
  }
}

function fields(parameters: Readonly<Record<string, string>>, words: Words): URLSearchParams {
  return new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, filled(value, words)]));
}

const filled = (value: string, words: Words): string =>
  value.replace(/\{([^{}]*)\}/g, (_, path: string) => idIn(valueAt(words, path)) ?? '');

/** What lies at `a.b.c`, own members only. */
function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Words)[name] : undefined,
      value,
    );
}

/** A text, or a whole number that JavaScript reads exactly: past 2^53 two people's would be read as one. */
function idIn(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
