import type Router from '@koa/router';
import type { ZodType } from 'zod';
import type { InteractionDetails, InteractionStep, Interactions } from '../provider/interactions.js';
import { say, type Text } from '../shared/text.js';
import { allowFormAction, type PageContext, type PageState } from '../ui/context.js';
import { renderExpired } from '../ui/trouble.js';
import { BRAND } from '../ui/ui.messages.js';
import { enter, furthestStep, type Journey, type StateOf } from './journey.js';
import { keepsUnsent, keepUnsent } from './unsent.js';

/** What the provider waits for in this browser, and for whom. */
export interface OpenInteraction {
  readonly uid: string;
  /** `register`: the request asks for a new account (Initiating User Registration via OpenID Connect 1.0). */
  readonly step: InteractionStep;
  readonly application: { readonly id: string; readonly name: Text };
  /** It is Yihao itself that is entered. */
  readonly home: boolean;
  /** It is Yihao itself that is entered, and not a portal. */
  readonly own: boolean;
  /** Where the browser ends up when the interaction is over: a form of ours may lead there. */
  readonly redirectUri: string;
  /** The provider's address that takes this interaction on. */
  readonly returnTo: string;
  readonly loginHint: string | undefined;
  /** The authentication level that the request and the application ask for, and the one without which nobody gets in. */
  readonly aal: 1 | 2 | 3;
  readonly neededAal: 1 | 2 | 3;
  /** Who is logged in in this browser. */
  readonly session:
    | {
        readonly identityId: string;
        /** For whom, and by what, where they act for somebody. */
        readonly acting: { readonly identityId: string; readonly delegationId: string } | undefined;
      }
    | undefined;
  /** When it is over, unless the reader asks for more time; and the seconds until then. */
  readonly expiresAt: Date;
  readonly secondsLeft: number;
  /** The session is good but for its strength: only the missing factor is to be asked for. */
  readonly stepUp: boolean;
  /** A login of this moment is asked for: an earlier one that is passed on does not do. */
  readonly anew: boolean;
}

type Details = Extract<InteractionDetails, { outcome: 'open' }>;

export type RouteContext = PageContext & { params: Record<string, string> };

/** A request on any page of an interaction. */
export interface Visitor {
  readonly interaction: OpenInteraction;
  /** `/interaction/<uid>`. */
  readonly base: string;
  /** The portal's name in the reader's language. */
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

export interface WalkDeps {
  /** Undefined where the interaction is over or belongs to another browser: it has then been answered. */
  open(ctx: PageContext, uid: string): Promise<OpenInteraction | undefined>;
}

/** Opens interactions through the provider, and answers those that are over with a page that leads back. */
export function walkWith(interactions: Pick<Interactions, 'details'>): WalkDeps {
  return {
    async open(ctx, uid) {
      const details = await interactions.details(ctx, uid);
      if (details.outcome === 'open' && !details.finished) return present(details);
      if (details.outcome === 'open') {
        // Two clicks, one answer: the browser threw the first one away and is taken on by this one.
        ctx.status = 303;
        ctx.redirect(details.returnTo);
        return undefined;
      }
      const kept = ctx.method === 'POST' && (await keepUnsent(ctx));
      const portal = details.application;
      renderExpired(ctx, portal && { href: portal.homeUri, name: portal.name }, kept);
      // Opened in another browser: there is nothing here that could expire.
      if (details.outcome === 'elsewhere') ctx.status = 400;
      return undefined;
    },
  };
}

/** What the journeys need to know of an interaction, and no more. */
function present(details: Details): OpenInteraction {
  const {
    uid,
    step,
    reasons,
    clientId,
    application,
    redirectUri,
    loginHint,
    wantedAal,
    neededAal,
    sessionIdentityId,
    anew,
  } = details;
  const { returnTo, expiresAt, secondsLeft } = details;
  const { subjectIdentityId, delegationId } = details;
  const acting = delegationId && subjectIdentityId ? { identityId: subjectIdentityId, delegationId } : undefined;
  const session = sessionIdentityId === undefined ? undefined : { identityId: sessionIdentityId, acting };
  const stepUp = session !== undefined && step === 'login' && reasons.every((reason) => reason === 'aal');
  const to = { id: clientId, name: application?.name ?? BRAND };
  const home = application === undefined;
  const time = { expiresAt, secondsLeft };
  return {
    uid,
    step,
    application: to,
    home,
    own: application === undefined,
    redirectUri,
    returnTo,
    loginHint,
    aal: wantedAal,
    neededAal,
    session,
    stepUp,
    anew,
    ...time,
  };
}

type VisitorHandler = (ctx: RouteContext, visitor: Visitor) => Promise<void>;

/** Binds pages that belong to no journey to an interaction's address. */
export function interactionRoutes(router: Router<PageState>, deps: WalkDeps) {
  const bind =
    (handler: VisitorHandler) =>
    async (ctx: RouteContext): Promise<void> => {
      const interaction = await deps.open(ctx, ctx.params.uid!);
      if (!interaction) return;
      allowFormAction(ctx, [interaction.redirectUri]);
      const base = `/interaction/${interaction.uid}`;
      const { expiresAt: at, secondsLeft } = interaction;
      ctx.state.expiry = { at, secondsLeft, moreTime: `${base}/more-time`, ends: keepsUnsent(ctx) ? 'kept' : 'page' };
      await handler(ctx, {
        interaction,
        base,
        application: say(interaction.application.name, ctx.state.locale),
        go(path) {
          ctx.status = 303;
          ctx.redirect(path === '' ? base : `${base}/${path}`);
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
  deps: WalkDeps,
  journey: J,
  keep: { readonly name: string; readonly schema: ZodType<State>; readonly empty: State },
) {
  type Handler<N extends keyof J> = (ctx: RouteContext, walk: Walk<State, StateOf<J[N]>>) => Promise<void>;
  const routes = interactionRoutes(router, deps);

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
    /** @param more a part of the address after the step's own, for a second form on its page */
    take<N extends keyof J & string>(step: N, handler: Handler<N>, more = ''): void {
      const { path } = journey[step]!;
      routes.take(`${path}${more}`, bind(step, handler));
      // A reload, or another language, after an answer that was no redirect.
      if (more !== '') routes.show(`${path}${more}`, async (_ctx, { go }) => go(path));
    },
  };
}

/** Where a visit keeps what a journey knows of one interaction. */
export const stateKey = (journey: string, uid: string): string => `${journey}:${uid}`;
