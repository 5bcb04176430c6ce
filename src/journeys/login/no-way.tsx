import type { Text } from '../../shared/text.js';
import type { PageContext } from '../../ui/context.js';
import { renderPage } from '../../ui/page.js';
import type { LoginWalk } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { NoWayPage } from './login.views.js';

/**
 * Tells a holder who has proven the password that there is no way in.
 * @param more why there is no factor, where one says so
 */
export function noWay(ctx: PageContext, walk: LoginWalk, why: 'inactive' | 'factor', more?: Text): void {
  const { base, application } = walk;
  const inactive = why === 'inactive';
  const title = inactive ? LOGIN.unavailableTitle : LOGIN.factorMissingTitle;
  const lead = inactive ? LOGIN.unavailableLead : (more ?? LOGIN.factorMissingLead);
  renderPage(ctx, <NoWayPage base={base} application={application} title={title} lead={lead} recover={!inactive} />, {
    title,
    status: 403,
  });
}
