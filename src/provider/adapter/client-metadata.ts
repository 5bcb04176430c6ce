import type { AdapterPayload } from 'oidc-provider';
import { permissionNameOf } from '../../domain/departments/index.js';
import type { Application } from '../../domain/records/index.js';
import { SCOPE_CLAIMS } from '../claims/catalogue.js';

/** The metadata property that carries the department, for the pairwise subject. Not an OAuth name. */
export const DEPARTMENT = 'department_id';
/** The metadata property that says whom client assertions may be for. Not an OAuth name either. */
export const ASSERTION_AUDIENCE = 'assertion_audience';

/**
 * An application as OpenID Connect client metadata. Nothing here is ever answered to anyone.
 * `client_secret` holds the SHA-256 digest of the secret: `compareClientSecret` is overridden to match.
 */
export function clientMetadata(application: Application): AdapterPayload {
  return {
    client_id: application.id,
    client_name: application.name.en,
    redirect_uris: [...application.redirectUris],
    post_logout_redirect_uris: [...application.postLogoutRedirectUris],
    ...grantsOf(application),
    token_endpoint_auth_method: application.authentication,
    id_token_signed_response_alg: application.idTokenAlg,
    subject_type: 'pairwise',
    // Departments share one subject, so the sector is the department; it is never fetched.
    sector_identifier_uri: `https://${encodeURIComponent(application.departmentId)}.sector.invalid/`,
    pkce: application.pkce,
    require_pushed_authorization_requests: application.pushedRequests === 'required',
    [ASSERTION_AUDIENCE]: application.assertionAudience,
    scope: scopesOf(application).join(' '),
    [DEPARTMENT]: application.departmentId,
    ...(application.secretDigest === null ? {} : { client_secret: application.secretDigest }),
    ...(application.jwks === null ? {} : { jwks: { keys: [...application.jwks.keys] } }),
    ...(application.backchannelLogoutUri === null
      ? {}
      : { backchannel_logout_uri: application.backchannelLogoutUri, backchannel_logout_session_required: true }),
  } as AdapterPayload;
}

/** Those for citizens where it has an address to send them to; its own where there is an interface that it may call. */
function grantsOf({ redirectUris, calls }: Application) {
  const forCitizens = redirectUris.length > 0 ? ['authorization_code', 'refresh_token'] : [];
  const own = calls.length > 0 ? ['client_credentials'] : [];
  return { response_types: redirectUris.length > 0 ? ['code'] : [], grant_types: [...forCitizens, ...own] };
}

/** The scopes an application may ask for: those of which it is permitted at least one claim. */
function scopesOf(application: Application): readonly string[] {
  const permitted = new Set(application.claims.map(({ claim }) => claim));
  const scopes = [...SCOPE_CLAIMS]
    .filter(([, claims]) => claims.some((claim) => permitted.has(permissionNameOf(claim))))
    .map(([scope]) => scope);
  return ['openid', 'offline_access', ...scopes];
}
