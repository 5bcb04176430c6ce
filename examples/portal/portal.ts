import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Koa, { type Context } from 'koa';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import type { Locale, PortalColours, PortalDefinition } from './definition.js';
import { readForm } from './form.js';
import { LogoutTokens } from './logout-token.js';
import { AccountPage, FrontPage, type PageProps, page, SignedOutPage, TroublePage } from './pages.js';
import { PORTAL, PORTAL_TROUBLES, type PortalTrouble } from './portal.messages.js';
import { RelyingParty, TooWeak } from './relying-party.js';
import { type PortalSession, PortalSessions } from './sessions.js';
import type { PortalSettings } from './settings.js';

const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');
const STYLES = read('portal.css');
/** Copies of the files in docs/guides/login-button, as every portal keeps them. */
const BUTTON = { styles: read('yihao-button.css'), mark: read('yihao-mark.svg') };
const PENDING_MILLISECONDS = 60 * 60_000;
const PENDING_AT_ONCE = 5;

/** One department's portal as a Koa application. */
export function createPortal(
  definition: PortalDefinition,
  settings: PortalSettings,
  log: (line: string) => void = console.error,
): Koa {
  const app = new Koa();
  const secure = settings.baseUrl.startsWith('https:');
  const { key } = definition;
  const cookies = { session: `${key}.session`, language: `${key}.language`, size: `${key}.size` };
  const sessions = new PortalSessions();
  const yihao = new RelyingParty(settings, definition);
  let logoutTokens: LogoutTokens | undefined;

  const sessionOf = (ctx: Context): PortalSession | undefined => sessions.get(ctx.cookies.get(cookies.session));

  function beginSession(ctx: Context): PortalSession {
    const session = sessions.create();
    ctx.cookies.set(cookies.session, session.id, { httpOnly: true, sameSite: 'lax', secure, overwrite: true });
    return session;
  }

  function propsOf(ctx: Context): PageProps {
    const larger = (ctx.query.size ?? ctx.cookies.get(cookies.size)) === 'larger';
    return { portal: definition, locale: languageOf(ctx), larger, path: ctx.path };
  }

  function languageOf(ctx: Context): Locale {
    const asked = String(ctx.query.lang ?? ctx.cookies.get(cookies.language) ?? '');
    if (asked === 'en' || asked === 'zh-CN') return asked;
    return ctx.acceptsLanguages('zh-CN', 'zh', 'en') === 'en' ? 'en' : 'zh-CN';
  }

  function showTrouble(ctx: Context, trouble: PortalTrouble, status: number): void {
    const props = propsOf(ctx);
    ctx.status = status;
    ctx.body = page(props, PORTAL_TROUBLES[trouble].title, TroublePage({ ...props, trouble }));
  }

  const routes: Readonly<Record<string, (ctx: Context) => void | Promise<void>>> = {
    'GET /': (ctx) => {
      const props = propsOf(ctx);
      const login = sessionOf(ctx)?.login;
      ctx.body = page(props, definition.title, login ? AccountPage({ ...props, login }) : FrontPage(props));
    },

    /** Begins a login at once, so that a link from Yihao's home page is a single click. */
    'GET /login': async (ctx) => {
      const session = sessionOf(ctx) ?? beginSession(ctx);
      if (session.login) return ctx.redirect('/');
      const { url, state, pending } = await yihao.startLogin(languageOf(ctx));
      if (session.pending.size >= PENDING_AT_ONCE) session.pending.delete(session.pending.keys().next().value!);
      session.pending.set(state, pending);
      ctx.redirect(url.href);
    },

    'GET /callback': async (ctx) => {
      const session = sessionOf(ctx);
      const state = String(ctx.query.state ?? '');
      const pending = session?.pending.get(state);
      session?.pending.delete(state);
      if (!session || !pending || Date.now() - pending.startedAt > PENDING_MILLISECONDS) {
        return showTrouble(ctx, 'expired', 400);
      }
      const login = await yihao.finishLogin(ctx.search, state, pending);
      // A new cookie for the logged-in session: one planted before the login is worth nothing (session fixation).
      sessions.delete(session.id);
      beginSession(ctx).login = login;
      ctx.redirect('/');
    },

    'POST /sign-out': (ctx) => {
      endSession(ctx);
      ctx.redirect('/signed-out');
    },

    'POST /sign-out/yihao': async (ctx) => {
      const idToken = sessionOf(ctx)?.login?.idToken;
      if (!idToken) return ctx.redirect('/');
      const state = randomUUID();
      const url = await yihao.endSessionUrl(idToken, state, languageOf(ctx));
      endSession(ctx);
      beginSession(ctx).logoutState = state;
      ctx.redirect(url.href);
    },

    /** Also where Yihao brings the citizen back to after a logout. */
    'GET /signed-out': (ctx) => {
      const session = sessionOf(ctx);
      if (session?.logoutState && session.logoutState === ctx.query.state) endSession(ctx);
      const props = propsOf(ctx);
      if (sessionOf(ctx)?.login) return ctx.redirect('/');
      ctx.body = page(props, PORTAL.signedOut, SignedOutPage(props));
    },

    /** Yihao tells us, server to server, that a session ended. No cookie, no page: the token is all there is. */
    'POST /backchannel-logout': async (ctx) => {
      ctx.set('Cache-Control', 'no-store');
      const token = (await readForm(ctx.req)).get('logout_token') ?? '';
      try {
        const named = await (await tokens()).verify(token);
        sessions.endNamed(named);
        ctx.status = 200;
        ctx.body = '';
      } catch {
        ctx.status = 400;
        ctx.body = { error: 'invalid_request' };
      }
    },

    'GET /portal.css': (ctx) => sendStyles(ctx, STYLES),
    'GET /yihao-button.css': (ctx) => sendStyles(ctx, BUTTON.styles),
    'GET /yihao-mark.svg': (ctx) => {
      ctx.type = 'svg';
      ctx.set('Cache-Control', 'public, max-age=3600');
      ctx.body = BUTTON.mark;
    },
    'GET /colours.css': (ctx) => {
      const { light, dark } = definition.colours;
      sendStyles(ctx, `${rootOf(light)}@media screen and (prefers-color-scheme: dark) { ${rootOf(dark)}}\n`);
    },
  };

  function endSession(ctx: Context): void {
    const session = sessionOf(ctx);
    if (session) sessions.delete(session.id);
    ctx.cookies.set(cookies.session, null, { httpOnly: true, sameSite: 'lax', secure, overwrite: true });
  }

  async function tokens(): Promise<LogoutTokens> {
    const { issuer, jwks_uri } = (await yihao.configuration()).serverMetadata();
    const { clientId } = settings;
    logoutTokens ??= new LogoutTokens({ issuer, clientId, alg: definition.idTokenAlg, jwksUri: new URL(jwks_uri!) });
    return logoutTokens;
  }

  app.use(async (ctx) => {
    setSecurityHeaders(ctx, settings.issuer.origin);
    const route = routes[`${ctx.method} ${ctx.path}`];
    if (!route) return showTrouble(ctx, 'missing', 404);
    const wish = { sameSite: 'lax', secure, maxAge: 365 * 86_400_000 } as const;
    if (typeof ctx.query.lang === 'string') ctx.cookies.set(cookies.language, languageOf(ctx), wish);
    if (typeof ctx.query.size === 'string') {
      ctx.cookies.set(cookies.size, propsOf(ctx).larger ? 'larger' : 'standard', wish);
    }
    const formPost = ctx.method === 'POST' && ctx.path !== '/backchannel-logout';
    if (formPost && ctx.get('Origin') !== new URL(settings.baseUrl).origin) return showTrouble(ctx, 'expired', 403);
    try {
      await route(ctx);
    } catch (error) {
      const [trouble, status] = troubleOf(error);
      if (status >= 500) log(`${definition.key}: ${ctx.path} failed: ${describe(error)}`);
      showTrouble(ctx, trouble, status);
    }
  });
  return app;
}

function setSecurityHeaders(ctx: Context, issuerOrigin: string): void {
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'same-origin');
  ctx.set('X-Content-Type-Options', 'nosniff');
  // form-action names Yihao, because signing out is a POST that is redirected there.
  ctx.set(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${issuerOrigin}`,
  );
}

const rootOf = ({ bar, accent, pale }: PortalColours): string =>
  `:root { --bar: ${bar}; --accent: ${accent}; --pale: ${pale}; }\n`;

function sendStyles(ctx: Context, styles: string): void {
  ctx.type = 'css';
  ctx.set('Cache-Control', 'max-age=300');
  ctx.body = styles;
}

/** Errors that Yihao brings the citizen back with and that no mistake is behind. */
const ANSWERED: Readonly<Record<string, readonly [PortalTrouble, number]>> = {
  access_denied: ['refused', 200],
  unmet_authentication_requirements: ['weak', 403],
};

/** What to tell the citizen about a failed step; the details are for the log. */
function troubleOf(error: unknown): readonly [PortalTrouble, number] {
  if (error instanceof TooWeak) return ['weak', 403];
  if (error instanceof AuthorizationResponseError) return ANSWERED[error.error] ?? ['failed', 502];
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant' ? ['expired', 400] : ['failed', 502];
  if (error instanceof ClientError && error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return ['unreachable', 502];
  if (error instanceof ClientError && error.code !== 'OAUTH_TIMEOUT') return ['failed', 502];
  return ['unreachable', 502];
}

/** The error's code and message: openid-client puts no token and no personal data there. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return [error.name, 'code' in error ? String(error.code) : '', error.message].filter(Boolean).join(' ');
}
