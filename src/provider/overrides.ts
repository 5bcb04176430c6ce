import { hash, timingSafeEqual } from 'node:crypto';
import Provider, {
  type AdapterPayload,
  type Client,
  errors,
  type KoaContextWithOIDC,
  type Session,
} from 'oidc-provider';
import type { Aal, Application } from '../domain/records/index.js';
import { ClientStore, dateOf, type SessionStore, SPENT_MARGIN } from './adapter/index.js';
import { essentialAcrs } from './claims/catalogue.js';
import { digestOf } from './digest.js';
import { aalOf, acrOf } from './levels.js';
import type { ProviderDeps } from './ports.js';
import type { Life } from './session/session-life.js';
import { acceptedAudiences } from './tokens/assertions.js';

type OverrideDeps = Pick<ProviderDeps, 'uow' | 'sessions' | 'clock' | 'applications' | 'settings'>;

/** Parts of oidc-provider's models that its types do not show. Each was read in its `lib/` before it was used. */
interface Models {
  Client: { new (metadata: AdapterPayload): Client; prototype: Client; find(id: unknown): Promise<Client | undefined> };
  Interaction: { readonly IN_PAYLOAD: readonly string[] };
  Session: { prototype: Session & { adapter: SessionStore }; IN_PAYLOAD: readonly string[] };
  ReplayDetection: { unique(iss: string, jti: string, exp: number): Promise<boolean> };
  OIDCContext: { prototype: object };
}

const KNOWN_CLIENTS = 10_000;

/** Corrects what no setting of oidc-provider reaches. One provider instance at a time; its classes are its own. */
export function applyOverrides(provider: Provider, deps: OverrideDeps): void {
  const models = provider as unknown as Models;
  pinAddresses(models, provider);
  rememberClients(models, deps);
  compareDigests(models);
  nameForbiddenGrants(models);
  leaveLogoutToOutbox(models);
  spendOnce(models, deps);
  handBack(models);
  endSessions(models, deps);
}

/** The Host header decides nothing, in addresses and in whom a client assertion may be for. */
function pinAddresses(models: Models, provider: Provider): void {
  Object.defineProperties(models.OIDCContext.prototype, {
    urlFor: { value: (name: string, options?: Record<string, unknown>) => provider.urlFor(name, options) },
    clientJwtAuthExpectedAudience: {
      value(this: KoaContextWithOIDC['oidc']) {
        return acceptedAudiences(this);
      },
    },
    acr: {
      get(this: KoaContextWithOIDC['oidc']) {
        return answeredAcr(this);
      },
    },
  });
}

/**
 * The `acr` to answer with. A login at level 2 fulfils a request for level 1, and where `acr` is essential the answer
 * must be one of the values asked for (OpenID Connect Core §5.5.1.1): the highest that the login reaches.
 */
function answeredAcr({ session, params }: KoaContextWithOIDC['oidc']): string | undefined {
  const acr = session?.acr;
  const asked = essentialAcrs(params?.claims);
  if (!asked) return acr;
  const reached = asked.map((one) => aalOf(one) ?? 4).filter((level) => level <= (aalOf(acr) ?? 0));
  return reached.length === 0 ? acr : acrOf(Math.max(...reached) as Aal);
}

/** oidc-provider keeps 100 clients; a country has more, and building one costs ten times what finding it does. */
function rememberClients(models: Models, deps: OverrideDeps): void {
  const store = new ClientStore({ issuer: deps.settings.issuer, applications: deps.applications });
  const known = new Map<string, { readonly metadata: string; readonly client: Client }>();
  // Until the application is read anew it is the same object: then there is nothing to compare.
  const unchanged = new WeakMap<Application, Client>();
  models.Client.find = async (id) => {
    if (typeof id !== 'string' || id === '') return undefined;
    const application = await deps.applications.find(id);
    const same = application && unchanged.get(application);
    if (same) return same;
    const properties = await store.find(id);
    if (!properties) return undefined;
    const metadata = JSON.stringify(properties);
    const hit = known.get(id);
    const client = hit?.metadata === metadata ? hit.client : new models.Client(properties);
    if (known.size >= KNOWN_CLIENTS) known.clear();
    known.set(id, { metadata, client });
    if (application) unchanged.set(application, client);
    return client;
  };
}

/**
 * Only the SHA-256 digest of a client secret is stored, so the digest of what came is compared. oidc-provider takes
 * the header and the body for one method; here the registered one counts (OpenID Connect Registration §2).
 */
function compareDigests(models: Models): void {
  models.Client.prototype.compareClientSecret = function compare(this: Client, actual: string): boolean {
    const inBody = Provider.ctx?.oidc.params?.client_secret !== undefined;
    if (inBody !== (this.clientAuthMethod === 'client_secret_post')) return false;
    const given = hash('sha256', actual, 'buffer');
    const stored = Buffer.from(this.clientSecret ?? '', 'hex');
    return stored.length === given.length && timingSafeEqual(stored, given);
  };
}

/** RFC 6749 §5.2 has a word for a grant type that the application is not registered for; oidc-provider says another. */
function nameForbiddenGrants({ Client: { prototype } }: Models): void {
  const { grantTypeAllowed } = prototype;
  prototype.grantTypeAllowed = function allowed(this: Client, type: string): boolean {
    if (grantTypeAllowed.call(this, type)) return true;
    const { route, params } = Provider.ctx?.oidc ?? {};
    if (route !== 'token' || params?.grant_type !== type) return false;
    throw new errors.UnauthorizedClient('this application is not registered for this grant type');
  };
}

/**
 * oidc-provider would call every portal while the citizen waits. Here the session's end puts a notice into the outbox,
 * in the transaction that ends it; nothing is left to do.
 */
function leaveLogoutToOutbox(models: Models): void {
  Object.assign(models.Client.prototype, { backchannelLogout: async (): Promise<void> => {} });
}

/** An assertion's or a proof's `jti`: a unique row, because finding and then saving lets two in at once. */
function spendOnce(models: Models, { uow }: OverrideDeps): void {
  models.ReplayDetection.unique = (iss, jti, exp) =>
    uow.run(({ spent }) => spent.spend('jti', digestOf(JSON.stringify([iss, jti])), dateOf(exp + SPENT_MARGIN)), {
      statements: 'one',
    });
}

/** What an adapter handed out is handed back to it at the next save: see `SessionStore` and `InteractionStore`. */
function handBack({ Session, Interaction }: Models): void {
  const ofSession = [...Session.IN_PAYLOAD, 'seen', 'used', 'life', 'place'];
  const ofInteraction = [...Interaction.IN_PAYLOAD, 'browser', 'found'];
  Object.defineProperty(Session, 'IN_PAYLOAD', { get: () => ofSession });
  Object.defineProperty(Interaction, 'IN_PAYLOAD', { get: () => ofInteraction });
}

const NEW_LOGIN = Symbol('new login');

type LoggingIn = Session & { [NEW_LOGIN]?: boolean; used?: readonly string[]; life?: Life; place?: string };

/** Stands among an interaction's results once the citizen has said for whom they come. */
export const FOR_WHOM = 'for_whom';

/** Names one login among an interaction's results. */
export const LOGIN_ID = 'login_id';

/** Sessions end durably, change their cookie's value at login and only then, and know what they began with. */
function endSessions(models: Models, { sessions }: OverrideDeps): void {
  const { Session } = models;
  const { prototype } = Session;
  const { destroy, loginAccount, resetIdentifier } = prototype;
  prototype.destroy = async function end(this: Session & { adapter: SessionStore }): Promise<void> {
    if (this.accountId) await sessions.end(this.uid, 'logout');
    await this.adapter.forget(this.uid);
    await destroy.call(this);
  };

  prototype.loginAccount = function login(this: LoggingIn, details): void {
    loginAccount.call(this, details);
    // Each later page of the same walk hands the login's result on; only the first time is it a login.
    const { result, lastSubmission } = Provider.ctx?.oidc.entities.Interaction ?? {};
    if (!result?.[LOGIN_ID] || result[LOGIN_ID] !== lastSubmission?.[LOGIN_ID]) this[NEW_LOGIN] = true;
    if (Array.isArray(result?.login?.used)) this.used = result.login.used;
    if (result?.login) Object.assign(this, { life: result.login.life, place: result.login.place });
  };

  // Every answered page would change it too, and another tab's request under way would then be logged out.
  prototype.resetIdentifier = function reset(this: LoggingIn): void {
    if (this[NEW_LOGIN]) resetIdentifier.call(this);
  };
}
