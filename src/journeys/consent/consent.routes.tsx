import { Router } from '@koa/router';
import { z } from 'zod';
import type { ConsentPage, ConsentQuestion, Consents } from '../../domain/consents/index.js';
import type { ApplicationAndDepartment, Applications } from '../../domain/departments/index.js';
import type { Identities } from '../../domain/identities/index.js';
import type { Interactions, OpenInteraction } from '../../provider/interactions.js';
import { say } from '../../shared/text.js';
import { allowFormAction, type PageContext, type PageState } from '../../ui/context.js';
import { readForm } from '../../ui/forms.js';
import { renderPage } from '../../ui/page.js';
import { renderExpired } from '../../ui/trouble.js';
import { CONSENT } from './consent.messages.js';
import { ConsentView } from './consent.views.js';
import { maskedValues } from './masked-values.js';

export interface ConsentRoutesDeps {
  readonly interactions: Pick<Interactions, 'details' | 'finishConsent'>;
  readonly consents: Pick<Consents, 'due' | 'give'>;
  readonly applications: Pick<Applications, 'findWithDepartment'>;
  readonly identities: Pick<Identities, 'find' | 'reveal'>;
}

type RouteContext = PageContext & { params: Record<string, string> };

/** One request on the consent page: what the citizen is asked, by whom. */
interface Asked {
  readonly interaction: OpenInteraction;
  readonly base: string;
  readonly asking: ApplicationAndDepartment;
  readonly question: ConsentQuestion;
}

const answerForm = z.object({
  digest: z.string().max(64),
  claims: z.array(z.string().max(64)).max(20),
});

/** The consent page, `/interaction/:uid/consent`. Refusing it is the interaction's `/abort`. */
export function createConsentJourney(deps: ConsentRoutesDeps): Router<PageState> {
  const { interactions, consents, identities } = deps;
  const router = new Router<PageState>();

  router.get('/interaction/:uid/consent', async (ctx) => {
    const asked = await ask(ctx as RouteContext);
    if (asked) await showOrFinish(ctx, asked, false);
  });

  router.post('/interaction/:uid/consent', async (ctx) => {
    const asked = await ask(ctx as RouteContext);
    if (!asked) return;
    const read = readForm(ctx, answerForm);
    if (!read.ok) return showOrFinish(ctx, asked, true);
    const { digest, claims: chosen } = read.value;
    const { locale } = ctx.state;
    const actorId = asked.interaction.delegationId && asked.interaction.sessionIdentityId;
    const { outcome } = await consents.give({ ...asked.question, digest, chosen, locale, actorId });
    if (outcome === 'given') return interactions.finishConsent(ctx, asked.interaction.uid);
    await showOrFinish(ctx, asked, true);
  });

  /** What this request is about; undefined where it was answered otherwise. */
  async function ask(ctx: RouteContext): Promise<Asked | undefined> {
    const uid = ctx.params.uid!;
    const interaction = await interactions.details(ctx, uid);
    if (interaction.outcome !== 'open') {
      const portal = interaction.application;
      renderExpired(ctx, portal && { href: portal.homeUri, name: portal.name });
      // Opened in another browser: there is nothing here that could expire.
      if (interaction.outcome === 'elsewhere') ctx.status = 400;
      return undefined;
    }
    allowFormAction(ctx, [interaction.redirectUri]);
    const { application, subjectIdentityId, requested, step } = interaction;
    const identity = subjectIdentityId === undefined ? undefined : await identities.find(subjectIdentityId);
    const asking = application && (await deps.applications.findWithDepartment(application.id));
    const base = `/interaction/${interaction.uid}`;
    if (step !== 'consent' || !identity || !asking) {
      ctx.status = 303;
      ctx.redirect(base);
      return undefined;
    }
    const { expiresAt: at, secondsLeft } = interaction;
    ctx.state.expiry = { at, secondsLeft, moreTime: `${base}/more-time`, ends: 'page' };
    const promptedByApplication = interaction.reasons.includes('consent_prompt');
    const question = { identity, application: asking.application, requested, promptedByApplication };
    return { interaction, base, asking, question };
  }

  /** Shows the page; or goes on where another tab has answered the same question meanwhile. */
  async function showOrFinish(ctx: PageContext, asked: Asked, changed: boolean): Promise<void> {
    const due = await consents.due(asked.question);
    if (due.due) return show(ctx, asked, due, changed);
    await interactions.finishConsent(ctx, asked.interaction.uid);
  }

  async function show(ctx: PageContext, asked: Asked, page: ConsentPage, changed: boolean): Promise<void> {
    const { asking, base, question, interaction } = asked;
    const reveal: Identities['reveal'] = (id, fields) => identities.reveal(id, fields);
    const values = await maskedValues(reveal, question.identity.id, page.items);
    const application = say(asking.application.name, ctx.state.locale);
    const acting = interaction.delegationId !== undefined;
    const props = { base, asking, page, values, changed, acting };
    const view = <ConsentView {...props} />;
    renderPage(ctx, view, { title: CONSENT.title, values: { application }, status: changed ? 409 : 200 });
  }

  return router;
}
