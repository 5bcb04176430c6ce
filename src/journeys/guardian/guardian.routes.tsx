import type Router from '@koa/router';
import type { House } from '../../domain/house.js';
import type { Interactions } from '../../provider/interactions.js';
import type { PageState } from '../../ui/context.js';
import { rejectForm } from '../../ui/forms/forms.js';
import { renderPage } from '../../ui/page/page.js';
import { interactionRoutes, type RouteContext, type Visitor } from '../walk.js';
import { GUARDIAN } from './guardian.messages.js';
import { GuardianAsked, GuardianNeeded } from './guardian.views.js';

/**
 * `/interaction/:uid/guardian`: someone younger than 14 has come from a portal, and no guardian has agreed. The way out
 * is the interaction's `/abort`, which tells the portal `access_denied`; or onwards, once a guardian has. At a login into
 * Yihao itself the page asks for a guardian where none is named, and lets the child go on.
 */
export function guardianRoutes(
  router: Router<PageState>,
  deps: Pick<House, 'guardians' | 'identities'> & {
    readonly interactions: Pick<Interactions, 'details' | 'finishGuardian'>;
  },
): void {
  const { guardians, identities, interactions } = deps;
  const { show, take } = interactionRoutes(router, interactions);

  show('guardian', (ctx, visitor) => enter(ctx, visitor, false));
  take('guardian', (ctx, visitor) => enter(ctx, visitor, true));

  /** @param looking the child says that a guardian has agreed, or goes on without */
  async function enter(ctx: RouteContext, visitor: Visitor, looking: boolean): Promise<void> {
    const { interaction, base, application, go } = visitor;
    const { uid, step, sessionIdentityId } = interaction;
    const identity = sessionIdentityId === undefined ? undefined : await identities.find(sessionIdentityId);
    if (step !== 'guardian' || !identity) return go('');
    // Into Yihao itself everybody may: there the page only asks.
    const home = interaction.application === undefined;
    const on = (home && looking) || (await guardians.mayRelease(identity));
    if (on) return interactions.finishGuardian(ctx, uid);
    const mine = await guardians.ofWard(identity.id);
    const view = home ? (
      <GuardianAsked base={base} guardians={mine} />
    ) : (
      <GuardianNeeded base={base} application={application} guardians={mine} />
    );
    const form = looking ? rejectForm(ctx, { field: '', text: GUARDIAN.still }) : {};
    renderPage(ctx, view, { title: GUARDIAN.title, form, status: 200 });
  }
}
