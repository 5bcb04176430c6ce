import { Router } from '@koa/router';
import { z } from 'zod';
import { FRESH_SECONDS } from '../../domain/authenticators/index.js';
import { DEPARTMENT_LEVELS, type HomeService } from '../../domain/departments/index.js';
import type { Aal, DepartmentLevel } from '../../domain/records/index.js';
import { acrOf, type SessionEnd } from '../../provider/interactions.js';
import { accountPath } from '../../ui/account-path.js';
import type { PageContext, PageState } from '../../ui/context.js';
import type { FieldError } from '../../ui/forms/form-state.js';
import { answerMoreTime } from '../../ui/page/expiry.js';
import { renderPage } from '../../ui/page/page.js';
import { seeOther } from '../../ui/page/see-other.js';
import { STAY, sessionExpiry } from '../../ui/page/session-expiry.js';
import { SIMULATED_REGISTRY } from '../../ui/ui.messages.js';
import { HOME_TITLE, SEARCH_TOO_LONG } from './home.messages.js';
import { HomeView } from './home.views.js';
import { HELP_SECTIONS, HELP_TITLE, PRIVACY_SECTIONS, PRIVACY_TITLE } from './information.messages.js';
import { InformationView } from './information.views.js';
import { findServices, type ServiceQuery } from './services.js';

export interface HomeDeps {
  /** The public origin; logins begun here come back to its root. */
  issuer: string;
  /** The built-in application on whose behalf a login is begun here. */
  clientId: string;
  applications: { listForHome(): Promise<readonly HomeService[]> };
  /**
   * Who is logged in in this browser, with the name masked as pages show it; `acting`: it is the name of somebody for
   * whom they act. Asking is use of the session.
   */
  visitor(
    ctx: PageContext,
  ): Promise<{ readonly maskedName: string; readonly acting?: boolean; readonly session: SessionEnd } | undefined>;
  /** The strongest login that whoever is logged in here can make; undefined where nobody is. */
  strongest(ctx: PageContext): Promise<Aal | undefined>;
  /** Whether the population registry is a simulation: the pages then say so. */
  simulated: boolean;
}

/** Seconds less than the page will accept, so that nobody is sent to and fro by two clocks. */
const FRESH_MARGIN = 30;

const QUERY_CHARACTERS = 64;

// A search address is passed around and edited by hand: whatever does not fit is left out rather than refused.
const search = z.object({
  q: z.string().trim().catch(''),
  level: z
    .enum(DEPARTMENT_LEVELS as readonly [DepartmentLevel, ...DepartmentLevel[]])
    .optional()
    .catch(undefined),
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional()
    .catch(undefined),
});

/** The citizen's first page, the ways into login and registration, and the pages to read. */
export function homeRouter(deps: HomeDeps): Router<PageState> {
  const { issuer, clientId, applications, visitor, simulated } = deps;
  const router = new Router<PageState>();
  const notice = simulated ? SIMULATED_REGISTRY : undefined;

  router.get('/', async (ctx) => {
    // A login begun here comes back with an authorization response (RFC 9207): the citizen's address bar need not show it.
    if (ctx.query.iss !== undefined) {
      // Who turned back is not led to what asked for the login: it would ask again.
      return seeOther(ctx, (ctx.query.error === undefined && accountPath(ctx.query.state)) || '/');
    }
    const { q, level, region } = search.parse(ctx.query);
    const [services, who] = await Promise.all([applications.listForHome(), visitor(ctx)]);
    if (who) ctx.state.expiry = sessionExpiry(who.session);
    const tooLong = [...q].length > QUERY_CHARACTERS;
    const errors: FieldError[] = tooLong ? [{ field: 'q', text: SEARCH_TOO_LONG }] : [];
    const query: ServiceQuery = { words: q, level, region };
    const found = tooLong ? [] : findServices(services, query);
    const props = { name: who?.maskedName, acting: who?.acting === true, services, found, query };
    const view = <HomeView {...props} />;
    renderPage(ctx, view, { title: HOME_TITLE, width: 'wide', notice, form: { errors } });
  });

  // Asked for by the script of a page, which stays where it is. Whoever is not logged in any more is told so.
  router.post(STAY, async (ctx) => {
    const who = await visitor(ctx);
    const expiry = who && sessionExpiry(who.session);
    if (expiry) answerMoreTime(ctx, expiry);
    else ctx.status = 410;
  });

  router.get('/sign-in', async (ctx) => {
    const to = accountPath(ctx.query.to);
    const fresh = ctx.query.fresh === '1' || ctx.query.again === '1' ? await freshLogin(ctx) : {};
    // However young the login is: for someone who wants to make it in another way.
    const again = ctx.query.again === '1';
    begin(ctx, { ...(to && { state: to }), ...fresh, ...(again && { prompt: 'login' }) });
  });
  // OpenID Connect Prompt Create 1.0.
  router.get('/register', async (ctx) => begin(ctx, { prompt: 'create' }));

  router.get('/help', async (ctx) => {
    renderPage(ctx, <InformationView title={HELP_TITLE} sections={HELP_SECTIONS} />, { title: HELP_TITLE });
  });
  router.get('/privacy', async (ctx) => {
    renderPage(ctx, <InformationView title={PRIVACY_TITLE} sections={PRIVACY_SECTIONS} />, { title: PRIVACY_TITLE });
  });

  /**
   * A login as strong as can be, minutes old at most: what is missing of it is asked for. `acr_values` is a wish only,
   * since `response_type=none` goes with no `claims`; the page that asked looks at what came of it.
   */
  async function freshLogin(ctx: PageContext): Promise<Record<string, string>> {
    const strongest = await deps.strongest(ctx);
    // Whoever lost what makes them strongest is asked for as much as the page needs.
    const level = strongest && (ctx.query.level === '2' ? Math.min(strongest, 2) : strongest);
    return level ? { max_age: String(FRESH_SECONDS - FRESH_MARGIN), acr_values: acrOf(level as Aal) } : {};
  }

  /** An ordinary authorization request, so that every login is an interaction of the provider's, home's too. */
  function begin(ctx: PageContext, more: Record<string, string>): void {
    const address = new URL('/authorize', issuer);
    const redirect = new URL('/', issuer).href;
    const request = { client_id: clientId, response_type: 'none', scope: 'openid', redirect_uri: redirect, ...more };
    address.search = new URLSearchParams({ ...request, ui_locales: ctx.state.locale }).toString();
    seeOther(ctx, address.href);
  }

  return router;
}
