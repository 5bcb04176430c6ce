import type { ParameterizedContext } from 'koa';
import { errors, type Interaction, type InteractionResults } from 'oidc-provider';
import type { Principal } from '../domain/delegations/index.js';
import type { Application, ProvenLogin } from '../domain/records/index.js';
import { randomToken } from '../shared/random.js';
import { seeOther } from '../ui/page/see-other.js';
import { originOf } from './adapter/index.js';
import { type InteractionStep, TTL } from './configuration.js';
import { HOME_CLIENT_ID } from './home.js';
import type { ProviderHost } from './host.js';
import {
  type ClosedInteraction,
  type InteractionDetails,
  type OpenInteraction,
  readInteraction,
} from './interaction-details.js';
import { acrOf } from './levels.js';
import { FOR_WHOM, LOGIN_ID } from './overrides.js';
import { accountIdOf, personsOf } from './persons.js';
import type { ProviderDeps } from './ports.js';
import { isBoundTo } from './session/browser-binding.js';
import {
  type AnySession,
  BrowserSessions,
  type CurrentSession,
  lifeOf,
  personIn,
  placeOf,
  usedIn,
} from './session/browser-session.js';
import type { Life } from './session/session-life.js';

export type { InteractionDetails, OpenInteraction } from './interaction-details.js';
export { acrOf } from './levels.js';
export type { CurrentSession, SessionEnd } from './session/browser-session.js';
export type { InteractionStep };

export interface LoginResult extends ProvenLogin {
  /** Whether the browser keeps the session's cookie when it is closed. */
  readonly remember?: boolean;
  /** How long it lives, where that is not as usual. */
  readonly life?: Life;
  /** At a terminal: where it stands, as a GB/T 2260 code. */
  readonly place?: string;
  /** Only the missing factor was asked for; the session and its `auth_time` go on. */
  readonly stepUp?: boolean;
}

type Ctx = ParameterizedContext;

/** The interaction itself is there while it is open. */
interface Looked {
  readonly interaction?: Interaction;
  readonly details: InteractionDetails;
}

type InteractionDeps = Pick<
  ProviderDeps,
  'applications' | 'sessions' | 'delegations' | 'identities' | 'settings' | 'clock'
>;

/** How long an interaction can be kept going in all: twelve times the first hour. */
const LONGEST_SECONDS = 12 * TTL.Interaction;
const EXPIRED = 'the interaction is over';
const TURNED_BACK = {
  denied: { error: 'access_denied', error_description: 'the citizen turned back' },
  unmet: {
    error: 'unmet_authentication_requirements',
    error_description: 'the citizen has no way to log in as strongly as is asked for',
  },
} as const;

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

  /** Undefined where its application is gone, or what it rests on. */
  async #present(interaction: Interaction): Promise<OpenInteraction | undefined> {
    const clientId = String(interaction.params.client_id);
    const application = await this.#deps.applications.find(clientId);
    if (!application && clientId !== HOME_CLIENT_ID) return undefined;
    const details = readInteraction(interaction, application, this.#now());
    // Nobody agrees to anything in another's name but while they may, and where.
    return details.step !== 'consent' || (await this.#mayAct(interaction, application)) ? details : undefined;
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
    const goesOn = login.stepUp === true && personIn(current) === login.identityId;
    const accountId = goesOn ? current.accountId! : login.identityId;
    const reason = personIn(current) === login.identityId ? 'another_principal' : 'other_account';
    if (current.accountId && current.accountId !== accountId) await this.#browser.end(ctx, current, reason);
    const before = interaction.session;
    if (before && before.accountId !== accountId) {
      // The resume step would refuse a session that is gone, or show a page of its own for one that changed hands.
      await this.#deps.sessions.end(before.uid, reason);
      interaction.session = undefined;
    }
    await this.#finish(ctx, interaction, {
      login: {
        accountId,
        goesOn,
        acr: acrOf(login.aal),
        amr: [...login.amr],
        used: [...new Set([...(goesOn ? usedIn(current) : []), ...login.used])],
        remember: login.remember ?? false,
        life: goesOn ? lifeOf(current) : (login.life ?? 'ordinary'),
        place: goesOn ? placeOf(current) : login.place,
        // The password was given then: a further factor makes the login stronger, not younger.
        ts: goesOn ? current.loginTs : login.authTime ? Math.floor(login.authTime.getTime() / 1000) : this.#now(),
      },
      create: {},
      select_account: {},
      [LOGIN_ID]: randomToken(),
    });
  }

  /** For whom whoever is logged in may come to this portal, beside themselves. */
  async principals(ctx: Ctx, uid: string): Promise<readonly Principal[]> {
    const { details } = await this.#looked(ctx, uid);
    if (details.outcome !== 'open' || details.sessionIdentityId === undefined) return [];
    const { application, sessionIdentityId } = details;
    if (application?.delegation !== 'allowed') return [];
    return this.#deps.delegations.principals(sessionIdentityId, application.id);
  }

  /**
   * The citizen enters the portal: as themselves, or for one of `principals`. Another principal than the session's is
   * another session: that one ends, its portals are told, and the new one says of the login what was true of it.
   * @returns false where they may not come for that one (any more): nothing was done
   */
  async finishContinue(ctx: Ctx, uid: string, delegationId?: string): Promise<boolean> {
    const interaction = await this.#must(ctx, uid);
    const current = await this.#browser.get(ctx);
    const personId = personIn(current);
    const said = { select_account: {}, [FOR_WHOM]: {} };
    let accountId = personId;
    if (delegationId !== undefined && personId !== undefined) {
      const principal = (await this.principals(ctx, uid)).find((one) => one.delegationId === delegationId);
      if (!principal) return false;
      accountId = accountIdOf({ ...principal, personId });
    }
    // Where another tab changed who is logged in, the provider sees it next.
    const same = accountId === current.accountId || current.uid !== interaction.session?.uid;
    if (same || accountId === undefined) {
      await this.#finish(ctx, interaction, said);
      return true;
    }
    const { acr, amr, loginTs: ts, transient } = current;
    const life = { remember: !transient, life: lifeOf(current), place: placeOf(current), ts };
    const login = { accountId, acr, amr, used: usedIn(current), ...life };
    await this.#browser.end(ctx, current, 'another_principal');
    interaction.session = undefined;
    await this.#finish(ctx, interaction, {
      login,
      ...said,
      create: {},
      [LOGIN_ID]: randomToken(),
    } as InteractionResults);
    return true;
  }

  /** The account is kept (`Closings.keep`): what is asked next is read from there, not from here. */
  async finishClosing(ctx: Ctx, uid: string): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), { closing: {} });
  }

  /** The decision is stored (`Consents.give`): what is granted is read from there, not from here. */
  async finishConsent(ctx: Ctx, uid: string): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), { consent: {} });
  }

  /** A guardian may have agreed meanwhile: the provider looks again, and stays where nobody has. */
  async finishGuardian(ctx: Ctx, uid: string): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), { guardian: {} });
  }

  /**
   * Back to the portal without a login.
   * @param why `unmet`: the citizen has nothing as strong as what is asked for (OpenID Connect Core Error Code
   *   unmet_authentication_requirements 1.0)
   */
  async abort(ctx: Ctx, uid: string, why: keyof typeof TURNED_BACK = 'denied'): Promise<void> {
    await this.#finish(ctx, await this.#must(ctx, uid), TURNED_BACK[why]);
  }

  /**
   * Who is logged in in this browser as themselves; undefined for someone who acts for somebody else, since nothing that is one's own
   * is anybody else's. Reading it counts as use: the session lives on.
   */
  async currentSession(ctx: Ctx): Promise<CurrentSession | undefined> {
    const session = await this.#browser.current(ctx);
    return session?.principalId === undefined ? session : undefined;
  }

  /** As `currentSession`, and with whom it is for where they act for somebody. */
  anySession(ctx: Ctx): Promise<AnySession | undefined> {
    return this.#browser.current(ctx);
  }

  /** Logs this browser out of Yihao and, through the outbox, out of every portal. @returns whether anyone was logged in */
  async endSessionHere(ctx: Ctx): Promise<boolean> {
    this.#known.delete(ctx.req);
    return this.#browser.endHere(ctx);
  }

  /** For someone who is about to change it. */
  async #must(ctx: Ctx, uid: string): Promise<Interaction> {
    const { interaction } = await this.#looked(ctx, uid);
    if (!interaction || interaction.result !== undefined) throw new errors.SessionNotFound(EXPIRED);
    return interaction;
  }

  async #closed(outcome: ClosedInteraction['outcome'], uid: string): Promise<ClosedInteraction> {
    const origin = await originOf(this.#host.current(), uid);
    return { outcome, application: origin === undefined ? undefined : await this.#deps.applications.find(origin) };
  }

  async #mayAct({ session }: Interaction, application: Application | undefined): Promise<boolean> {
    if (session?.accountId === undefined) return true;
    const { identityId, personId, delegationId } = personsOf(session.accountId);
    if (delegationId === undefined) return true;
    const active = await this.#deps.delegations.active(identityId, delegationId, personId);
    const named = application && active?.delegation.applications.includes(application.id);
    return named === true && application.delegation === 'allowed';
  }

  /** Of two answers the first one counts: whoever comes second is taken on by it. */
  async #finish(ctx: Ctx, interaction: Interaction, result: InteractionResults): Promise<void> {
    interaction.result = { ...interaction.lastSubmission, ...result };
    await this.#saved(ctx, () => interaction.persist());
    seeOther(ctx, interaction.returnTo);
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
