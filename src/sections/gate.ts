import type { Aal } from '../domain/records/index.js';
import { isLoginEnough } from '../domain/sessions/index.js';
import { plusSeconds } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import { type PageContext, TERMINAL_START } from '../ui/context.js';
import { seeOther } from '../ui/page/see-other.js';
import { sessionExpiry } from '../ui/page/session-expiry.js';
import type { Door } from './door.js';
import type { Holder, SectionSession } from './section.js';
import { RIGHT_MISSING } from './sections.errors.js';

/** What a gate asks of its room. */
export interface GateKeeper<Session extends SectionSession> {
  /** Seconds for which a login counts as fresh. */
  readonly freshSeconds: number;
  now(): Date;
  /** Who is logged in in this browser. */
  session(ctx: PageContext): Promise<Session | undefined>;
  /** The strongest login that this identity can make. */
  strongest(identityId: string): Promise<Aal>;
  /** Where a login begins that leads back to `page`. */
  signIn(page: string, more: Readonly<Record<string, string>>): string;
  /** Whether they have been given it; where this is left out, nobody has any right. */
  mayEnter?(holder: Holder<Session>, right: string): Promise<boolean>;
  /** What may not be done at a public terminal is said there. */
  notAtTerminal(ctx: PageContext, identityId: string): Promise<void>;
}

/**
 * Lets in who brings what the door asks for: a login, a fresh and strong one where it could shut its holder out, their
 * own device, a right. Undefined where the request was answered instead: the browser is on its way to what is missing
 * (and comes back), or was told why not.
 */
export type Gate<Session extends SectionSession> = (
  ctx: PageContext,
  door: Door,
  page: string,
  /** Called before somebody is sent to log in once more. */
  beforeFresh: (session: Session) => Promise<void>,
) => Promise<Holder<Session> | undefined>;

export function createGate<Session extends SectionSession>(keeper: GateKeeper<Session>): Gate<Session> {
  function isFresh(session: Session, level: Door['level']): Promise<boolean> {
    const provenAfter = plusSeconds(keeper.now(), -keeper.freshSeconds);
    const asked = { neededAal: level ?? 1, wantedAal: level ?? 3, provenAfter } as const;
    return isLoginEnough(session, asked, { strongest: () => keeper.strongest(session.identityId) });
  }

  return async (ctx, { fresh, level, ownDevice, right }, page, beforeFresh) => {
    const session = await keeper.session(ctx);
    if (!session) {
      // At a public terminal whoever comes after somebody begins anew.
      seeOther(ctx, ctx.state.terminal ? TERMINAL_START : keeper.signIn(page, {}));
      return undefined;
    }
    ctx.state.expiry = sessionExpiry(session);
    const holder = { identityId: session.identityId, session };
    if (right !== undefined && !(await keeper.mayEnter?.(holder, right))) throw new AppError(RIGHT_MISSING);
    if (ownDevice && ctx.state.terminal) {
      await keeper.notAtTerminal(ctx, session.identityId);
      return undefined;
    }
    if (fresh && !(await isFresh(session, level))) {
      await beforeFresh(session);
      seeOther(ctx, keeper.signIn(page, { fresh: '1', ...(level && { level: String(level) }) }));
      return undefined;
    }
    return holder;
  };
}
