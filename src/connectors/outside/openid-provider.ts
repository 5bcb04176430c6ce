import { importJWK, type JWK } from 'jose';
import * as client from 'openid-client';
import type { OutsideAnswer, OutsideProvider, OutsideQuestion } from '../../domain/authenticators/index.js';
import type { Text } from '../../shared/text.js';
import type { ProviderDeps } from './provider-deps.js';
import type { OpenIdSettings } from './settings.js';
import { isOutOfReach, troubleOf } from './trouble.js';

/** Milliseconds for which what was discovered is relied on. */
const DISCOVERED_MS = 3600_000;
/** Seconds; the egress client ends a wait before. */
const TIMEOUT = 10;

/**
 * Another OpenID provider, through openid-client: PKCE, state, nonce, `iss` (RFC 9207), and the ID token's signature,
 * issuer, audience and times. Only its subject is looked at.
 */
export class OpenIdProvider implements OutsideProvider {
  readonly id: string;
  readonly name: Text;
  readonly #settings: OpenIdSettings;
  readonly #deps: ProviderDeps;
  #known: { readonly configuration: client.Configuration; readonly until: number } | undefined;

  constructor(settings: OpenIdSettings, deps: ProviderDeps) {
    this.id = settings.id;
    this.name = settings.name;
    this.#settings = settings;
    this.#deps = deps;
  }

  async begin({ state, nonce, verifier, redirectUri }: OutsideQuestion): Promise<string | undefined> {
    const { scopes, parameters } = this.#settings;
    try {
      return client.buildAuthorizationUrl(await this.#configuration(), {
        ...parameters,
        scope: scopes.join(' '),
        redirect_uri: redirectUri,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).href;
    } catch (error) {
      this.#deps.onTrouble({ provider: this.id, ...troubleOf(error) });
      return undefined;
    }
  }

  async read(question: OutsideQuestion, answer: URLSearchParams): Promise<OutsideAnswer> {
    const { state, nonce, verifier, redirectUri } = question;
    try {
      const configuration = await this.#configuration();
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(configuration, new URL(`${redirectUri}?${answer}`), checks);
      const subject = tokens.claims()?.[this.#settings.subject];
      const { issuer } = configuration.serverMetadata();
      if (typeof subject === 'string' && subject !== '') return { outcome: 'account', issuer, subject };
      this.#deps.onTrouble({ provider: this.id, reason: 'no_subject' });
      return { outcome: 'refused' };
    } catch (error) {
      const trouble = troubleOf(error);
      // Whoever turned back there is no trouble.
      if (trouble.reason !== 'access_denied') this.#deps.onTrouble({ provider: this.id, ...trouble });
      return { outcome: isOutOfReach(error) ? 'unavailable' : 'refused' };
    }
  }

  async #configuration(): Promise<client.Configuration> {
    const now = this.#deps.clock.now().getTime();
    if (this.#known && this.#known.until > now) return this.#known.configuration;
    const { issuer, clientId, idTokenAlgorithm } = this.#settings;
    const configuration = await client.discovery(
      new URL(issuer),
      clientId,
      { id_token_signed_response_alg: idTokenAlgorithm },
      await this.#authentication(),
      {
        [client.customFetch]: this.#deps.fetch as client.CustomFetch,
        timeout: TIMEOUT,
        execute: [
          // It is the egress client that decides who may be asked over plain http: nobody but a named private origin.
          ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
          // The ID token's signature counts, not only the connection that brought it.
          client.enableNonRepudiationChecks,
        ],
      },
    );
    this.#known = { configuration, until: now + DISCOVERED_MS };
    return configuration;
  }

  async #authentication(): Promise<client.ClientAuth> {
    const { clientSecret = '', authentication, privateKey } = this.#settings;
    if (privateKey) {
      const key = (await importJWK(privateKey as JWK, privateKey.alg)) as CryptoKey;
      return client.PrivateKeyJwt({ key, kid: privateKey.kid });
    }
    const method = authentication === 'client_secret_post' ? client.ClientSecretPost : client.ClientSecretBasic;
    return method(clientSecret);
  }
}
