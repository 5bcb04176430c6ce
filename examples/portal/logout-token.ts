import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

export interface LogoutTokenOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly alg: string;
  readonly jwksUri: URL;
}

/** Checks logout tokens as OpenID Connect Back-Channel Logout 1.0 §2.6 asks; each works once. */
export class LogoutTokens {
  readonly #options: LogoutTokenOptions;
  readonly #keys: JWTVerifyGetKey;
  /** `jti` → when it may be forgotten. */
  readonly #seen = new Map<string, number>();

  constructor(options: LogoutTokenOptions) {
    this.#options = options;
    this.#keys = createRemoteJWKSet(options.jwksUri, { timeoutDuration: 2000 });
  }

  /**
   * @returns whose session ended
   * @throws Error where the token is not a fresh, first-seen logout token of our issuer for us
   */
  async verify(token: string): Promise<{ sid: string | undefined; sub: string | undefined }> {
    const { issuer, clientId, alg } = this.#options;
    const { payload } = await jwtVerify(token, this.#keys, {
      issuer,
      audience: clientId,
      algorithms: [alg],
      typ: 'logout+jwt',
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
      maxTokenAge: '5m',
      clockTolerance: 10,
    });
    const events = payload.events;
    if (typeof events !== 'object' || events === null || !(EVENT in events)) throw new Error('not a logout event');
    if ('nonce' in payload) throw new Error('a logout token has no nonce');
    const sid = typeof payload.sid === 'string' ? payload.sid : undefined;
    if (sid === undefined && payload.sub === undefined) throw new Error('it names neither sid nor sub');
    this.#spend(String(payload.jti), payload.exp!);
    return { sid, sub: payload.sub };
  }

  #spend(jti: string, exp: number): void {
    const now = Date.now();
    for (const [old, until] of this.#seen) if (until < now) this.#seen.delete(old);
    if (this.#seen.has(jti)) throw new Error('seen before');
    this.#seen.set(jti, (exp + 60) * 1000);
  }
}
