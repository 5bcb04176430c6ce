import type Router from '@koa/router';
import { z } from 'zod';
import { maskName, type PersonalField } from '../../domain/identities/index.js';
import type { Interactions } from '../../provider/interactions.js';
import type { PageContext, PageState } from '../../ui/context.js';
import { answerMoreTime } from '../../ui/expiry.js';
import { readForm } from '../../ui/forms.js';
import { renderPage } from '../../ui/page.js';
import { interactionRoutes as bindTo, type WalkDeps } from '../walk.js';
import { INTERACTION } from './interaction.messages.js';
import { ContinuePage } from './interaction.views.js';

export interface InteractionRoutesDeps {
  readonly walk: WalkDeps;
  reveal(identityId: string, fields: readonly PersonalField[]): Promise<Partial<Record<PersonalField, string>>>;
  readonly interactions: Pick<Interactions, 'finishContinue' | 'abort' | 'prolong'>;
  /** Lets the login page know that the session's holder stepped aside. */
  chooseOther(ctx: PageContext, uid: string): Promise<void>;
}

const continueForm = z.object({ as: z.enum(['me', 'other']) });

/** Where an interaction begins and where it is left: `/interaction/:uid`, `/continue`, `/abort`. */
export function interactionRoutes(router: Router<PageState>, deps: InteractionRoutesDeps): void {
  const { show, take } = bindTo(router, deps.walk);

  show('', async (_ctx, { interaction, go }) => go(interaction.step));

  show('continue', async (ctx, { interaction, base, application, go }) => {
    const { session } = interaction;
    if (interaction.step !== 'continue' || !session) return go('');
    const { name = '' } = await deps.reveal(session.identityId, ['name']);
    const values = { name: maskName(name) };
    const view = <ContinuePage base={base} application={application} name={values.name} />;
    renderPage(ctx, view, { title: INTERACTION.continueTitle, values });
  });

  take('continue', async (ctx, { interaction, go }) => {
    const read = readForm(ctx, continueForm);
    if (interaction.step !== 'continue' || !interaction.session || !read.ok) return go('');
    if (read.value.as === 'me') return deps.interactions.finishContinue(ctx, interaction.uid);
    await deps.chooseOther(ctx, interaction.uid);
    go('login');
  });

  show('more-time', async (_ctx, { go }) => go(''));

  // Asked for by the script of the page, which stays where it is with all that was typed.
  take('more-time', async (ctx, { interaction, base }) => {
    const until = (await deps.interactions.prolong(ctx, interaction.uid)) ?? interaction.expiresAt;
    await ctx.state.visit.keep();
    const more = Math.round((until.getTime() - interaction.expiresAt.getTime()) / 1000);
    const ends = ctx.state.form.get('ends') === 'kept' ? 'kept' : 'page';
    const moreTime = `${base}/more-time`;
    answerMoreTime(ctx, { at: until, secondsLeft: interaction.secondsLeft + more, moreTime, ends });
  });

  // Someone who reloads the answer of a form that came too late.
  show('abort', async (_ctx, { go }) => go(''));

  take('abort', async (ctx, { interaction }) => deps.interactions.abort(ctx, interaction.uid));
}
