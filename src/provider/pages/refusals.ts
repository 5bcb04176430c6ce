import type Provider from 'oidc-provider';
import type { errors, KoaContextWithOIDC } from 'oidc-provider';
import type { PortalRefusal } from '../ports.js';

/** Where oidc-provider refuses what a portal asked; each emits an event of this name. */
const REFUSALS = [
  'authorization.error',
  'pushed_authorization_request.error',
  'grant.error',
  'userinfo.error',
  'introspection.error',
  'revocation.error',
  'end_session.error',
] as const;

/** Answers that are a part of life, and no mistake of the portal. */
const ORDINARY = new Set(['access_denied', 'login_required', 'consent_required', 'interaction_required']);

const MAXIMUM_DETAIL = 200;

/**
 * Tells why a portal's request was refused. What the portal reads is vague on purpose ("grant request is invalid");
 * whoever helps its developer needs the reason, found by the request's number.
 */
export function tellRefusals(provider: Provider, tell: (refusal: PortalRefusal) => void): void {
  for (const event of REFUSALS) {
    provider.on(event as 'grant.error', (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError) => {
      if (ORDINARY.has(error.error)) return;
      const application = ctx.oidc?.client?.clientId;
      tell({
        at: event.slice(0, -'.error'.length),
        requestId: String(ctx.state?.requestId ?? ''),
        error: error.error,
        detail: detailOf(error).slice(0, MAXIMUM_DETAIL),
        ...(application !== undefined && { application }),
      });
    });
  }
}

/** Library sentences only: a SyntaxError quotes the text that it could not read, and that can be anybody's. */
function detailOf(error: errors.OIDCProviderError): string {
  if (error.cause instanceof SyntaxError) return error.error_description ?? 'not readable';
  return error.error_detail ?? error.error_description ?? error.message;
}
