import type Router from '@koa/router';
import type { ZodType } from 'zod';
import type { Interactions, OpenInteraction } from '../provider/interactions.js';
import { say } from '../shared/text.js';
import { allowFormAction, type PageContext, type PageState } from '../ui/context.js';
import { seeOther } from '../ui/page/see-other.js';
import { renderExpired } from '../ui/page/trouble.js';
import { BRAND } from '../ui/ui.messages.js';
import { enter, furthestStep, type Journey, type StateOf } from './journey.js';
import { keepsUnsent, keepUnsent } from './unsent.js';

/** The one thing that opens an interaction. */
export type Opening = Pick<Interactions, 'details'>;

export type RouteContext = PageContext & { params: Record<string, string> };

/** A request on any page of an interaction. */
export interface Visitor {
  readonly interaction: OpenInteraction;
  /** `/interaction/<uid>`. */
  readonly base: string;
  /** The name of the portal, or of Yihao itself, in the reader's language. */
  readonly application: string;
  /** Sends the browser to a page of this interaction; '' is where it begins. */
  go(path: string): void;
}

/** A request on a journey's page. */
export interface Walk<State, Needed> extends Visitor {
  /** All that the journey has kept. */
  readonly state: State;
  /** What this step's schema promised. */
  readonly at: Needed;
  /** Keeps `state` for the next pages. */
  save(state: State): Promise<void>;
  /** What is kept now; another request may have changed it meanwhile. */
  reload(): Promise<State>;
  forget(): Promise<void>;
}

/**
 * Opens the interaction of a page's address. One that is over is answered by a page that leads back, one that has its
 * answer by the way there.
 * @returns undefined where it was answered
 */
async function open(interactions: Opening, ctx: PageContext, uid: string): Promise<OpenInteraction | undefined> {
  const details = await interactions.details(ctx, uid);
  if (details.outcome === 'open') {
    if (!details.finished) return details;
    // Two clicks, one answer: the browser threw the first one away and is taken on by this one.
    seeOther(ctx, details.returnTo);
    return undefined;
  }
  const kept = ctx.method === 'POST' && (await keepUnsent(ctx));
  const portal = details.application;
  renderExpired(ctx, portal && { href: portal.homeUri, name: portal.name }, kept);
  // Opened in another browser: there is nothing here that could expire.
  if (details.outcome === 'elsewhere') ctx.status = 400;
  return undefined;
}

type VisitorHandler = (ctx: RouteContext, visitor: Visitor) => Promise<void>;

/** Binds pages that belong to no journey to an interaction's address. */
export function interactionRoutes(router: Router<PageState>, interactions: Opening) {
  const bind =
    (handler: VisitorHandler) =>
    async (ctx: RouteContext): Promise<void> => {
      const interaction = await open(interactions, ctx, ctx.params.uid!);
      if (!interaction) return;
      allowFormAction(ctx, [interaction.redirectUri]);
      const base = `/interaction/${interaction.uid}`;
      const { expiresAt: at, secondsLeft } = interaction;
      ctx.state.expiry = { at, secondsLeft, moreTime: `${base}/more-time`, ends: keepsUnsent(ctx) ? 'kept' : 'page' };
      await handler(ctx, {
        interaction,
        base,
        application: say(interaction.application?.name ?? BRAND, ctx.state.locale),
        go(path) {
          seeOther(ctx, path === '' ? base : `${base}/${path}`);
        },
      });
    };
  const address = (path: string): string => (path === '' ? '/interaction/:uid' : `/interaction/:uid/${path}`);
  return {
    show(path: string, handler: VisitorHandler): void {
      router.get(address(path), bind(handler) as never);
    },
    take(path: string, handler: VisitorHandler): void {
      router.post(address(path), bind(handler) as never);
    },
  };
}

/**
 * Binds a journey's handlers to its table: opens the interaction, reads the state, and lets a request in only where the
 * step's schema is met. Whoever comes too early, by whatever method, is sent to the page where they belong and nothing
 * is done.
 */
export function journeyRoutes<J extends Journey, State>(
  router: Router<PageState>,
  interactions: Opening,
  journey: J,
  keep: { readonly name: string; readonly schema: ZodType<State>; readonly empty: State },
) {
  type Handler<N extends keyof J> = (ctx: RouteContext, walk: Walk<State, StateOf<J[N]>>) => Promise<void>;
  const routes = interactionRoutes(router, interactions);

  const bind =
    <N extends keyof J & string>(step: N, handler: Handler<N>): VisitorHandler =>
    async (ctx, visitor) => {
      const { visit } = ctx.state;
      const key = stateKey(keep.name, visitor.interaction.uid);
      const read = async (): Promise<State> => (await visit.get(key, keep.schema)) ?? keep.empty;
      const state = await read();
      const entered = enter(journey[step]!, state);
      if (!entered.allowed) return visitor.go(journey[furthestStep(journey, state)]!.path);
      await handler(ctx, {
        ...visitor,
        state,
        at: entered.state as StateOf<J[N]>,
        save: (next) => visit.set(key, next),
        reload: () => {
          visit.reread();
          return read();
        },
        forget: () => visit.remove(key),
      });
    };

  return {
    /** @param more a part of the address after the step's own, for what its page's script asks */
    show<N extends keyof J & string>(step: N, handler: Handler<N>, more = ''): void {
      routes.show(`${journey[step]!.path}${more}`, bind(step, handler));
    },
    take<N extends keyof J & string>(step: N, handler: Handler<N>): void {
      routes.take(journey[step]!.path, bind(step, handler));
    },
    /** A second form on the step's page. @param more the part of its address after the step's own */
    also<N extends keyof J & string>(step: N, more: string, handler: Handler<N>): void {
      const { path } = journey[step]!;
      routes.take(`${path}${more}`, bind(step, handler));
      // A reload, or another language, after an answer that was no redirect.
      routes.show(`${path}${more}`, async (_ctx, { go }) => go(path));
    },
  };
}

/** Where a visit keeps what a journey knows of one interaction. */
export const stateKey = (journey: string, uid: string): string => `${journey}:${uid}`;
