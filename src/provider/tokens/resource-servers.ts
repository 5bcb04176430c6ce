import { type Client, type Configuration, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { Application } from '../../domain/records/index.js';
import type { ProviderDeps } from '../ports.js';
import type { StandaloneAudit } from './standalone-audit.js';

type Features = NonNullable<Configuration['features']>;
type ResourceDeps = Pick<ProviderDeps, 'applications'>;

/** Seconds. A JWT cannot be taken back, so it lives for less than an opaque token, which dies when it is looked up. */
const LIFE = { jwt: 300, opaque: 600 } as const;

/**
 * Resource indicators (RFC 8707), for what an application does in its own name (RFC 6749 §4.4) and for nothing else: a
 * citizen's consent is to what the portal learns and not to what others do for it. One audience for each token.
 */
export function resourceIndicators({ applications }: ResourceDeps): NonNullable<Features['resourceIndicators']> {
  return {
    enabled: true,
    defaultResource: async (ctx, client, oneOf) => {
      if (oneOf) throw new errors.InvalidTarget('one resource at a time');
      // Typed as if every token had one; for a citizen's there is none.
      if (!isOwnName(ctx)) return undefined as unknown as string;
      const calls = (await applications.find(client.clientId))?.calls ?? [];
      if (calls.length !== 1) throw new errors.InvalidTarget('resource is missing');
      return calls[0]!.resource;
    },
    getResourceServerInfo: async (ctx, resource, client) => {
      if (!isOwnName(ctx) || Array.isArray(ctx.oidc.params?.resource)) throw new errors.InvalidTarget();
      const caller = await applications.find(client.clientId);
      const call = caller?.calls.find((one) => one.resource === resource);
      const api = call && (await applications.findByResource(resource))?.api;
      if (!api) throw new errors.InvalidTarget();
      const scope = scopeOf(
        ctx,
        call.scopes.filter((one) => api.scopes.includes(one)),
      );
      return {
        scope,
        audience: resource,
        accessTokenFormat: api.token,
        accessTokenTTL: LIFE[api.token],
        jwt: { sign: { alg: api.alg } },
      } as ResourceServer;
    },
  };
}

function isOwnName({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.route === 'token' && oidc.params?.grant_type === 'client_credentials';
}

/** What was asked for, all of it permitted; everything permitted where nothing was asked for (RFC 6749 §3.3). */
function scopeOf({ oidc: { params } }: KoaContextWithOIDC, permitted: readonly string[]): string {
  const asked = params?.scope as string | undefined;
  for (const scope of asked?.split(' ') ?? []) {
    if (!permitted.includes(scope)) throw new errors.InvalidScope('requested scope is not allowed', scope);
  }
  const scope = asked ?? permitted.join(' ');
  params!.scope = scope || undefined;
  return scope;
}

/** What oidc-provider lets a token be asked about; its types do not show all of it. */
interface MachineToken {
  readonly kind: string;
  readonly clientId?: string | undefined;
  readonly aud?: string | readonly string[];
  readonly scope?: string;
}

/**
 * Who may introspect a token (RFC 7662 §4): the application that has it, and for a token made for an interface, the one
 * that offers it. Such a token is dead once its application is disabled or may no longer call there.
 */
export function mayIntrospect({ applications }: ResourceDeps): NonNullable<Features['introspection']>['allowedPolicy'] {
  return async (_ctx, client: Client, token: MachineToken) => {
    if (token.kind !== 'ClientCredentials') return token.clientId === client.clientId;
    const mayCall = (one: Application | undefined) => one?.calls.some(({ resource }) => resource === token.aud);
    if (!mayCall(await applications.find(token.clientId!))) return false;
    if (token.clientId === client.clientId) return true;
    return (await applications.find(client.clientId))?.resource === token.aud;
  };
}

/**
 * Writes down that an application got a token in its own name. Here because it is the one place that oidc-provider
 * passes before either format leaves: nothing stores a JWT.
 */
export function recordOwnToken({
  standaloneAudit,
}: {
  readonly standaloneAudit: StandaloneAudit;
}): NonNullable<Configuration['extraTokenClaims']> {
  return async (_ctx, token: MachineToken) => {
    if (token.kind !== 'ClientCredentials') return undefined;
    const { clientId, scope = '', aud } = token;
    const detail = { by: 'client_credentials', scope, resource: String(aud) };
    await standaloneAudit.write({ type: 'token.issued', actor: clientId!, applicationId: clientId!, detail });
    return undefined;
  };
}
