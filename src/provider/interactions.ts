import type { ParameterizedContext } from 'koa';
import { errors, type Interaction, type InteractionResults } from 'oidc-provider';
import type { Application } from '../domain/departments/index.js';
import { randomToken } from '../shared/random.js';
import { originOf } from './adapter/index.js';
import { isBoundTo } from './browser-binding.js';
import { BrowserSessions, type CurrentSession, lifeOf, usedIn } from './browser-session.js';
import { asObject, type ClaimsRequest, isPermitted, requestedClaims } from './claims/catalogue.js';
import { type InteractionStep, stepOf, TTL } from './configuration.js';
import { HOME_CLIENT_ID } from './home.js';
import type { ProviderHost } from './host.js';
import { acrOf, type Level } from './levels.js';
import { LOGIN_ID } from './overrides.js';
import type { ProviderDeps } from './ports.js';
import type { Life } from './session-life.js';

export type { CurrentSession, SessionEnd } from './browser-session.js';
export { acrOf } from './levels.js';
export type { InteractionStep };

export interface OpenInteraction {
  readonly outcome: 'open';
  readonly uid: string;
  readonly step: InteractionStep;
  /** oidc-provider's reasons and ours, for example `no_session`, `aal`, `another_portal`, `consent_due`. */
  readonly reasons: readonly string[];
  readonly clientId: string;
  /** The portal that asks; undefined where the citizen enters Yihao itself. */
  readonly application: Application | undefined;
  /** Who is logged in, as far as this interaction is concerned. */
  readonly sessionIdentityId: string | undefined;
  readonly sessionUid: string | undefined;
  /** The level the login must reach. */
  readonly wantedAal: Level;
  /** `prompt=login` or `max_age`: a login of this moment is asked for (OpenID Connect Core §3.1.2.1). */
  readonly anew: boolean;
  /** Personal claims that are asked for and may be: what the consent page is about. */
  readonly requested: readonly string[];
  readonly loginHint: string | undefined;
  readonly uiLocales: readonly string[];
  /** Where the browser goes when all is done: an address of the portal. For CSP `form-action`. */
  readonly redirectUri: string;
  /** The provider's address that takes the interaction on. */
  readonly returnTo: string;
  /** It has its answer, and the browser has not gone to `returnTo` yet: a form was sent twice. */
  readonly finished: boolean;
  /** When it is over, unless it is prolonged; and the seconds until then. */
  readonly expiresAt: Date;
  readonly secondsLeft: number;
}

/** It ran out or was finished (`expired`), or it belongs to another browser (`elsewhere`). */
export interface ClosedInteraction {
  readonly outcome: 'expired' | 'elsewhere';
  /** The portal it came from, where that is still known. */
  readonly application: Application | undefined;
}

export type InteractionDetails = OpenInteraction | ClosedInteraction;

export interface LoginResult {
  readonly identityId: string;
  readonly aal: Level;
  /** RFC 8176, for example `pwd`, `otp`, `sms`, `mfa`. */
  readonly amr: readonly string[];
  /** Kinds of the authenticators that were used now. */
  readonly used?: readonly string[];
  /** Whether the browser keeps the session's cookie when it is closed. */
  readonly remember?: boolean;
  /** How long it lives, where that is not as usual. */
  readonly life?: Life;
  /** Only the missing factor was asked for; the session and its `auth_time` go on. */
  readonly stepUp?: boolean;
  /** When its holder proved it, where that was not now. */
  readonly since?: Date;
}

type Ctx = ParameterizedContext;

/** The interaction itself is there while it is open. */
interface Looked {
  readonly interaction?: Interaction;
  readonly details: InteractionDetails;
}

type InteractionDeps = Pick<ProviderDeps, 'applications' | 'sessions' | 'identities' | 'settings' | 'clock'>;

/** How long an interaction can be kept going in all: twelve times the first hour. */
const LONGEST_SECONDS = 12 * TTL.Interaction;
const EXPIRED = 'the interaction is over';
/** The one door between citizens' pages and the protocol. */
export class Interactions {
  readonly #host: Pick<ProviderHost, 'current'>;
  readonly #deps: InteractionDeps;
  readonly #browser: BrowserSessions;
  readonly #known = new WeakMap<object, { readonly uid: string; readonly looked: Promise<Looked> }>();

  constructor(host: Pick<ProviderHost, 'current'>, deps: InteractionDeps) {
    this.#host = host;
    this.#deps = deps;
    this.#browser = new BrowserSessions(host, deps);
  }

  /**
   * What this browser is in the middle of; asked once per request, until something is finished.
   * @param uid from the page's address
   */
  async details(ctx: Ctx, uid: string): Promise<InteractionDetails> {
    return (await this.#looked(ctx, uid)).details;
  }

  #looked(ctx: Ctx, uid: string): Promise<Looked> {
    const known = this.#known.get(ctx.req);
    if (known?.uid === uid) return known.looked;
    const looked = this.#look(ctx, uid);
    this.#known.set(ctx.req, { uid, looked });
    return looked;
  }

  async #look(ctx: Ctx, uid: string): Promise<Looked> {
    const interaction = await this.#host.current().Interaction.find(uid);
    if (!interaction) return { details: await this.#closed('expired', uid) };
    const { browser } = interaction as { browser?: string };
    if (!isBoundTo(this.#deps.settings.issuer, ctx.cookies, browser))
      return { details: await this.#closed('elsewhere', uid) };
    const details = await this.#present(interaction);
    return details ? { interaction, details } : { details: await this.#closed('expired', uid) };
  }

  /** Undefined where its application is gone. */
  async #present(interaction: Interaction): Promise<OpenInteraction | undefined> {
    const { params, prompt, session } = interaction;
    const clientId = String(params.client_id);
    const application = await this.#deps.applications.find(clientId);
    if (!application && clientId !== HOME_CLIENT_ID) return undefined;
    return {
      outcome: 'open',
      uid: interaction.uid,
      step: stepOf(prompt.name),
      reasons: prompt.reasons,
      clientId,
      application,
      sessionIdentityId: session?.accountId,
      sessionUid: session?.uid,
      wantedAal: this.#wantedAal(interaction, application),
      anew: params.max_age !== undefined || (textOf(params.prompt) ?? '').split(' ').includes('login'),
      // Read by the consent page alone.
      get requested() {
        return application ? requestedOf(interaction, application) : [];
      },
      loginHint: textOf(params.login_hint),
      uiLocales: (textOf(params.ui_locales) ?? '').split(' ').filter(Boolean),
      redirectUri: String(params.redirect_uri),
      returnTo: interaction.returnTo,
      finished: interaction.result !== undefined,
      expiresAt: new Date(interaction.exp * 1000),
      secondsLeft: interaction.exp - this.#now(),
    };
  }

  /**
   * Gives a reader who needs longer another hour from now, as often as eleven times (WCAG 2.2, 2.2.1: at least ten).
   * @returns until when; undefined where the interaction is over
   */
  async prolong(ctx: Ctx, uid: string): Promise<Date | undefined> {
    const { interaction } = await this.#looked(ctx, uid);
    if (!interaction || interaction.result !== undefined) return undefined;
    const now = this.#now();
    const end = Math.max(interaction.exp, Math.min(now + TTL.Interaction, interaction.iat + LONGEST_SECONDS));
    if (!(await this.#saved(ctx, () => interaction.save(end - now)))) return undefined;
    const expires = new Date(end * 1000);
    this.#browser.setCookie(ctx, 'resume', uid, { path: new URL(interaction.returnTo).pathname, expires });
    return expires;
  }

  /**
   * Someone logged in. Who was logged in before in this browser, if that is another person, is logged out everywhere
   * first: their session ends with its portals told, and nothing of theirs reaches the newcomer.
   * @throws errors.SessionNotFound where the interaction is over: `details` first
   */
  async finishLogin(ctx: Ctx, uid: string, login: LoginResult): Promise<void> {
    const interaction = await this.#must(ctx, uid);
    const current = await this.#browser.get(ctx);
    if (current.accountId && current.accountId !== login.identityId)
      await this.#browser.end(ctx, current, 'other_account');
    const before = interaction.session;
    if (before && before.accountId !== login.identityId) {
      // The resume step would refuse a session that is gone, or show a page of its own for one that changed hands.
      await this.#deps.sessions.end(before.uid, 'other_account');
      interaction.session = undefined;
    }
    const goesOn = login.stepUp && current.accountId === login.identityId;
    await this.#finish(ctx, interaction, {
      login: {
        accountId: login.identityId,
        acr: acrOf(login.aal),
        amr: [...login.amr],
        used: [...new Set([...(goesOn ? usedIn(current) : []), ...(login.used ?? [])])],
        remember: login.remember ?? false,
        life: goesOn ? lifeOf(current) : (login.life ?? 'ordinary'),
        // The password was given then: a further factor makes the login stronger, not younger.
        ts: goesOn ? current.loginTs : login.since ? Math.floor(login.since.getTime() / 1000) : this.#now(),
      },
      create: {},
      select_account: {},
      [LOGIN_ID]: randomToken(),
    });
  }

  /** The citizen enters another portal as the one who is logged in. */
  async finishContinue(ctx: Ctx, uid: string): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), { select_account: {} });
  }

  /** The decision is stored (`Consents.give`): what is granted is read from there, not from here. */
  async finishConsent(ctx: Ctx, uid: string): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), { consent: {} });
  }

  /** A guardian may have agreed meanwhile: the provider looks again, and stays where nobody has. */
  async finishGuardian(ctx: Ctx, uid: string): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), { guardian: {} });
  }

  /** Back to the portal without a login. */
  async abort(ctx: Ctx, uid: string, error = 'access_denied'): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), { error, error_description: 'the citizen turned back' });
  }

  /** Who is logged in in this browser. Reading it counts as use: the session lives on. */
  currentSession(ctx: Ctx): Promise<CurrentSession | undefined> {
    return this.#browser.current(ctx);
  }

  /** Logs this browser out of Yihao and, through the outbox, out of every portal. @returns whether anyone was logged in */
  async endSessionHere(ctx: Ctx): Promise<boolean> {
    this.#known.delete(ctx.req);
    return this.#browser.endHere(ctx);
  }

  /** For who is about to change it. */
  async #must(ctx: Ctx, uid: string): Promise<Interaction> {
    const { interaction } = await this.#looked(ctx, uid);
    if (!interaction || interaction.result !== undefined) throw new errors.SessionNotFound(EXPIRED);
    return interaction;
  }

  async #closed(outcome: ClosedInteraction['outcome'], uid: string): Promise<ClosedInteraction> {
    const origin = await originOf(this.#host.current(), uid);
    return { outcome, application: origin === undefined ? undefined : await this.#deps.applications.find(origin) };
  }

  #wantedAal({ prompt }: Interaction, application: Application | undefined): Level {
    const wanted = prompt.details.aal;
    return wanted === 1 || wanted === 2 || wanted === 3 ? wanted : (application?.minimumAal ?? 1);
  }

  /** Of two answers the first one counts: whoever comes second is taken on by it. */
  async #finish(ctx: Ctx, interaction: Interaction, result: InteractionResults): Promise<void> {
    interaction.result = { ...interaction.lastSubmission, ...result };
    await this.#saved(ctx, () => interaction.persist());
    ctx.status = 303;
    ctx.redirect(interaction.returnTo);
  }

  /** @returns whether it was written; not where another request changed it since it was looked at */
  async #saved(ctx: Ctx, save: () => Promise<string>): Promise<boolean> {
    this.#known.delete(ctx.req);
    try {
      await save();
      return true;
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return false;
      throw error;
    }
  }

  /** Seconds since 1970. */
  #now(): number {
    return Math.floor(this.#deps.clock.now().getTime() / 1000);
  }
}

function requestedOf({ params }: Interaction, application: Application): readonly string[] {
  const claims = textOf(params.claims);
  const request = claims === undefined ? undefined : (asObject(JSON.parse(claims)) as ClaimsRequest | undefined);
  const scopes = (textOf(params.scope) ?? '').split(' ');
  return requestedClaims(scopes, request).filter((claim) => isPermitted(application, claim));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
