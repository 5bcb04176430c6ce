import type Router from '@koa/router';
import { z } from 'zod';
import type { ConsentPage, ConsentQuestion } from '../../domain/consents/index.js';
import type { ApplicationAndDepartment } from '../../domain/departments/index.js';
import type { House } from '../../domain/house.js';
import type { Identities } from '../../domain/identities/index.js';
import type { Interactions } from '../../provider/interactions.js';
import type { PageContext, PageState } from '../../ui/context.js';
import { readForm } from '../../ui/forms/forms.js';
import { renderPage } from '../../ui/page/page.js';
import { interactionRoutes, type Visitor } from '../walk.js';
import { CONSENT } from './consent.messages.js';
import { ConsentView } from './consent.views.js';
import { maskedValues } from './masked-values.js';

/** One request on the consent page: what the citizen is asked, by whom. */
interface Asked extends Visitor {
  readonly asking: ApplicationAndDepartment;
  readonly question: ConsentQuestion;
}

const answerForm = z.object({ digest: z.string().max(64), claims: z.array(z.string().max(64)).max(20) });

/** The consent page, `/interaction/:uid/consent`. Refusing it is the interaction's `/abort`. */
export function consentRoutes(
  router: Router<PageState>,
  deps: Pick<House, 'applications' | 'consents' | 'identities'> & {
    readonly interactions: Pick<Interactions, 'details' | 'finishConsent'>;
  },
): void {
  const { interactions, consents, applications, identities } = deps;
  const { show, take } = interactionRoutes(router, interactions);

  show('consent', async (ctx, visitor) => {
    const asked = await ask(visitor);
    return asked ? showOrFinish(ctx, asked, false) : visitor.go('');
  });

  take('consent', async (ctx, visitor) => {
    const asked = await ask(visitor);
    if (!asked) return visitor.go('');
    const read = readForm(ctx, answerForm);
    if (!read.ok) return showOrFinish(ctx, asked, true);
    const { digest, claims: chosen } = read.value;
    const { uid, delegationId, sessionIdentityId } = visitor.interaction;
    const actorId = delegationId && sessionIdentityId;
    const { outcome } = await consents.give({ ...asked.question, digest, chosen, locale: ctx.state.locale, actorId });
    if (outcome === 'changed') return showOrFinish(ctx, asked, true);
    await interactions.finishConsent(ctx, uid);
  });

  /** What this request is about; undefined where nothing is asked now. */
  async function ask(visitor: Visitor): Promise<Asked | undefined> {
    const { application, subjectIdentityId, requested, reasons, step } = visitor.interaction;
    if (step !== 'consent' || !application || subjectIdentityId === undefined) return undefined;
    const identity = await identities.find(subjectIdentityId);
    const asking = await applications.findWithDepartment(application.id);
    if (!identity || !asking) return undefined;
    const promptedByApplication = reasons.includes('consent_prompt');
    const question = { identity, application: asking.application, requested, promptedByApplication };
    return { ...visitor, asking, question };
  }

  /** Shows the page; or goes on where another tab has answered the same question meanwhile. */
  async function showOrFinish(ctx: PageContext, asked: Asked, changed: boolean): Promise<void> {
    const due = await consents.due(asked.question);
    if (due.due) return present(ctx, asked, due, changed);
    await interactions.finishConsent(ctx, asked.interaction.uid);
  }

  async function present(ctx: PageContext, asked: Asked, page: ConsentPage, changed: boolean): Promise<void> {
    const { asking, base, application, question, interaction } = asked;
    const reveal: Identities['reveal'] = (id, fields) => identities.reveal(id, fields);
    const values = await maskedValues(reveal, question.identity.id, page.items);
    const acting = interaction.delegationId !== undefined;
    const view = <ConsentView {...{ base, asking, page, values, changed, acting }} />;
    renderPage(ctx, view, { title: CONSENT.title, values: { application }, status: changed ? 409 : 200 });
  }
}
