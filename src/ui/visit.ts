import { createHash, timingSafeEqual } from 'node:crypto';
import type { ParameterizedContext } from 'koa';
import type { ZodType } from 'zod';
import type { EphemeralStore } from '../shared/ephemeral.js';
import { mac } from '../shared/mac.js';
import { randomToken } from '../shared/random.js';
import { createSealer } from '../shared/seal.js';

/** Seconds that something put into a visit is kept. */
const KEEP_SECONDS = 3600;
const TOKEN = /^[\w-]{43}$/;

/**
 * One browser's visit before login: drafts and the progress of a journey. The browser holds a random token in a cookie
 * that ends with the browser session; what belongs to it rests sealed in the ephemeral store, for an hour after it was
 * last set, under a key that only the token and the service's own key together give.
 */
export interface Visit {
  /** SHA-256 of the token, hex: names the visit in stores. Reading it begins the visit. */
  readonly digest: string;
  /** The token a form must send back. Reading it begins the visit. */
  readonly csrf: string;
  /** Whether the browser sent a visit, or one has begun since. */
  readonly begun: boolean;
  /** What was set, or undefined where there is nothing, it is over an hour old, or no longer fits the schema. */
  get<T>(name: string, schema: ZodType<T>): Promise<T | undefined>;
  /** @param value anything JSON can hold */
  set(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
  /** Keeps everything for another hour. */
  keep(): Promise<void>;
  /** Forgets everything and lets the browser forget the visit. */
  clear(): Promise<void>;
  /**
   * Moves everything to a new token and ends the old one, so that a token planted before a login leads nowhere after
   * it (session fixation). Forms shown before are refused afterwards.
   */
  renew(): Promise<void>;
  /** Whether `token` is this visit's form token; constant time. False where no visit has begun. */
  accepts(token: string): boolean;
}

export interface VisitDeps {
  store: EphemeralStore;
  /** 32 bytes: `KeyManagement.derive('visit')`. */
  key: Buffer;
  /** Whether the issuer is https: the cookie is then `Secure` and bound to this very host. */
  secure: boolean;
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The cookie's name. `__Host-` makes browsers refuse one that a sister domain or plain http has set (RFC 6265bis §4.1.3.2). */
export const visitCookie = (secure: boolean): string => (secure ? '__Host-yihao_visit' : 'yihao_visit');

/** The visit of this request's browser. Sets no cookie until something needs one. */
export function openVisit(ctx: ParameterizedContext, { store, key, secure }: VisitDeps): Visit {
  const cookie = visitCookie(secure);
  // Ours for the whole request: the provider puts its own, which sign, in their place while it works.
  const { cookies } = ctx;
  const sent = cookies.get(cookie);
  let token = sent && TOKEN.test(sent) ? sent : undefined;

  const begin = (): string => {
    if (token === undefined) {
      token = randomToken();
      cookies.set(cookie, token, { httpOnly: true, sameSite: 'lax', secure, path: '/', overwrite: true });
    }
    return token;
  };
  // The braces keep a visit's keys on one node of a Redis cluster.
  const base = (of: string): string => `visit:{${digestOf(of)}}`;
  const sealerOf = (of: string) => createSealer(mac(key, `seal|${of}`));

  const write = async (of: string, name: string, plain: string): Promise<void> => {
    await store.addMember(`${base(of)}:names`, name, KEEP_SECONDS);
    await store.set(`${base(of)}:${name}`, sealerOf(of).seal(plain, name), KEEP_SECONDS);
  };
  const read = async (of: string, name: string): Promise<string | undefined> => {
    const sealed = await store.get(`${base(of)}:${name}`);
    return sealed === undefined ? undefined : sealerOf(of).open(sealed, name);
  };
  const forget = async (of: string): Promise<void> => {
    for (const name of await store.members(`${base(of)}:names`)) await store.delete(`${base(of)}:${name}`);
    await store.delete(`${base(of)}:names`);
  };

  return {
    get digest() {
      return digestOf(begin());
    },
    get csrf() {
      return mac(key, `csrf|${begin()}`).toString('base64url');
    },
    get begun() {
      return token !== undefined;
    },
    async get(name, schema) {
      const plain = token === undefined ? undefined : await read(token, name);
      if (plain === undefined) return undefined;
      const parsed = schema.safeParse(JSON.parse(plain));
      return parsed.success ? parsed.data : undefined;
    },
    async set(name, value) {
      await write(begin(), name, JSON.stringify(value));
    },
    async remove(name) {
      if (token !== undefined) await store.delete(`${base(token)}:${name}`);
    },
    async keep() {
      if (token === undefined) return;
      for (const name of await store.members(`${base(token)}:names`)) {
        const plain = await read(token, name);
        if (plain !== undefined) await write(token, name, plain);
      }
    },
    async clear() {
      if (token === undefined) return;
      await forget(token);
      token = undefined;
      cookies.set(cookie, null, { httpOnly: true, sameSite: 'lax', secure, path: '/', overwrite: true });
    },
    async renew() {
      const old = token;
      token = undefined;
      const fresh = begin();
      if (old === undefined) return;
      for (const name of await store.members(`${base(old)}:names`)) {
        const plain = await read(old, name);
        if (plain !== undefined) await write(fresh, name, plain);
      }
      await forget(old);
    },
    accepts(given) {
      if (token === undefined) return false;
      const expected = mac(key, `csrf|${token}`);
      const actual = Buffer.from(given, 'base64url');
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
  };
}
