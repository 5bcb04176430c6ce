import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import request from 'supertest';
import type { Application } from '../../../src/domain/records/index.js';
import { randomToken } from '../../../src/shared/random.js';
import type { Landing, ProviderBrowser } from '../http/provider-browser.js';
import type { TestProvider } from './provider.js';

export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly access_token?: string;
    readonly id_token?: string;
    readonly refresh_token?: string;
    readonly error?: string;
    readonly error_description?: string;
  };
}

export type Params = Readonly<Record<string, string | undefined>>;

/** A portal that speaks the protocol by hand, so that tests can say what no library would. */
export class RawPortal {
  readonly provider: TestProvider;
  readonly application: Application;
  readonly secret: string;
  readonly verifier = randomToken();

  constructor(provider: TestProvider, { application, secret }: { application: Application; secret: string }) {
    this.provider = provider;
    this.application = application;
    this.secret = secret;
  }

  get redirectUri(): string {
    return this.application.redirectUris[0]!;
  }

  /** @param change parameters to add, replace, or (undefined) leave out */
  authorizeUrl(change: Params = {}): string {
    const params = {
      client_id: this.application.id,
      response_type: 'code',
      redirect_uri: this.redirectUri,
      scope: 'openid',
      state: 'state-1',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    };
    return `${this.provider.issuer}/authorize?${form(params)}`;
  }

  authorize(browser: ProviderBrowser, change: Params = {}): Promise<Landing> {
    return browser.go(this.authorizeUrl(change));
  }

  /** @throws Error where the answer holds no code */
  async code(browser: ProviderBrowser, change: Params = {}): Promise<string> {
    const landing = await this.authorize(browser, change);
    const code = landing.at === 'elsewhere' ? landing.url.searchParams.get('code') : undefined;
    if (!code) throw new Error(`no code: ${landing.url} ${landing.at === 'page' ? landing.body : ''}`);
    return code;
  }

  exchange(code: string, change: Params = {}, node = this.provider.url): Promise<TokenAnswer> {
    const params = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
    };
    return this.token({ ...params, ...change }, node);
  }

  refresh(refreshToken: string, change: Params = {}, node = this.provider.url): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...change }, node);
  }

  token(params: Params, node = this.provider.url): Promise<TokenAnswer> {
    return this.post(`${node}/token`, params);
  }

  async post(url: string, params: Params, authorization = this.#authorization()): Promise<TokenAnswer> {
    const isPublic = this.application.authentication === 'none';
    const body = form(isPublic ? { client_id: this.application.id, ...params } : params);
    const asked = request(url)
      .post('')
      .set(authorization ? { authorization } : {});
    const answer = await asked.send(body);
    return { status: answer.status, body: answer.body };
  }

  async userinfo(accessToken: string, node = this.provider.url): Promise<TokenAnswer> {
    const { status, body } = await request(node).get('/userinfo').auth(accessToken, { type: 'bearer' });
    return { status, body };
  }

  /** A whole login: authorize, walk, exchange. */
  async login(browser: ProviderBrowser, change: Params = {}): Promise<TokenAnswer['body']> {
    const { status, body } = await this.exchange(await this.code(browser, change));
    if (status !== 200) throw new Error(`${body.error}: ${body.error_description}`);
    return body;
  }

  #authorization(): string | undefined {
    if (this.application.authentication !== 'client_secret_basic') return undefined;
    return `Basic ${Buffer.from(`${this.application.id}:${this.secret}`).toString('base64')}`;
  }
}

export function idTokenOf({ id_token }: TokenAnswer['body']): Readonly<Record<string, unknown>> {
  return decodeJwt(String(id_token));
}

export function form(params: Params): string {
  return new URLSearchParams(
    Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();
}
