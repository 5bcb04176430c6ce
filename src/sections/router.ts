import Router from '@koa/router';
import type { VNode } from 'preact';
import type { Text } from '../shared/text.js';
import type { PageContext, PageState } from '../ui/context.js';
import { keepSaidTo, keepUnsentOf, takeSaidTo, takeUnsentOf } from '../ui/forms/unsent.js';
import { seeOther } from '../ui/page/see-other.js';
import type { Door } from './door.js';
import { createGate, type GateKeeper } from './gate.js';
import { renderSectionPage } from './layout.js';
import type { Holder, Section, SectionContext, SectionHandler, SectionPages, SectionSession } from './section.js';

/** A room made of sections: the account, the staff's console, the departments' portal. */
export interface Room<Session extends SectionSession> extends Omit<GateKeeper<Session>, 'notAtTerminal'> {
  /** What every address of it begins with, and its first page: `/account`. */
  readonly root: string;
  /** Names the navigation. */
  readonly navigation: Text;
  /** Said where something may not be done at a public terminal. */
  readonly notAtTerminal: Text;
  /** In the navigation's order. */
  readonly sections: readonly Section<Session>[];
  /** Pages of no section. */
  mount?(pages: SectionPages<Session>): void;
  /** Looks at a request that the gate let in. @returns an address it must go to instead */
  beforePage?(ctx: PageContext, holder: Holder<Session>): Promise<string | undefined>;
  /** Stands above every page's view. */
  banner?(ctx: PageContext): VNode | undefined;
}

/** A room's pages as one router. */
export function sectionsRouter<Session extends SectionSession>(room: Room<Session>): Router<PageState> {
  const { root, sections } = room;
  const router = new Router<PageState>();
  /** Who a request is of, once the gate has let it in. */
  const holders = new WeakMap<PageContext, string>();

  async function say(ctx: PageContext, identityId: string, path: string, words: Text): Promise<void> {
    await keepSaidTo(identityId, ctx.state.visit, words);
    seeOther(ctx, path);
  }

  const notAtTerminal = (ctx: PageContext, identityId: string) => say(ctx, identityId, root, room.notAtTerminal);
  const gate = createGate({ ...room, notAtTerminal });

  /** Where whoever logs in on the way comes back to: the page itself, or the one whose form was sent. */
  function pageOf({ method, url, path }: PageContext): string {
    let page = path;
    while (page !== root && !router.match(page, 'GET').route) page = page.slice(0, page.lastIndexOf('/'));
    return method === 'GET' ? url : page;
  }

  const guarded = (door: Door, handler: SectionHandler<Session>) => async (ctx: PageContext) => {
    const page = pageOf(ctx);
    const holder = await gate(ctx, door, page, async ({ identityId }) => {
      if (ctx.method === 'POST') await keepUnsentOf(identityId, ctx, page);
    });
    if (!holder) return;
    const instead = await room.beforePage?.(ctx, holder);
    if (instead !== undefined) return seeOther(ctx, instead);
    holders.set(ctx, holder.identityId);
    if (ctx.method === 'GET') {
      ctx.state.said = await takeSaidTo(holder.identityId, ctx.state.visit);
      ctx.state.unsent = await takeUnsentOf(holder.identityId, ctx);
    }
    await handler(ctx as SectionContext, holder);
  };
  const pages: SectionPages<Session> = {
    show: (path, door, handler) => void router.get(path, guarded(door, handler)),
    take: (path, door, handler) => void router.post(path, guarded(door, handler)),
    page: (ctx, view, options) =>
      renderSectionPage(ctx, { sections, navigation: room.navigation, banner: room.banner?.(ctx) }, view, options),
    done: (ctx, path, words) => say(ctx, holders.get(ctx)!, path, words),
  };
  for (const section of sections) section.mount(pages);
  room.mount?.(pages);
  return router;
}
