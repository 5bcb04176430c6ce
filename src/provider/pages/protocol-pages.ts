import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Application } from '../../domain/records/index.js';
import { AppError } from '../../shared/errors.js';
import { originOf } from '../adapter/index.js';
import { personsOf } from '../persons.js';
import type { ProviderDeps } from '../ports.js';

type PageDeps = Pick<ProviderDeps, 'pages' | 'applications'>;

/** Errors that cannot be sent to a portal become a page; with the way back to the portal where it is known. */
export function createErrorRenderer(deps: PageDeps): NonNullable<Configuration['renderError']> {
  return async (ctx, out, cause) => {
    const entry = cause instanceof AppError ? cause.entry : undefined;
    if (entry?.retryAfter) ctx.set('Retry-After', String(entry.retryAfter));
    await deps.pages.error(ctx, {
      error: entry?.oauth ?? out.error,
      description: entry ? undefined : out.error_description,
      status: entry?.status ?? ctx.status,
      expired: cause instanceof errors.SessionNotFound,
      application: await applicationOf(deps, ctx).catch(() => undefined),
      cause,
    });
    ctx.status = entry?.status ?? ctx.status;
  };
}

async function applicationOf(deps: PageDeps, ctx: KoaContextWithOIDC): Promise<Application | undefined> {
  const { uid } = (ctx.params ?? {}) as { uid?: string };
  const id = ctx.oidc.client?.clientId ?? (uid && (await originOf(ctx.oidc.provider, uid)));
  return id ? deps.applications.find(id) : undefined;
}

type LogoutFeature = NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>;

export function createLogoutRenderer(deps: PageDeps): NonNullable<LogoutFeature['logoutSource']> {
  return async (ctx) => {
    const { session, client, params } = ctx.oidc;
    const returnTo = params?.post_logout_redirect_uri;
    await deps.pages.logout(ctx, {
      action: ctx.oidc.urlFor('end_session_confirm'),
      xsrf: String(session?.state?.secret),
      application: client && (await deps.applications.find(client.clientId)),
      sessionUid: session!.uid,
      identityId: personsOf(session!.accountId!).personId,
      returnTo: typeof returnTo === 'string' ? returnTo : undefined,
      uiLocales: String(params?.ui_locales ?? '')
        .split(' ')
        .filter(Boolean),
    });
  };
}

export function createLoggedOutRenderer(deps: PageDeps): NonNullable<LogoutFeature['postLogoutSuccessSource']> {
  return async (ctx) => {
    const { client } = ctx.oidc;
    await deps.pages.loggedOut(ctx, client && (await deps.applications.find(client.clientId)));
  };
}
