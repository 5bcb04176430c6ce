import type { ParameterizedContext } from 'koa';
import type { Session } from 'oidc-provider';
import type { ProvenLogin } from '../../domain/records/index.js';
import type { ProviderHost } from '../host.js';
import { aalOf } from '../levels.js';
import { personsOf } from '../persons.js';
import type { ProviderDeps } from '../ports.js';
import { endOf, isAged, type Life } from './session-life.js';

/** When a session ends unless one of Yihao's own pages is used before. */
export interface SessionEnd {
  readonly expiresAt: Date;
  readonly secondsLeft: number;
  /** Whether using it makes it last longer: it has a longest time too. */
  readonly prolongs: boolean;
}

/** The login behind this browser's session: `identityId` is who logged in, for whomever. */
export interface CurrentSession extends ProvenLogin, SessionEnd {
  readonly uid: string;
  readonly authTime: Date;
  /** Too old for the level it reached: it goes on at level 1, because its holder chose to stay signed in. */
  readonly aged: boolean;
  /** When the account closes, where its holder asked for that. */
  readonly closesAt: Date | null;
  /** It is of a public terminal. */
  readonly terminal: boolean;
}

type Ctx = ParameterizedContext;

export type BrowserSessionsDeps = Pick<ProviderDeps, 'sessions' | 'identities' | 'settings' | 'clock'>;

/** A session in one's own name, or in that of somebody one acts for. */
export interface AnySession extends CurrentSession {
  /** Whom it is for, where that is somebody else. */
  readonly principalId: string | undefined;
}

/** A session is prolonged by Yihao's own pages once this much of its time has passed. */
const TOUCH_SECONDS = 60;

/** The provider's session in a browser, as Yihao's own pages see, prolong and end it. */
export class BrowserSessions {
  readonly #host: Pick<ProviderHost, 'current'>;
  readonly #deps: BrowserSessionsDeps;

  constructor(host: Pick<ProviderHost, 'current'>, deps: BrowserSessionsDeps) {
    this.#host = host;
    this.#deps = deps;
  }

  /** The provider's own record, of nobody where nobody is logged in. */
  get(ctx: Ctx): Promise<Session> {
    // A bare context: the provider's cookies are read with the provider's keys, whatever application this runs in.
    return this.#host.current().Session.get(this.#host.current().createContext(ctx.req, ctx.res));
  }

  /** Who is logged in in this browser, for whomever. Reading it counts as use: the session lives on. */
  async current(ctx: Ctx): Promise<AnySession | undefined> {
    const session = await this.get(ctx);
    if (!session.accountId) return undefined;
    const { identityId, personId, delegationId } = personsOf(session.accountId);
    const identity = await this.#deps.identities.find(identityId);
    if (identity?.state !== 'active') return undefined;
    return {
      ...(await this.#touch(ctx, session)),
      uid: session.uid,
      identityId: personId,
      principalId: delegationId === undefined ? undefined : identityId,
      aal: aalOf(session.acr) ?? 1,
      amr: session.amr ?? [],
      used: usedIn(session),
      authTime: new Date((session.loginTs ?? 0) * 1000),
      terminal: lifeOf(session) === 'terminal',
      aged: isAged(this.#deps.settings, session, this.#now()),
      closesAt: identity.closesAt,
    };
  }

  /** Logs this browser out of Yihao and, through the outbox, out of every portal. @returns whether anyone was logged in */
  async endHere(ctx: Ctx): Promise<boolean> {
    const session = await this.get(ctx);
    if (!session.accountId) return false;
    await this.end(ctx, session, 'logout');
    return true;
  }

  /** Ends a session that `get` gave, tells its portals and forgets its cookie. */
  async end(ctx: Ctx, session: Session, reason: 'logout' | 'other_account' | 'another_principal'): Promise<void> {
    await this.#deps.sessions.end(session.uid, reason);
    await session.destroy();
    this.setCookie(ctx, 'session', null);
  }

  async #touch(ctx: Ctx, session: Session): Promise<SessionEnd> {
    const now = this.#now();
    const { end, last } = endOf(this.#deps.settings, session, now);
    const renewed = end - session.exp >= TOUCH_SECONDS;
    const expires = new Date((renewed ? end : session.exp) * 1000);
    if (renewed) {
      await session.save(end - now);
      if (!session.transient) this.setCookie(ctx, 'session', session.jti, { expires });
    }
    return { expiresAt: expires, secondsLeft: expires.getTime() / 1000 - now, prolongs: end < last };
  }

  /** One of the provider's cookies, signed as the provider signs it. */
  setCookie(
    ctx: Ctx,
    name: 'session' | 'resume',
    value: string | null,
    more: { path?: string; expires?: Date } = {},
  ): void {
    const provider = this.#host.current();
    const secure = this.#deps.settings.issuer.startsWith('https:');
    const { cookies } = provider.createContext(ctx.req, ctx.res);
    (cookies as { secure?: boolean }).secure = secure;
    const options = { httpOnly: true, sameSite: 'lax', secure, signed: true, overwrite: true, path: '/' } as const;
    cookies.set(provider.cookieName(name), value, { ...options, ...more });
  }

  /** Seconds since 1970. */
  #now(): number {
    return Math.floor(this.#deps.clock.now().getTime() / 1000);
  }
}

/** Who logged in, for whomever. */
export function personIn({ accountId }: Session): string | undefined {
  return accountId === undefined ? undefined : personsOf(accountId).personId;
}

/** Kinds of authenticators that have proved a session so far; `overrides` keeps them there. */
export function usedIn(session: Session): readonly string[] {
  return (session as { used?: readonly string[] }).used ?? [];
}

export const lifeOf = (session: Session): Life => (session as { life?: Life }).life ?? 'ordinary';

/** Where the terminal stands that it is of. */
export const placeOf = (session: Session): string | undefined => (session as { place?: string }).place;
