import type { Text } from '../../shared/text.js';
import type { PageContext } from '../../ui/context.js';
import { renderPage } from '../../ui/page/page.js';
import type { LoginWalk } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { NoWayPage } from './login.views.js';

const WORDS = {
  inactive: { title: LOGIN.unavailableTitle, lead: LOGIN.unavailableLead },
  factor: { title: LOGIN.factorMissingTitle, lead: LOGIN.factorMissingLead },
  passkey: { title: LOGIN.passkeyMissingTitle, lead: LOGIN.passkeyMissingLead },
};

/**
 * Tells a holder who has proven the password, or has a session, that there is no way in: `passkey` where only that would
 * do, which they can add by themselves.
 * @param more why there is no factor, where one says so
 */
export function noWay(ctx: PageContext, walk: LoginWalk, why: keyof typeof WORDS, more?: Text): void {
  const { base, application } = walk;
  const { title, lead } = WORDS[why];
  const view = <NoWayPage base={base} application={application} why={why} title={title} lead={more ?? lead} />;
  renderPage(ctx, view, { title, status: 403 });
}
