import { importJWK } from 'jose';
import * as oidc from 'openid-client';
import type { PortalDefinition } from './definition.js';
import type { Login, PendingLogin } from './sessions.js';
import type { PortalSettings } from './settings.js';

/** A login that Yihao confirmed, but not as strong as this portal needs. */
export class TooWeak extends Error {}

/** This portal as an OpenID Connect relying party: everything it says to Yihao. */
export class RelyingParty {
  readonly #settings: PortalSettings;
  readonly #definition: PortalDefinition;
  #configuration: Promise<oidc.Configuration> | undefined;

  constructor(settings: PortalSettings, definition: PortalDefinition) {
    this.#settings = settings;
    this.#definition = definition;
  }

  /** Yihao's discovery document and our credential; asked for once, and again only after a failure. */
  configuration(): Promise<oidc.Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = undefined;
      throw error;
    });
    return this.#configuration;
  }

  /** Where to send the citizen, and what to remember until they are back. */
  async startLogin(locale: string): Promise<{ url: URL; state: string; pending: PendingLogin }> {
    const configuration = await this.configuration();
    const { scope, claims, minimumAal } = this.#definition;
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    const codeVerifier = oidc.randomPKCECodeVerifier();
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: `${this.#settings.baseUrl}/callback`,
      scope,
      claims: JSON.stringify(claims),
      acr_values: `urn:yihao:aal:${minimumAal}`,
      ui_locales: locale,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, state, pending: { nonce, codeVerifier, startedAt: Date.now() } };
  }

  /**
   * Turns the code into a login: openid-client checks `state`, `iss`, `nonce`, PKCE, the ID token's signature, audience
   * and times, and that the userinfo speaks of the same `sub`.
   * @param search the query of the address Yihao sent the citizen back to
   */
  async finishLogin(search: string, state: string, pending: PendingLogin): Promise<Login> {
    const configuration = await this.configuration();
    const here = new URL(`${this.#settings.baseUrl}/callback${search}`);
    const tokens = await oidc.authorizationCodeGrant(configuration, here, {
      expectedState: state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.codeVerifier,
    });
    const idToken = tokens.claims()!;
    // `acr_values` is a wish (OpenID Connect Core §3.1.2.1): whoever depends on it reads what was really done.
    if (levelOf(idToken.acr) < this.#definition.minimumAal) throw new TooWeak();
    const userinfo = await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub);
    return {
      sub: idToken.sub,
      sid: typeof idToken.sid === 'string' ? idToken.sid : undefined,
      idToken: tokens.id_token!,
      claims: { ...idToken, ...userinfo },
    };
  }

  /** Where to send a citizen who signs out everywhere (OpenID Connect RP-Initiated Logout 1.0). */
  async endSessionUrl(idToken: string, state: string, locale: string): Promise<URL> {
    return oidc.buildEndSessionUrl(await this.configuration(), {
      id_token_hint: idToken,
      post_logout_redirect_uri: `${this.#settings.baseUrl}/signed-out`,
      state,
      ui_locales: locale,
    });
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, credential } = this.#settings;
    const authentication =
      'secret' in credential
        ? oidc.ClientSecretBasic(credential.secret)
        : oidc.PrivateKeyJwt(await privateKey(credential.privateJwk));
    const { idTokenAlg } = this.#definition;
    const execute = [oidc.enableNonRepudiationChecks];
    // Plain http is for a developer's own machine; over https this line does nothing.
    if (issuer.protocol === 'http:') execute.unshift(oidc.allowInsecureRequests);
    const metadata = { id_token_signed_response_alg: idTokenAlg };
    return oidc.discovery(issuer, clientId, metadata, authentication, { execute, timeout: 5 });
  }
}

async function privateKey(jwk: Readonly<Record<string, unknown>>): Promise<oidc.PrivateKey> {
  const key = (await importJWK(jwk, 'ES256')) as oidc.CryptoKey;
  return { key, kid: String(jwk.kid) };
}

/** 2 for `urn:yihao:aal:2`; 0 where there is none. */
function levelOf(acr: unknown): number {
  return Number(/^urn:yihao:aal:(\d)$/.exec(String(acr))?.[1] ?? 0);
}
