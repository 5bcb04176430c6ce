import { randomBytes } from 'node:crypto';

/** What must be remembered between sending a citizen to Yihao and their return. */
export interface PendingLogin {
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly startedAt: number;
}

/** Who is logged in here, and what Yihao told about them. */
export interface Login {
  readonly sub: string;
  /** Yihao's name for this session at this portal: what a back-channel logout names. */
  readonly sid: string | undefined;
  readonly idToken: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface PortalSession {
  readonly id: string;
  /** By `state`: a citizen may have begun in several tabs. */
  readonly pending: Map<string, PendingLogin>;
  login?: Login;
  /** The `state` sent with a logout through Yihao. */
  logoutState?: string;
  lastSeen: number;
}

const IDLE_MILLISECONDS = 30 * 60_000;
const MAXIMUM = 10_000;

/** This portal's own sessions. In memory, because it is an example: a real portal keeps them in a shared store. */
export class PortalSessions {
  readonly #sessions = new Map<string, PortalSession>();

  get(id: string | undefined): PortalSession | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (!session) return undefined;
    if (Date.now() - session.lastSeen > IDLE_MILLISECONDS) {
      this.#sessions.delete(session.id);
      return undefined;
    }
    session.lastSeen = Date.now();
    return session;
  }

  create(): PortalSession {
    if (this.#sessions.size >= MAXIMUM) this.#sessions.delete(this.#sessions.keys().next().value!);
    const id = randomBytes(32).toString('base64url');
    const session: PortalSession = { id, pending: new Map(), lastSeen: Date.now() };
    this.#sessions.set(id, session);
    return session;
  }

  delete(id: string): void {
    this.#sessions.delete(id);
  }

  /** Ends the sessions that a logout token names: one by `sid`, or all of a `sub`. @returns how many */
  endNamed(name: { readonly sid?: string | undefined; readonly sub?: string | undefined }): number {
    let ended = 0;
    for (const session of this.#sessions.values()) {
      const { login } = session;
      if (!login) continue;
      const named = name.sid !== undefined ? login.sid === name.sid : login.sub === name.sub;
      if (named) {
        this.#sessions.delete(session.id);
        ended++;
      }
    }
    return ended;
  }
}
