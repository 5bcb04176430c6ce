import { Router } from '@koa/router';
import { z } from 'zod';
import type { Consent, Consents } from '../../domain/consents/index.js';
import type { Applications } from '../../domain/departments/index.js';
import type { CurrentSession, Interactions } from '../../provider/interactions.js';
import type { Clock } from '../../shared/clock.js';
import type { Text } from '../../shared/text.js';
import type { PageContext, PageState } from '../../ui/context.js';
import { readForm } from '../../ui/forms.js';
import { renderPage } from '../../ui/page.js';
import { sessionExpiry } from '../../ui/session-expiry.js';
import { CONSENT } from './consent.messages.js';
import { type ConsentRow, MyConsents } from './my-consents.views.js';

export interface MyConsentsDeps {
  readonly interactions: Pick<Interactions, 'currentSession'>;
  readonly consents: Pick<Consents, 'ofIdentity' | 'withdraw'>;
  readonly applications: Pick<Applications, 'load'>;
  readonly clock: Clock;
}

const withdrawForm = z.object({ application: z.string().max(64) });

/** `/consents`: everything the citizen agreed to, each with a way to take it back. */
export function createMyConsents(deps: MyConsentsDeps): Router<PageState> {
  const { interactions, consents, applications, clock } = deps;
  const router = new Router<PageState>();

  router.get('/consents', async (ctx) => {
    const session = await interactions.currentSession(ctx);
    if (!session) return signInFirst(ctx);
    await show(ctx, session);
  });

  router.post('/consents', async (ctx) => {
    const session = await interactions.currentSession(ctx);
    if (!session) return signInFirst(ctx);
    const read = readForm(ctx, withdrawForm);
    const { identityId } = session;
    if (!read.ok) return show(ctx, session);
    const applicationId = read.value.application;
    const { outcome } = await consents.withdraw({ identityId, applicationId, actor: identityId });
    await show(ctx, session, outcome === 'withdrawn' ? await nameOf(applicationId) : undefined);
  });

  async function show(ctx: PageContext, session: CurrentSession, withdrawn?: Text): Promise<void> {
    ctx.state.expiry = sessionExpiry(session);
    const all = await consents.ofIdentity(session.identityId);
    const rows = await Promise.all(all.map(rowOf));
    const newestFirst = rows.toSorted((a, b) => b.consent.givenAt.getTime() - a.consent.givenAt.getTime());
    renderPage(ctx, <MyConsents rows={newestFirst} withdrawn={withdrawn} />, { title: CONSENT.mineTitle });
  }

  async function rowOf(consent: Consent): Promise<ConsentRow> {
    const state = consent.withdrawnAt ? 'withdrawn' : clock.now() < consent.expiresAt ? 'current' : 'expired';
    return { consent, state, name: await nameOf(consent.applicationId) };
  }

  /** A disabled application keeps its name: what was agreed with it stays on record. */
  async function nameOf(applicationId: string): Promise<Text> {
    return (await applications.load(applicationId))?.name ?? { zh: applicationId, en: applicationId };
  }

  return router;
}

function signInFirst(ctx: PageContext): void {
  ctx.status = 303;
  ctx.redirect('/sign-in');
}
