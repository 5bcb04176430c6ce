import { createHash, timingSafeEqual } from 'node:crypto';
import type { ParameterizedContext } from 'koa';
import type { ZodType } from 'zod';
import type { EphemeralStore } from '../../shared/ephemeral.js';
import { mac } from '../../shared/mac.js';
import { randomToken } from '../../shared/random.js';
import { createSealer, type Sealer } from '../../shared/seal.js';

/** Seconds that a visit is kept after something was put into it. */
const KEEP_SECONDS = 3600;
/** No name of something kept can be this. */
const SENT_OUT = 'sent out';
const TOKEN = /^[\w-]{43}$/;

/**
 * One browser's visit before login: drafts and the progress of a journey. The browser holds a random token in a cookie
 * that ends with the browser session; what belongs to it rests sealed in the ephemeral store, for an hour after something
 * was last set, under a key that only the token and the service's own key together give. A request reads it once.
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
  /** As `get`, and it is gone then. */
  take<T>(name: string, schema: ZodType<T>): Promise<T | undefined>;
  /** @param value anything JSON can hold */
  set(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
  /** Reads again at the next `get`: another request may have changed something meanwhile. */
  reread(): void;
  /** Keeps everything for another hour. */
  keep(): Promise<void>;
  /**
   * Forgets everything and lets the browser forget the visit: a token planted before a login leads nowhere after it
   * (session fixation).
   */
  clear(): Promise<void>;
  /** `value` for this visit to send out and be sent back: nobody else can read it, and it is kept nowhere here. */
  seal(value: unknown): string;
  /** What `seal` gave; undefined where it was another visit's, is broken, or does not fit the schema. */
  open<T>(sealed: string, schema: ZodType<T>): T | undefined;
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

/** The cookie's name. `__Host-` makes browsers refuse one that a sister domain or plain http has set (RFC 6265bis §4.1.3.2). */
export const visitCookie = (secure: boolean): string => (secure ? '__Host-yihao_visit' : 'yihao_visit');

/** The visit of this request's browser. Sets no cookie until something needs one. */
export function openVisit(ctx: ParameterizedContext, deps: VisitDeps): Visit {
  return new BrowserVisit(ctx, deps);
}

class BrowserVisit implements Visit {
  readonly #deps: VisitDeps;
  // Ours for the whole request: the provider puts its own, which sign, in their place while it works.
  readonly #cookies: ParameterizedContext['cookies'];
  #token: string | undefined;
  #csrf: Buffer | undefined;
  #sealer: Sealer | undefined;
  /** What the store holds, as far as this request knows: name to seal. */
  #kept: Promise<Record<string, string>> | undefined;

  constructor(ctx: ParameterizedContext, deps: VisitDeps) {
    this.#deps = deps;
    this.#cookies = ctx.cookies;
    const sent = ctx.cookies.get(visitCookie(deps.secure));
    if (sent && TOKEN.test(sent)) this.#token = sent;
  }

  get digest(): string {
    return createHash('sha256').update(this.#begin()).digest('hex');
  }

  get csrf(): string {
    return this.#formToken(this.#begin()).toString('base64url');
  }

  get begun(): boolean {
    return this.#token !== undefined;
  }

  async get<T>(name: string, schema: ZodType<T>): Promise<T | undefined> {
    const sealed = this.#token === undefined ? undefined : (await this.#read())[name];
    if (sealed === undefined) return undefined;
    const parsed = schema.safeParse(JSON.parse(this.#seal.open(sealed, name)));
    return parsed.success ? parsed.data : undefined;
  }

  async take<T>(name: string, schema: ZodType<T>): Promise<T | undefined> {
    const found = await this.get(name, schema);
    if (found !== undefined) await this.remove(name);
    return found;
  }

  async set(name: string, value: unknown): Promise<void> {
    this.#begin();
    const sealed = this.#seal.seal(JSON.stringify(value), name);
    await this.#deps.store.setFields(this.#key, { [name]: sealed }, KEEP_SECONDS);
    const kept = await this.#kept;
    if (kept) kept[name] = sealed;
  }

  async remove(name: string): Promise<void> {
    const kept = await this.#kept;
    if (this.#token === undefined || (kept && kept[name] === undefined)) return;
    await this.#deps.store.removeField(this.#key, name);
    if (kept) delete kept[name];
  }

  reread(): void {
    this.#kept = undefined;
  }

  async keep(): Promise<void> {
    if (this.#token !== undefined) await this.#deps.store.setFields(this.#key, {}, KEEP_SECONDS);
  }

  async clear(): Promise<void> {
    if (this.#token === undefined) return;
    const kept = await this.#kept;
    if (!kept || Object.keys(kept).length > 0) await this.#deps.store.delete(this.#key);
    this.#token = undefined;
    this.#csrf = undefined;
    this.#sealer = undefined;
    this.#kept = undefined;
    this.#setCookie(null);
  }

  seal(value: unknown): string {
    this.#begin();
    return this.#seal.seal(JSON.stringify(value), SENT_OUT);
  }

  open<T>(sealed: string, schema: ZodType<T>): T | undefined {
    if (this.#token === undefined) return undefined;
    try {
      return schema.safeParse(JSON.parse(this.#seal.open(sealed, SENT_OUT))).data;
    } catch {
      return undefined;
    }
  }

  accepts(given: string): boolean {
    if (this.#token === undefined) return false;
    const expected = this.#formToken(this.#token);
    const actual = Buffer.from(given, 'base64url');
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }

  #begin(): string {
    if (this.#token === undefined) {
      this.#token = randomToken();
      // Whatever its store says: nothing was ever put there.
      this.#kept = Promise.resolve({});
      this.#setCookie(this.#token);
    }
    return this.#token;
  }

  #read(): Promise<Record<string, string>> {
    this.#kept ??= this.#deps.store.fields(this.#key).then((fields) => ({ ...fields }));
    return this.#kept;
  }

  get #key(): string {
    return `visit:${this.digest}`;
  }

  get #seal(): Sealer {
    this.#sealer ??= createSealer(mac(this.#deps.key, `seal|${this.#token}`));
    return this.#sealer;
  }

  #formToken(token: string): Buffer {
    this.#csrf ??= mac(this.#deps.key, `csrf|${token}`);
    return this.#csrf;
  }

  #setCookie(value: string | null): void {
    const { secure } = this.#deps;
    const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/', overwrite: true } as const;
    this.#cookies.set(visitCookie(secure), value, attributes);
  }
}
