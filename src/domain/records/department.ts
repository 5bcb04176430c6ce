import type { Text } from '../../shared/text.js';
import type { Aal, Ial } from './levels.js';

export type DepartmentLevel = 'national' | 'province' | 'city' | 'county';

/** A public body. Its applications share one subject per identity. */
export interface Department {
  readonly id: string;
  readonly name: Text;
  readonly level: DepartmentLevel;
  /** GB/T 2260, six digits; 000000 for a national department. */
  readonly region: string;
  readonly parentId: string | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}

/** Why the department may have a datum: a legal duty that is announced, or the citizen's free choice. */
export type LegalBasis = { readonly kind: 'statutory'; readonly reference: Text } | { readonly kind: 'consent' };

/** One claim that an application may ask for, and what for. */
export interface ClaimPermission {
  /** A claim name as in the discovery document, for example `name`, `citizen_id`, `age_over_18`. */
  readonly claim: string;
  readonly purpose: Text;
  readonly basis: LegalBasis;
  /** Only for basis `consent`: the service works without it; the box is unticked. */
  readonly optional: boolean;
  /** Only for `resident_of`, and always there: the regions (GB/T 2260) that may be asked about, with all inside them. */
  readonly regions?: readonly string[] | undefined;
}

export type ClientAuthentication = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** How an interface's scope is written: never as a word of OpenID Connect's, which have neither mark. */
export const SCOPE_FORM = /^[a-z][a-z0-9_-]*(?:[.:][a-z0-9_-]+)+$/;

/** An interface that other applications may call with access tokens of their own (RFC 8707: a resource). */
export interface Api {
  /** The tokens' audience, and what a caller names as `resource`. */
  readonly uri: string;
  /** `jwt`: checked by its signature (RFC 9068); `opaque`: by introspection. */
  readonly token: 'jwt' | 'opaque';
  /** What signs a JWT. */
  readonly alg: 'ES256' | 'RS256';
  readonly scopes: readonly string[];
}

/** That an application may call an interface, with these of its scopes. */
export interface Call {
  readonly resource: string;
  readonly scopes: readonly string[];
}

/** A department's portal or back office: one OAuth client. */
export interface Application {
  /** The OAuth client_id. */
  readonly id: string;
  readonly departmentId: string;
  readonly name: Text;
  /** One line for the citizen's home page. */
  readonly summary: Text;
  /** Where the home page's link leads: the portal's own address that starts a login. Not shown without redirect URIs. */
  readonly homeUri: string;
  /** None where it serves no citizen and only calls or offers interfaces. */
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | null;
  readonly authentication: ClientAuthentication;
  /** SHA-256 of the secret, hex; the secret itself is shown once and forgotten. */
  readonly secretDigest: string | null;
  readonly jwks: { readonly keys: readonly Record<string, unknown>[] } | null;
  readonly idTokenAlg: 'ES256' | 'RS256';
  /** `optional` only for confidential applications. */
  readonly pkce: 'required' | 'optional';
  /** `required`: an authorization request that was not pushed first is refused (RFC 9126 §6). */
  readonly pushedRequests: 'required' | 'optional';
  /**
   * Whom its client assertions are for. `endpoints` also takes the addresses of the token and the pushed-request
   * endpoint, which RFC 9126 §2 allows and older libraries send; FAPI 2.0 wants `issuer`.
   */
  readonly assertionAudience: 'issuer' | 'endpoints';
  readonly claims: readonly ClaimPermission[];
  readonly minimumIal: Ial;
  readonly minimumAal: Aal;
  /** Days a consent lasts; at most 365. */
  readonly consentDays: number;
  /** Whether one citizen may act for another there: its department has to understand the `act` claim. */
  readonly delegation: 'allowed' | 'refused';
  /** The interface it offers to others. */
  readonly api: Api | null;
  /** The address of its interface while it is not disabled: no two applications have the same. */
  readonly resource: string | null;
  /** The interfaces it may call in its own name (RFC 6749 §4.4). */
  readonly calls: readonly Call[];
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}

export interface DepartmentRepository {
  find(id: string): Promise<Department | undefined>;
  list(): Promise<readonly Department[]>;
  /** @returns false where the id exists */
  insert(department: Department): Promise<boolean>;
  setDisabled(id: string, at: Date | null): Promise<boolean>;
}

export interface ApplicationRepository {
  find(id: string): Promise<Application | undefined>;
  findByResource(uri: string): Promise<Application | undefined>;
  list(): Promise<readonly Application[]>;
  /** @returns false where the id or the resource exists */
  insert(application: Application): Promise<boolean>;
  setCalls(id: string, calls: readonly Call[]): Promise<void>;
  /** What is disabled leaves its resource to others. */
  setDisabled(id: string, at: Date | null): Promise<boolean>;
}

/** The `sub` by which one department knows an identity: random, stored, the same for all its applications. */
export interface Subject {
  readonly identityId: string;
  readonly departmentId: string;
  readonly subject: string;
}

export interface SubjectRepository {
  find(identityId: string, departmentId: string): Promise<Subject | undefined>;
  /** @returns false where the pair has one (another node was first) */
  insert(subject: Subject): Promise<boolean>;
  ofIdentity(identityId: string): Promise<readonly Subject[]>;
  /** To an identity that has none at the department. */
  move(subject: Subject, identityId: string): Promise<void>;
  /** @returns whether there was one */
  remove(identityId: string, departmentId: string): Promise<boolean>;
}
