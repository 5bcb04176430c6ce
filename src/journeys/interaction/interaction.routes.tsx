import type Router from '@koa/router';
import { z } from 'zod';
import type { House } from '../../domain/house.js';
import { maskName } from '../../domain/identities/index.js';
import type { Interactions } from '../../provider/interactions.js';
import { beijingDate } from '../../shared/beijing-time.js';
import type { PageContext, PageState } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import { answerMoreTime } from '../../ui/page/expiry.js';
import { renderPage } from '../../ui/page/page.js';
import { interactionRoutes as bindTo, stateKey, type Visitor } from '../walk.js';
import { INTERACTION } from './interaction.messages.js';
import { ClosingPage, ContinuePage, ForWhomPage } from './interaction.views.js';

/** Oneself, another account, or a delegation. */
const continueForm = z.object({ as: z.string().min(1).max(64) });
const continueTexts = { as: { required: INTERACTION.forWhomMissing, invalid: INTERACTION.forWhomMissing } };

/** Where an interaction begins and where it is left: `/interaction/:uid`, `/closing`, `/continue`, `/abort`. */
export function interactionRoutes(
  router: Router<PageState>,
  deps: Pick<House, 'closings' | 'identities'> & {
    readonly interactions: Pick<
      Interactions,
      'details' | 'principals' | 'finishContinue' | 'finishClosing' | 'abort' | 'prolong' | 'anySession'
    >;
  },
): void {
  const { show, take } = bindTo(router, deps.interactions);

  show('', async (_ctx, { interaction, go }) => go(interaction.step));

  const nameOf = async (identityId: string): Promise<string> =>
    maskName((await deps.identities.reveal(identityId, ['name'])).name ?? '');

  async function page(ctx: PageContext, { interaction, base, application }: Visitor, form: FormState = {}) {
    const { sessionIdentityId, subjectIdentityId, delegationId } = interaction;
    const acting = delegationId !== undefined;
    const principals = await deps.interactions.principals(ctx, interaction.uid);
    const name = await nameOf(sessionIdentityId!);
    if (!acting && principals.length === 0) {
      const view = <ContinuePage base={base} application={application} name={name} />;
      return renderPage(ctx, view, { title: INTERACTION.continueTitle, values: { name } });
    }
    const named = await Promise.all(
      principals.map(async (one) => ({ delegationId: one.delegationId, name: await nameOf(one.identityId) })),
    );
    const isNamed = principals.some((one) => one.delegationId === delegationId);
    const why = interaction.application === undefined ? INTERACTION.ownOnly : INTERACTION.notNamed;
    const stranded = acting && !isNamed ? { name: await nameOf(subjectIdentityId!), why } : undefined;
    const props = { base, application, name, principals: named, stranded };
    renderPage(ctx, <ForWhomPage {...props} />, {
      title: named.length > 0 ? INTERACTION.forWhomTitle : INTERACTION.myselfTitle,
      form,
    });
  }

  show('continue', async (ctx, visitor) => {
    const { interaction, go } = visitor;
    if (interaction.step !== 'continue' || !interaction.sessionIdentityId) return go('');
    await page(ctx, visitor);
  });

  take('continue', async (ctx, visitor) => {
    const { interaction, go } = visitor;
    if (interaction.step !== 'continue' || !interaction.sessionIdentityId) return go('');
    const read = readForm(ctx, continueForm, continueTexts);
    if (!read.ok) return page(ctx, visitor, read);
    const { as } = read.value;
    if (as === 'other') {
      // The login page is let know that the session's holder stepped aside.
      await ctx.state.visit.set(stateKey('login', interaction.uid), { other: true });
      return go('login');
    }
    const went = await deps.interactions.finishContinue(ctx, interaction.uid, as === 'me' ? undefined : as);
    if (!went) await page(ctx, visitor, rejectForm(ctx, { field: 'as', text: INTERACTION.notAny }));
  });

  // Whoever asked for their account to be closed says first whether to keep it.
  show('closing', async (ctx, { interaction, base, application, go }) => {
    const closesAt = interaction.step === 'closing' && (await deps.interactions.anySession(ctx))?.closesAt;
    if (!closesAt) return go('');
    const values = { day: beijingDate(closesAt, ctx.state.locale) };
    const view = <ClosingPage base={base} application={application} day={values.day} />;
    renderPage(ctx, view, { title: INTERACTION.closingTitle, values });
  });

  take('closing', async (ctx, { interaction, go }) => {
    if (interaction.step !== 'closing' || !interaction.sessionIdentityId) return go('');
    await deps.closings.keep(interaction.sessionIdentityId);
    await deps.interactions.finishClosing(ctx, interaction.uid);
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

  take('abort', async (ctx, { interaction }) =>
    deps.interactions.abort(ctx, interaction.uid, ctx.state.form.get('unmet') === 'yes' ? 'unmet' : 'denied'),
  );
}
