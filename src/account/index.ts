import type Router from '@koa/router';
import { FRESH_SECONDS } from '../domain/authenticators/index.js';
import type { House } from '../domain/house.js';
import type { CurrentSession, Interactions } from '../provider/interactions.js';
import { type Room, sectionsRouter } from '../sections/router.js';
import { accountPath } from '../ui/account-path.js';
import type { PageState } from '../ui/context.js';
import { seeOther } from '../ui/page/see-other.js';
import { ACCOUNT } from './account.messages.js';
import { authenticatorsSection } from './authenticators/authenticators.routes.js';
import { lostPages } from './authenticators/lost.pages.js';
import { outsidePages } from './authenticators/outside.pages.js';
import { passkeyPages } from './authenticators/passkey.pages.js';
import { passwordPages } from './authenticators/password.pages.js';
import { phonePages } from './authenticators/phone.pages.js';
import { recoveryPages } from './authenticators/recovery.pages.js';
import { totpPages } from './authenticators/totp.pages.js';
import { contactSection } from './contact/contact.routes.js';
import { CLOSING_PATH, isOpenWhileClosing } from './data/closing.pages.js';
import { dataSection } from './data/data.routes.js';
import { delegationSection } from './delegation/delegation.routes.js';
import { departmentsSection } from './departments/departments.routes.js';
import { familySection } from './family/family.routes.js';
import { historySection } from './history/history.routes.js';
import { overviewSection } from './overview/overview.routes.js';
import type { AccountSection } from './section.js';
import { sessionsSection } from './sessions/sessions.routes.js';
import { settingsSection } from './settings/settings.routes.js';
import { waitingPages } from './waiting.js';

export { screenPath } from './sessions/screen.pages.js';

/** The citizen's own pages, `/account` and below, as one router. The order is the navigation's. */
export function createAccount(house: House, interactions: Pick<Interactions, 'currentSession'>): Router<PageState> {
  const { passkeys } = house;
  const kinds = [
    ...(passkeys ? [passkeyPages({ passkeys })] : []),
    passwordPages(house),
    totpPages(house),
    phonePages(house),
    outsidePages(house),
    recoveryPages(house),
  ];
  const sections = [
    overviewSection(house),
    authenticatorsSection(house, kinds, [lostPages(house)]),
    contactSection(house),
    departmentsSection(house),
    delegationSection(house),
    familySection(house),
    sessionsSection(house),
    historySection(house),
    dataSection(house),
    settingsSection(house),
  ];
  const router = sectionsRouter(accountRoom(house, interactions, sections));
  // Where the list of consents stood: bookmarks and old pages lead on.
  router.all('/consents', (ctx) => {
    seeOther(ctx, '/account/departments');
  });
  return router;
}

/** Who is at the account's door, and what else every page of it does. */
function accountRoom(
  { recoveries, clock, authenticators }: Pick<House, 'authenticators' | 'clock' | 'recoveries'>,
  interactions: Pick<Interactions, 'currentSession'>,
  sections: readonly AccountSection[],
): Room<CurrentSession> {
  const waiting = waitingPages({ recoveries });
  return {
    root: '/account',
    navigation: ACCOUNT.navigation,
    notAtTerminal: ACCOUNT.notAtTerminal,
    sections,
    mount: waiting.mount,
    freshSeconds: FRESH_SECONDS,
    now: () => clock.now(),
    session: (ctx) => interactions.currentSession(ctx),
    strongest: (identityId) => authenticators.strongest(identityId),
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
