import type { ParameterizedContext } from 'koa';
import type { Authenticators } from '../domain/authenticators/index.js';
import type { Consents } from '../domain/consents/index.js';
import type { Delegations } from '../domain/delegations/index.js';
import type { Applications, Subjects } from '../domain/departments/index.js';
import type { Guardians } from '../domain/guardians/index.js';
import type { Identities, KeyManagement } from '../domain/identities/index.js';
import type { Aal, Application, Repositories } from '../domain/records/index.js';
import type { PlaceFinder, Sessions } from '../domain/sessions/index.js';
import type { Clock } from '../shared/clock.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import type { UnitOfWork } from '../shared/unit-of-work.js';

export type ProviderRepositories = Pick<
  Repositories,
  'spent' | 'grants' | 'refreshTokens' | 'sessions' | 'standings' | 'signingKeys' | 'audit'
>;

/** A protocol error that must become a page, because it cannot be sent back to the portal. */
export interface ErrorPage {
  /** The OAuth or OpenID Connect error code. */
  readonly error: string;
  readonly description: string | undefined;
  readonly status: number;
  /** True where the interaction ran out or belongs to another browser: the way on is to begin again at the portal. */
  readonly expired: boolean;
  /** The portal it came from, where that is known. */
  readonly application: Application | undefined;
  /** What was thrown; for logs and for an `AppError`'s own text. Never shown. */
  readonly cause: unknown;
}

/** The page a portal's logout request leads to. */
export interface LogoutPage {
  /** Where the answer is posted, with `xsrf` and, for everywhere, `logout=yes`. */
  readonly action: string;
  readonly xsrf: string;
  /** The portal that asked; undefined where it did not name itself. */
  readonly application: Application | undefined;
  readonly sessionUid: string;
  readonly identityId: string;
  /** The registered address at which the portal will have the browser back. */
  readonly returnTo: string | undefined;
  readonly uiLocales: readonly string[];
}

/** The few pages the protocol itself needs, drawn by those who own pages. */
export interface ProviderPages {
  error(ctx: ParameterizedContext, page: ErrorPage): void | Promise<void>;
  logout(ctx: ParameterizedContext, page: LogoutPage): void | Promise<void>;
  /** Logged out, and the portal gave no address to return to. */
  loggedOut(ctx: ParameterizedContext, application: Application | undefined): void | Promise<void>;
}

export interface ProviderSettings {
  /** An origin without a trailing slash. */
  readonly issuer: string;
  /** Minutes a session lives without use. */
  readonly sessionIdleMinutes: number;
  /** Hours a session lives in any case. */
  readonly sessionHours: number;
  /** Days that a session lives, used or not, where its holder chose to stay signed in; not offered where left out. */
  readonly stayDays?: number;
  /** Minutes a session at a public terminal lives without use; as any other where left out. */
  readonly terminalIdleMinutes?: number;
  /** Milliseconds between two looks at the signing keys. */
  readonly keyPollMs: number;
  /** Milliseconds for which userinfo and introspection may rely on what they saw; at most 500. Nothing: always look. */
  readonly recentMs?: number;
  /** The highest authentication level that the login journey can reach today. */
  readonly highestAal: Aal;
}

/** What the provider asks of the domain: no more than it uses. */
export interface ProviderDeps {
  readonly settings: ProviderSettings;
  readonly uow: UnitOfWork<ProviderRepositories>;
  readonly ephemeral: EphemeralStore;
  readonly keys: Pick<KeyManagement, 'derive'>;
  readonly clock: Clock;
  readonly applications: Pick<Applications, 'find' | 'findByResource'>;
  readonly subjects: Pick<Subjects, 'subjectOf'>;
  readonly consents: Pick<Consents, 'due'>;
  readonly sessions: Pick<Sessions, 'record' | 'join' | 'leave' | 'end'>;
  readonly delegations: Pick<Delegations, 'active' | 'principals'>;
  readonly identities: Pick<Identities, 'find' | 'reveal'>;
  readonly guardians: Pick<Guardians, 'mayRelease' | 'needsOne'>;
  readonly authenticators: Pick<Authenticators, 'strongest'>;
  readonly pages: ProviderPages;
  /** Where in the country a login comes from; nobody knows where it is left out. */
  readonly places?: PlaceFinder;
  /** Something went wrong that no caller will see: for the log. Never holds personal data. */
  readonly onTrouble?: (trouble: { readonly what: 'keys' | 'request'; readonly cause: unknown }) => void;
  /** A portal asked for something that is not right: for the log. Never holds personal data. */
  readonly onRefusal?: (refusal: PortalRefusal) => void;
  /** Discovery or JWKS was answered from memory, where no log sees it: for the figures. */
  readonly onDocument?: ((path: string) => void) | undefined;
}

export interface PortalRefusal {
  /** Where: `authorization`, `grant`, … */
  readonly at: string;
  readonly requestId: string;
  /** As the portal reads it, such as `invalid_grant`. */
  readonly error: string;
  /** Why, in the protocol library's words. */
  readonly detail: string;
  /** Left out while the portal is not known to be one. */
  readonly application?: string;
}
