import { type Authenticators, FRESH_SECONDS } from '../domain/authenticators/index.js';
import type { CurrentSession, Interactions } from '../provider/interactions.js';
import { type Clock, plusSeconds } from '../shared/clock.js';
import { accountPath } from '../ui/account-path.js';
import { type PageContext, TERMINAL_START } from '../ui/context.js';
import { sessionExpiry } from '../ui/page/session-expiry.js';

export interface GateDeps {
  readonly interactions: Pick<Interactions, 'currentSession'>;
  readonly authenticators: Pick<Authenticators, 'strongest'>;
  readonly clock: Clock;
}

/** Lets in who is logged in, and for what could shut a citizen out, who logged in a moment ago as strongly as they can. */
export interface Gate {
  /**
   * Undefined where nobody is logged in: the browser is on its way to the login.
   * @param page where it comes back to
   */
  requireSession(ctx: PageContext, page: string): Promise<CurrentSession | undefined>;
  /**
   * False where the login is too old or too weak: the browser is on its way to what is missing, and comes back.
   * @param page where to
   * @param level what is enough although a stronger one may be possible: for who lost what makes it stronger
   */
  requireFresh(ctx: PageContext, session: CurrentSession, page: string, level?: 2): Promise<boolean>;
}

export function createGate({ interactions, authenticators, clock }: GateDeps): Gate {
  const signIn = (ctx: PageContext, page: string, more: Record<string, string>): void => {
    const to = accountPath(page) ?? accountPath(ctx.path) ?? '/account';
    ctx.status = 303;
    ctx.redirect(`/sign-in?${new URLSearchParams({ to, ...more })}`);
  };
  /** At a public terminal whoever comes after somebody begins anew. */
  const leave = (ctx: PageContext): void => {
    ctx.status = 303;
    ctx.redirect(TERMINAL_START);
  };
  return {
    async requireSession(ctx, page) {
      const session = await interactions.currentSession(ctx);
      if (session) ctx.state.expiry = sessionExpiry(session);
      else if (ctx.state.terminal) leave(ctx);
      else signIn(ctx, page, {});
      return session;
    },
    async requireFresh(ctx, session, page, level) {
      const recent = plusSeconds(session.authTime, FRESH_SECONDS) > clock.now();
      if (recent && session.aal >= (level ?? (await authenticators.strongest(session.identityId)))) return true;
      signIn(ctx, page, { fresh: '1', ...(level && { level: String(level) }) });
      return false;
    },
  };
}
