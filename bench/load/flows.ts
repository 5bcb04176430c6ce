import { createHash, randomBytes } from 'node:crypto';
import { basic, type LiveSession, type Person, type Side } from '../sides/side.js';
import { APIS, type Client } from './clients.js';
import type { Browser } from './http.js';

/** Something a citizen or a portal does; `n` counts on over all rounds. */
export type Operation = (side: Side, n: number) => Promise<void>;

const random = (): string => randomBytes(32).toString('base64url');

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
}

/** The whole code flow with PKCE: to the portal's address and on to the token endpoint. */
async function codeFlow(side: Side, browser: Browser, client: Client, person?: Person): Promise<Tokens> {
  const verifier = random();
  const request = new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: client.scope,
    state: random(),
    nonce: random(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(person && { login_hint: person.login, ...client.asks }),
  });
  const path = `${side.service.authorize}?${request}`;
  const back = await browser.walk(path, client.redirectUri, (action) => side.service.fill(action, person));
  const code = back.searchParams.get('code');
  if (!code) throw new Error(`no code: ${back.searchParams}`);
  const form = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri, code_verifier: verifier };
  return token(side, client, form);
}

async function token(side: Side, client: Client, grant: Record<string, string>): Promise<Tokens> {
  const form = client.secret === undefined ? { ...grant, client_id: client.id } : grant;
  const answer = await side.http.send(side.service.token, { method: 'POST', headers: basic(client), form });
  if (answer.status !== 200) throw new Error(`token endpoint: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Tokens;
}

async function logIn(side: Side, client: Client): Promise<LiveSession> {
  const person = side.nextPerson();
  const browser = side.browserOf(person);
  const tokens = await codeFlow(side, browser, client, person);
  if (!tokens.id_token) throw new Error('no ID token');
  return {
    browser,
    accessToken: tokens.access_token,
    since: performance.now(),
    ...(tokens.refresh_token && { refreshToken: tokens.refresh_token }),
  };
}

/** Someone logs in with a password on a known device, and the portal gets its tokens. */
export const login: Operation = async (side) => {
  side.sessions.push(await logIn(side, side.clients.web));
};

/** As `login`, at the portal that learns nothing. */
export const plainLogin: Operation = async (side) => {
  side.plainSessions.push(await logIn(side, side.clients.plain));
};

/** As `login`, at a public client that gets a refresh token. */
export const mobileLogin: Operation = async (side) => {
  const session = await logIn(side, side.clients.mobile);
  if (!session.refreshToken) throw new Error('no refresh token');
  side.mobileSessions.push(session);
};

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** Uses the session that was used longest ago, and no other operation does meanwhile; one that fails is done with. */
async function withSession(sessions: LiveSession[], use: (session: LiveSession) => Promise<void>): Promise<void> {
  const session = sessions.shift();
  if (!session) throw new Error('no session is left');
  await use(session);
  sessions.push(session);
}

/** Someone who is logged in comes to the portal again. */
export const singleSignOn: Operation = (side) =>
  withSession(side.sessions, async (session) => {
    session.accessToken = (await codeFlow(side, session.browser, side.clients.web)).access_token;
    session.since = performance.now();
  });

export const refresh: Operation = (side) =>
  withSession(side.mobileSessions, async (session) => {
    const before = session.refreshToken!;
    const tokens = await token(side, side.clients.mobile, { grant_type: 'refresh_token', refresh_token: before });
    if (!tokens.refresh_token || tokens.refresh_token === before) throw new Error('the refresh token did not rotate');
    session.refreshToken = tokens.refresh_token;
  });

async function userinfoOf(side: Side, { accessToken }: LiveSession): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await side.http.send(side.service.userinfo, { headers });
  if (answer.status !== 200) throw new Error(`userinfo: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Record<string, unknown>;
}

export const userinfo: Operation = async (side, n) => {
  const claims = await userinfoOf(side, pick(side.plainSessions, n));
  if (typeof claims.sub !== 'string') throw new Error('userinfo: no sub');
};

export const userinfoWithClaims: Operation = async (side, n) => {
  const claims = await userinfoOf(side, side.sessions.at(-1 - (n % Math.min(side.sessions.length, 500)))!);
  if (typeof claims.name !== 'string') throw new Error('userinfo: no name');
};

export const introspection: Operation = async (side, n) => {
  const { plain } = side.clients;
  const form = { token: pick(side.plainSessions, n).accessToken };
  const answer = await side.http.send(side.service.introspect, { method: 'POST', headers: basic(plain), form });
  if (!answer.body.includes('"active":true')) throw new Error(`introspection: ${answer.status} ${answer.body}`);
};

export const discovery: Operation = async (side, n) => {
  const path = n % 2 === 0 ? '/.well-known/openid-configuration' : side.service.jwks;
  const answer = await side.http.send(path);
  if (answer.status !== 200 || answer.body.length < 100) throw new Error(`discovery: ${answer.status}`);
};

async function clientCredentials(side: Side, more: Record<string, string>): Promise<string> {
  const form = { grant_type: 'client_credentials', ...more };
  return (await token(side, side.clients.plain, form)).access_token;
}

export const clientCredentialsOpaque: Operation = async (side) => {
  await clientCredentials(side, { resource: APIS.opaque });
};

export const clientCredentialsJwt: Operation = async (side) => {
  const accessToken = await clientCredentials(side, { resource: APIS.jwt });
  if (accessToken.split('.').length !== 3) throw new Error('not a JWT');
};
