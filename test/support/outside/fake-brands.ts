import { createVerify, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A fake of the outside world: small servers in the shapes that WeChat, Weibo and Alipay document, with their names,
 * their error bodies and their habits. Whoever comes to the login page is `account` and agrees.
 */
export interface FakeBrand {
  readonly url: string;
  readonly brand: Brand;
  /** What it knows the account by. */
  account: Readonly<Record<string, unknown>>;
  /** Turned down on the login page. */
  refuses: boolean;
  /** What it was asked for, the earliest first. */
  readonly asked: Query[];
  /** In place of the next answers: status and body. */
  failing: { readonly status: number; readonly body: string } | undefined;
  /** Checks the signatures of Alipay's requests. */
  publicKey: KeyObject | undefined;
  close(): Promise<void>;
}

export type Brand = 'wechat' | 'weibo' | 'alipay';

export const APP = { id: 'app-of-the-test', secret: 'secret-of-the-test' };

type Query = Readonly<Record<string, string>>;
interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

export async function startFakeBrand(brand: Brand): Promise<FakeBrand> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeBrand = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    brand,
    account: {},
    refuses: false,
    asked: [],
    failing: undefined,
    publicKey: undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const codes = new Codes();
  server.on('request', async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, fake.url);
    const body = new URLSearchParams(Buffer.concat(await Array.fromAsync(request as IncomingMessage)).toString());
    const query = Object.fromEntries([...searchParams, ...body]);
    fake.asked.push(query);
    const { login, answer } = BRANDS[brand];
    const back = pathname === login.path && login.back(query, fake.refuses ? undefined : codes.make());
    if (back) return void response.writeHead(302, { location: back }).end();
    // WeChat calls its JSON text.
    const type = brand === 'wechat' ? 'text/plain' : 'application/json;charset=UTF-8';
    const { status = 200, body: said } = fake.failing ?? answer(pathname, query, { fake, codes });
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    response.writeHead(status, { 'content-type': type }).end(text);
  });
  return fake;
}

class Codes {
  readonly #open = new Set<string>();
  readonly #used = new Set<string>();

  make(): string {
    const code = `code-${this.#open.size + this.#used.size + 1}`;
    this.#open.add(code);
    return code;
  }

  use(code = ''): 'good' | 'used' | 'unknown' {
    if (this.#used.has(code)) return 'used';
    if (!this.#open.delete(code)) return 'unknown';
    this.#used.add(code);
    return 'good';
  }
}

interface Shape {
  readonly login: { readonly path: string; back(query: Query, code: string | undefined): string };
  answer(path: string, query: Query, at: { readonly fake: FakeBrand; readonly codes: Codes }): Answer;
}

const TOKEN = 'their-access-token';

function backTo(uri = '', more: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(more)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

const BRANDS: Readonly<Record<Brand, Shape>> = {
  wechat: {
    login: {
      path: '/connect/qrconnect',
      // Whoever turns back comes without a code, and nothing says so.
      back: ({ redirect_uri, state, appid }, code) =>
        appid === APP.id ? backTo(redirect_uri, { code, state }) : 'about:blank',
    },
    answer(path, query, { fake, codes }) {
      const error = (errcode: number, errmsg: string): Answer => ({ body: { errcode, errmsg } });
      if (path === '/sns/oauth2/access_token') {
        if (query.appid !== APP.id || query.secret !== APP.secret) return error(40125, 'invalid appsecret');
        const code = codes.use(query.code);
        if (code !== 'good') return code === 'used' ? error(40163, 'code been used') : error(40029, 'invalid code');
        const { openid } = fake.account;
        return { body: { access_token: TOKEN, expires_in: 7200, refresh_token: 'r', openid, scope: 'snsapi_login' } };
      }
      if (query.access_token !== TOKEN) return error(40001, 'invalid credential');
      if (query.openid !== fake.account.openid) return error(40003, 'invalid openid');
      return { body: { ...fake.account, nickname: '某人', sex: 0, errcode: 0 } };
    },
  },
  weibo: {
    login: {
      path: '/oauth2/authorize',
      back: ({ redirect_uri, state }, code) =>
        backTo(redirect_uri, code ? { code, state } : { state, error: 'access_denied', error_code: '21330' }),
    },
    answer(path, query, { fake, codes }) {
      const error = (error_code: number, name: string): Answer => ({
        status: 400,
        body: { error: name, error_code, request: path, error_description: 'as documented' },
      });
      if (path === '/oauth2/access_token') {
        if (query.client_id !== APP.id || query.client_secret !== APP.secret) return error(21324, 'invalid_client');
        if (codes.use(query.code) !== 'good') return error(21325, 'invalid_grant');
        return { body: { access_token: TOKEN, remind_in: '157679999', expires_in: 157679999, ...fake.account } };
      }
      return query.access_token === TOKEN ? { body: fake.account } : error(21332, 'invalid_access_token');
    },
  },
  alipay: {
    login: {
      path: '/oauth2/publicAppAuthorize.htm',
      back: ({ redirect_uri, state, app_id, scope }, code) =>
        backTo(redirect_uri, code ? { app_id, scope, state, auth_code: code } : { state, error: 'auth_denied' }),
    },
    answer(_path, query, { fake, codes }) {
      const error = (code: string, sub_code: string): Answer => ({
        body: { error_response: { code, msg: 'as documented', sub_code }, sign: 'theirs' },
      });
      const { sign = '', ...rest } = query;
      const text = Object.keys(rest)
        .sort()
        .map((name) => `${name}=${rest[name]}`)
        .join('&');
      const signed = fake.publicKey && createVerify('RSA-SHA256').update(text).verify(fake.publicKey, sign, 'base64');
      if (!signed || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(query.timestamp ?? ''))
        return error('40002', 'isv.invalid-signature');
      if (codes.use(query.code) !== 'good') return error('40002', 'isv.code-invalid');
      const body = { access_token: TOKEN, auth_start: '2026-11-23 10:00:00', expires_in: 1296000, ...fake.account };
      return { body: { alipay_system_oauth_token_response: body, sign: 'theirs' } };
    },
  },
};
