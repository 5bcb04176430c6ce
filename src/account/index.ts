import type Router from '@koa/router';
import { type Authenticators, FRESH_SECONDS } from '../domain/authenticators/index.js';
import type { CurrentSession, Interactions } from '../provider/interactions.js';
import { type Room, sectionsRouter } from '../sections/router.js';
import type { Clock } from '../shared/clock.js';
import { accountPath } from '../ui/account-path.js';
import type { PageState } from '../ui/context.js';
import { seeOther } from '../ui/page/see-other.js';
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
import { type HistoryDeps, historySection } from './history/history.routes.js';
import { createTell } from './history/telling.js';
import { type OverviewDeps, overviewSection } from './overview/overview.routes.js';
import type { AccountSection } from './section.js';
import { type SessionsDeps, sessionsSection } from './sessions/sessions.routes.js';
import { type SettingsDeps, settingsSection } from './settings/settings.routes.js';
import { type WaitingDeps, waitingPages } from './waiting.js';

export { screenPath } from './sessions/screen.pages.js';

interface DoorDeps {
  readonly interactions: Pick<Interactions, 'currentSession'>;
  readonly authenticators: Pick<Authenticators, 'strongest'>;
  readonly clock: Clock;
}

export type AccountDeps = DoorDeps &
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
  const sections = [
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
  ];
  const router = sectionsRouter(accountRoom(deps, sections));
  // Where the list of consents stood: bookmarks and old pages lead on.
  router.all('/consents', (ctx) => {
    seeOther(ctx, '/account/departments');
  });
  return router;
}

/** Who is at the account's door, and what else every page of it does. */
function accountRoom(deps: AccountDeps, sections: readonly AccountSection[]): Room<CurrentSession> {
  const waiting = waitingPages(deps);
  return {
    root: '/account',
    navigation: ACCOUNT.navigation,
    notAtTerminal: ACCOUNT.notAtTerminal,
    sections,
    mount: waiting.mount,
    freshSeconds: FRESH_SECONDS,
    now: () => deps.clock.now(),
    session: (ctx) => deps.interactions.currentSession(ctx),
    strongest: (identityId) => deps.authenticators.strongest(identityId),
    signIn(page, more) {
      // A query that no page of ours has is left behind.
      const to = accountPath(page) ?? accountPath(page.split('?')[0]) ?? '/account';
      return `/sign-in?${new URLSearchParams({ to, ...more })}`;
    },
    async beforePage(ctx, { identityId, session }) {
      if (session.closesAt && !isOpenWhileClosing(ctx.path)) return CLOSING_PATH;
      await waiting.look(ctx, identityId);
      return undefined;
    },
    banner: waiting.banner,
  };
}
