import type { ParameterizedContext } from 'koa';
import type { SessionEndReason } from '../domain/audit/index.js';
import type { ConsentDue, ConsentQuestion } from '../domain/consents/index.js';
import type { ActiveDelegation, Principal } from '../domain/delegations/index.js';
import type { KeyManagement } from '../domain/identities/index.js';
import type { Aal, Application, Identity, PersonalField, Repositories } from '../domain/records/index.js';
import type { PlaceFinder, SessionNews, SessionOutcome, SessionPart } from '../domain/sessions/index.js';
import type { Clock } from '../shared/clock.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import type { UnitOfWork } from '../shared/unit-of-work.js';

/** What the provider asks of the domain: no more than it uses. The services of `src/domain` fit as they are. */
export interface ProviderApplications {
  /** Undefined where it is unknown or disabled; may be two seconds old. */
  find(id: string): Promise<Application | undefined>;
  /** The application whose interface has this address; as old. */
  findByResource(uri: string): Promise<Application | undefined>;
}

export interface ProviderSubjects {
  subjectOf(identityId: string, departmentId: string): Promise<string>;
}

export interface ProviderConsents {
  due(question: ConsentQuestion): Promise<ConsentDue>;
}

export interface ProviderDelegations {
  /** What this delegation allows this helper now; undefined where it has ended, or the helper may not log in. */
  active(identityId: string, id: string, helperId: string): Promise<ActiveDelegation | undefined>;
  /** Whom a helper may act for at an application, by the delegations that last; the applications' rule apart. */
  principals(helperId: string, applicationId: string): Promise<readonly Principal[]>;
}

export interface ProviderAuthenticators {
  /** The strongest login that this identity can make. */
  strongest(identityId: string): Promise<Aal>;
}

export interface ProviderGuardians {
  /** False while the holder is younger than 14 and no guardian has agreed: departments are given nothing then. */
  mayRelease(identity: Identity): Promise<boolean>;
  /** Younger than 14, and nobody is named who agreed or could still do so. */
  needsOne(identity: Identity): Promise<boolean>;
}

export interface ProviderSessions {
  record(session: SessionNews, parts?: readonly SessionPart[], expectNew?: boolean): Promise<SessionOutcome>;
  join(part: SessionPart & { readonly uid: string }): Promise<SessionOutcome>;
  leave(uid: string, applicationId: string): Promise<boolean>;
  end(uid: string, reason: SessionEndReason): Promise<boolean>;
}

export interface ProviderIdentities {
  find(id: string): Promise<Identity | undefined>;
  /** Decrypts these fields and no others. */
  reveal(identityId: string, fields: readonly PersonalField[]): Promise<Partial<Record<PersonalField, string>>>;
}

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

export interface ProviderDeps {
  readonly settings: ProviderSettings;
  readonly uow: UnitOfWork<ProviderRepositories>;
  readonly ephemeral: EphemeralStore;
  readonly keys: Pick<KeyManagement, 'derive'>;
  readonly clock: Clock;
  readonly applications: ProviderApplications;
  readonly subjects: ProviderSubjects;
  readonly consents: ProviderConsents;
  readonly sessions: ProviderSessions;
  readonly delegations: ProviderDelegations;
  readonly identities: ProviderIdentities;
  readonly guardians: ProviderGuardians;
  readonly authenticators: ProviderAuthenticators;
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
