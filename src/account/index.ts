import Router from '@koa/router';
import { z } from 'zod';
import type { PageContext, PageState } from '../ui/context.js';
import { keepUnsentOf, takeUnsentOf } from '../ui/forms/unsent.js';
import { ACCOUNT } from './account.messages.js';
import { type AuthenticatorsDeps, authenticatorsSection } from './authenticators/authenticators.routes.js';
import { type LostPagesDeps, lostPages } from './authenticators/lost.pages.js';
import { type OutsidePagesDeps, outsidePages } from './authenticators/outside.pages.js';
import { type PasskeyPagesDeps, passkeyPages } from './authenticators/passkey.pages.js';
import { type PasswordPagesDeps, passwordPages } from './authenticators/password.pages.js';
import { phonePages } from './authenticators/phone.pages.js';
import { type RecoveryPagesDeps, recoveryPages } from './authenticators/recovery.pages.js';
import { type TotpPagesDeps, totpPages } from './authenticators/totp.pages.js';
import { type ContactDeps, contactSection } from './contact/contact.routes.js';
import { CLOSING_PATH, isOpenWhileClosing } from './data/closing.pages.js';
import { type DataPagesDeps, dataSection } from './data/data.routes.js';
import { type DelegationPagesDeps, delegationSection } from './delegation/delegation.routes.js';
import { type DepartmentPagesDeps, departmentsSection } from './departments/departments.routes.js';
import { type FamilyDeps, familySection } from './family/family.routes.js';
import { createGate, type GateDeps } from './gate.js';
import { type HistoryDeps, historySection } from './history/history.routes.js';
import { createTell } from './history/telling.js';
import { renderAccountPage } from './layout.js';
import { type OverviewDeps, overviewSection } from './overview/overview.routes.js';
import type { AccountContext, AccountHandler, AccountPages, AccountSection } from './section.js';
import { type SessionsDeps, sessionsSection } from './sessions/sessions.routes.js';
import { type SettingsDeps, settingsSection } from './settings/settings.routes.js';
import { type WaitingDeps, waitingPages } from './waiting.js';

export { screenPath } from './sessions/screen.pages.js';

export type AccountDeps = GateDeps &
  OverviewDeps &
  AuthenticatorsDeps &
  PasswordPagesDeps &
  TotpPagesDeps &
  RecoveryPagesDeps &
  ContactDeps &
  SettingsDeps &
  DepartmentPagesDeps &
  DelegationPagesDeps &
  Omit<FamilyDeps, 'tell'> &
  Partial<PasskeyPagesDeps> &
  LostPagesDeps &
  WaitingDeps &
  OutsidePagesDeps &
  SessionsDeps &
  HistoryDeps &
  DataPagesDeps;

/** The citizen's own pages, `/account` and below, as one router. The order is the navigation's. */
export function createAccount(deps: AccountDeps): Router<PageState> {
  const { passkeys } = deps;
  const kinds = [
    ...(passkeys ? [passkeyPages({ passkeys })] : []),
    passwordPages(deps),
    totpPages(deps),
    phonePages(deps),
    outsidePages(deps),
    recoveryPages(deps),
  ];
  return accountRouter(deps, [
    overviewSection(deps),
    authenticatorsSection(deps, kinds, [lostPages(deps)]),
    contactSection(deps),
    departmentsSection(deps),
    delegationSection(deps),
    familySection({ ...deps, tell: createTell(deps) }),
    sessionsSection(deps),
    historySection(deps),
    dataSection(deps),
    settingsSection(deps),
  ]);
}

const SAID = 'account-said';
const text = z.object({ zh: z.string(), en: z.string() });

/** What is asked for beside a fresh login. */
interface Door {
  /** Enough although a stronger login may be possible. */
  readonly level?: 2;
  readonly ownDevice?: boolean;
}

function accountRouter(deps: GateDeps & WaitingDeps, sections: readonly AccountSection[]): Router<PageState> {
  const router = new Router<PageState>();
  const gate = createGate(deps);

  const waiting = waitingPages(deps);

  /** Where whoever logs in on the way comes back to: the page itself, or the one whose form was sent. */
  function pageOf({ method, url, path }: PageContext): string {
    let page = path;
    while (page !== '/account' && !router.match(page, 'GET').route) page = page.slice(0, page.lastIndexOf('/'));
    return method === 'GET' ? url : page;
  }

  const guarded =
    (handler: AccountHandler, fresh: boolean, { level, ownDevice }: Door) =>
    async (ctx: PageContext) => {
      const page = pageOf(ctx);
      const session = await gate.requireSession(ctx, page);
      if (!session) return;
      if (ownDevice && ctx.state.terminal) return pages.done(ctx, '/account', ACCOUNT.notAtTerminal);
      if (fresh && !(await gate.requireFresh(ctx, session, page, level))) {
        if (ctx.method === 'POST') await keepUnsentOf(session.identityId, ctx, page);
        return;
      }
      if (session.closesAt && !isOpenWhileClosing(ctx.path)) {
        ctx.status = 303;
        return ctx.redirect(CLOSING_PATH);
      }
      await waiting.look(ctx, session.identityId);
      const { visit } = ctx.state;
      if (ctx.method === 'GET') {
        const said = await visit.take(SAID, text);
        if (said) ctx.state.said = said;
        const unsent = await takeUnsentOf(session.identityId, ctx);
        if (unsent) ctx.state.unsent = unsent;
      }
      await handler(ctx as AccountContext, { identityId: session.identityId, session });
    };
  const binder = (fresh: boolean, door: Door = {}): Pick<AccountPages, 'show' | 'take'> => ({
    show: (path, handler) => void router.get(path, guarded(handler, fresh, door)),
    take: (path, handler) => void router.post(path, guarded(handler, fresh, door)),
  });
  const pages: AccountPages = {
    ...binder(false),
    fresh: binder(true),
    ownDevice: binder(true, { ownDevice: true }),
    twoFactors: binder(true, { level: 2 }),
    page: (ctx, view, options) => renderAccountPage(ctx, sections, view, { ...options, waiting: waiting.seen(ctx) }),
    async done(ctx, path, said) {
      await ctx.state.visit.set(SAID, said);
      ctx.status = 303;
      ctx.redirect(path);
    },
  };
  for (const section of sections) section.mount(pages);
  waiting.mount(pages);
  // Where the list of consents stood: bookmarks and old pages lead on.
  router.all('/consents', (ctx) => {
    ctx.status = 303;
    ctx.redirect('/account/departments');
  });
  return router;
}
