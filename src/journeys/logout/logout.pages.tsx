import type { ParameterizedContext } from 'koa';
import type { ApplicationAndDepartment } from '../../domain/departments/index.js';
import type { House } from '../../domain/house.js';
import { maskName } from '../../domain/identities/index.js';
import type { Application } from '../../domain/records/index.js';
import { say } from '../../shared/text.js';
import { type PageContext, TERMINAL_START } from '../../ui/context.js';
import { renderPage } from '../../ui/page/page.js';
import { seeOther } from '../../ui/page/see-other.js';
import { LOGOUT } from './logout.messages.js';
import { LoggedOutView, LogoutView } from './logout.views.js';

/** What is known of a logout that waits for the citizen's answer. */
export interface LogoutRequest {
  /** Where the answer is posted, with `xsrf` and, for everywhere, `logout=yes`. */
  readonly action: string;
  readonly xsrf: string;
  /** The portal that asks; undefined from Yihao's own pages. */
  readonly application: Application | undefined;
  readonly sessionUid: string;
  readonly identityId: string;
}

/** The pages that the provider's logout asks for. Its host lets their forms end at the portal (CSP `form-action`). */
export interface LogoutPages {
  logout(ctx: ParameterizedContext, request: LogoutRequest): Promise<void>;
  /** @param application the portal that was left alone; undefined after a logout everywhere */
  loggedOut(ctx: ParameterizedContext, application: Application | undefined): void;
}

export function createLogoutPages(deps: Pick<House, 'applications' | 'identities' | 'sessions'>): LogoutPages {
  const { sessions, applications, identities } = deps;

  async function logout(context: ParameterizedContext, request: LogoutRequest): Promise<void> {
    const ctx = context as PageContext;
    const { application, action, xsrf, identityId, sessionUid } = request;
    const [others, person] = await Promise.all([
      liveBeside(sessionUid, application?.id),
      identities.reveal(identityId, ['name']),
    ]);
    const name = maskName(person.name ?? '');
    const view = <LogoutView action={action} xsrf={xsrf} from={application} others={others} name={name} />;
    renderPage(ctx, view, { title: LOGOUT.title });
  }

  function loggedOut(context: ParameterizedContext, application: Application | undefined): void {
    const ctx = context as PageContext;
    if (ctx.state.terminal && !application) {
      seeOther(ctx, TERMINAL_START);
      return;
    }
    const view = <LoggedOutView stillSignedIn={application?.name} />;
    const values = { application: application ? say(application.name, ctx.state.locale) : '' };
    renderPage(ctx, view, { title: application ? LOGOUT.doneHereTitle : LOGOUT.doneTitle, values });
  }

  /** The portals that are logged in through this session, without the one that asks. */
  async function liveBeside(sessionUid: string, asking: string | undefined) {
    const live = await sessions.liveApplications(sessionUid);
    const found = await Promise.all(
      live
        .filter(({ applicationId }) => applicationId !== asking)
        .map(({ applicationId }) => applications.findWithDepartment(applicationId)),
    );
    return found.filter((one): one is ApplicationAndDepartment => one !== undefined);
  }

  return { logout, loggedOut };
}
