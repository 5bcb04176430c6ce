import type { AdapterPayload } from 'oidc-provider';

/**
 * The built-in application through which a citizen enters Yihao itself, so that every login is an interaction. It gets
 * no code and no token (`response_type=none`, OAuth 2.0 Multiple Response Type Encoding Practices §4) and asks nothing.
 */
export const HOME_CLIENT_ID = 'yihao-home';

/** Where the browser returns to after logging in from Yihao's own pages. */
export const homeRedirectUri = (issuer: string): string => `${issuer}/`;

export function homeMetadata(issuer: string): AdapterPayload {
  return {
    client_id: HOME_CLIENT_ID,
    redirect_uris: [homeRedirectUri(issuer)],
    response_types: ['none'],
    grant_types: [],
    token_endpoint_auth_method: 'none',
    scope: 'openid',
    sector_identifier_uri: 'https://home.sector.invalid/',
  };
}
