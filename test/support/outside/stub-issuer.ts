import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

/**
 * An OpenID provider of a few lines, to show relying parties whatever a real one never would: each test changes what it
 * says. It logs everybody in as one person and asks nothing.
 */
export interface StubIssuer {
  readonly url: string;
  /** Over the ID token's own claims. */
  idToken: JWTPayload;
  userinfo: Record<string, unknown>;
  /** Instead of a code. */
  authorizationError: string | undefined;
  /** Instead of tokens. */
  tokenError: string | undefined;
  /** The last authorization request and token request. */
  readonly seen: { authorize?: URLSearchParams; token?: URLSearchParams; tokenHeaders?: IncomingMessage['headers'] };
  sign(payload: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>;
  close(): Promise<void>;
}

export async function startStubIssuer(alg: 'ES256' | 'RS256'): Promise<StubIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'stub', alg, use: 'sig' };
  const codes = new Map<string, URLSearchParams>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const issuer: StubIssuer = {
    url,
    idToken: {},
    userinfo: { sub: 'subject-1' },
    authorizationError: undefined,
    tokenError: undefined,
    seen: {},
    sign: (payload, header) =>
      new SignJWT(payload).setProtectedHeader({ alg, kid: 'stub', ...header }).sign(privateKey),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, url);
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration') return void json(200, discovery(url, alg));
    if (pathname === '/jwks') return void json(200, { keys: [jwk] });
    if (pathname === '/userinfo') return void json(200, issuer.userinfo);
    if (pathname === '/authorize') {
      issuer.seen.authorize = searchParams;
      const back = new URL(searchParams.get('redirect_uri')!);
      const code = `code-${codes.size}`;
      codes.set(code, searchParams);
      const result = issuer.authorizationError ? { error: issuer.authorizationError } : { code };
      const parameters = { ...result, state: searchParams.get('state')!, iss: url };
      for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
      return void response.writeHead(303, { location: back.href }).end();
    }
    if (pathname === '/token') {
      const body = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString());
      issuer.seen.token = body;
      issuer.seen.tokenHeaders = request.headers;
      if (issuer.tokenError) return void json(400, { error: issuer.tokenError });
      return void json(200, await tokens(codes.get(body.get('code')!)!));
    }
    response.writeHead(404).end();
  }

  async function tokens(asked: URLSearchParams) {
    const now = Math.floor(Date.now() / 1000);
    const idToken = await issuer.sign({
      iss: url,
      sub: 'subject-1',
      aud: asked.get('client_id')!,
      iat: now,
      exp: now + 300,
      nonce: asked.get('nonce')!,
      acr: 'urn:yihao:aal:2',
      amr: ['pwd', 'otp', 'mfa'],
      auth_time: now,
      sid: 'sid-1',
      ...issuer.idToken,
    });
    return { access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: idToken };
  }

  return issuer;
}

function discovery(url: string, alg: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/userinfo`,
    jwks_uri: `${url}/jwks`,
    end_session_endpoint: `${url}/logout`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: [alg],
    authorization_response_iss_parameter_supported: true,
  };
}
