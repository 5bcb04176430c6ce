import type Router from '@koa/router';
import { z } from 'zod';
import { maskName, type PersonalField } from '../../domain/identities/index.js';
import type { PageContext, PageState } from '../../ui/context.js';
import { readForm } from '../../ui/forms.js';
import { renderPage } from '../../ui/page.js';
import { interactionRoutes as bindTo, type OpenInteraction, type WalkDeps } from '../walk.js';
import { INTERACTION } from './interaction.messages.js';
import { ContinuePage } from './interaction.views.js';

export interface InteractionRoutesDeps {
  readonly walk: WalkDeps;
  reveal(identityId: string, fields: readonly PersonalField[]): Promise<Partial<Record<PersonalField, string>>>;
  /** Resumes with the session as it is. */
  finishContinue(ctx: PageContext): Promise<void>;
  /** Sends the browser back to the portal with `access_denied`. */
  abort(ctx: PageContext): Promise<void>;
  /** Lets the login page know that the session's holder stepped aside. */
  chooseOther(ctx: PageContext, uid: string): Promise<void>;
}

const continueForm = z.object({ as: z.enum(['me', 'other']) });

/** Where an interaction begins and where it is left: `/interaction/:uid`, `/continue`, `/abort`. */
export function interactionRoutes(router: Router<PageState>, deps: InteractionRoutesDeps): void {
  const { show, take } = bindTo(router, deps.walk);

  show('', async (_ctx, { interaction, go }) => go(firstPage(interaction)));

  show('continue', async (ctx, { interaction, base, application, go }) => {
    const { session } = interaction;
    if (interaction.prompt !== 'continue' || !session) return go('');
    const { name = '' } = await deps.reveal(session.identityId, ['name']);
    const values = { name: maskName(name) };
    const view = <ContinuePage base={base} application={application} name={values.name} />;
    renderPage(ctx, view, { title: INTERACTION.continueTitle, values });
  });

  take('continue', async (ctx, { interaction, go }) => {
    const read = readForm(ctx, continueForm);
    if (interaction.prompt !== 'continue' || !interaction.session || !read.ok) return go('');
    if (read.value.as === 'me') return deps.finishContinue(ctx);
    await deps.chooseOther(ctx, interaction.uid);
    go('login');
  });

  take('abort', async (ctx) => deps.abort(ctx));
}

/** What the provider waits for, as a page. */
function firstPage({ prompt, create }: OpenInteraction): string {
  if (prompt === 'consent' || prompt === 'continue') return prompt;
  return create ? 'register' : 'login';
}
