import * as flows from './load/flows.js';
import type { Flow } from './measure.js';

/** What a flow's CPU may be beside the other sides' in the same run; undefined where nothing is asked. */
export interface Targets {
  /** The least of the bare server's over ours. */
  readonly bare: number;
  /** The most of ours over that of the build before this work. */
  readonly against?: number;
  /** The same for the embedded default. */
  readonly embedded?: number;
  /** The least of Keycloak's over ours. Keycloak does those flows that have one. */
  readonly keycloak?: number;
}

export interface ListedFlow extends Flow {
  readonly targets: Targets;
}

/** The most of one process's peak memory over the bare server's. */
export const MEMORY_TARGET = 1.3;

const LANES = 16;
const WEB = { of: 'sessions', tokens: false } as const;
const WEB_TOKENS = { of: 'sessions', tokens: true } as const;
const PLAIN_TOKENS = { of: 'plainSessions', tokens: true } as const;
const MOBILE = { of: 'mobileSessions', tokens: false } as const;

/** The rows of the table, in an order in which the sessions of one are of use to the next. */
export const FLOWS: readonly ListedFlow[] = [
  {
    key: 'discovery',
    title: 'discovery and JWKS',
    targets: { bare: 1.5 },
    run: flows.discovery,
    operations: 3000,
    lanes: LANES,
  },
  {
    key: 'login',
    title: 'password login, known device, hash left out',
    targets: { bare: 0.7, against: 0.6, embedded: 0.6 },
    run: flows.login,
    operations: 2000,
    lanes: LANES,
  },
  {
    key: 'login-argon2id',
    title: 'password login, argon2id 19 MiB',
    targets: { bare: 0.9, against: 0.8, keycloak: 5.5 },
    run: flows.login,
    operations: 150,
    lanes: 8,
    realHashing: true,
  },
  {
    key: 'sso',
    title: 'single sign-on, whole code flow',
    targets: { bare: 0.75, against: 0.7, keycloak: 4.5 },
    run: flows.singleSignOn,
    operations: 1500,
    lanes: LANES,
    needs: WEB,
  },
  {
    key: 'userinfo',
    title: 'userinfo, subject only',
    targets: { bare: 0.75, against: 0.75, keycloak: 5 },
    run: flows.userinfo,
    operations: 3000,
    lanes: LANES,
    needs: PLAIN_TOKENS,
  },
  {
    key: 'introspection',
    title: 'introspection',
    targets: { bare: 0.75, against: 0.75, keycloak: 5 },
    run: flows.introspection,
    operations: 3000,
    lanes: LANES,
    needs: PLAIN_TOKENS,
  },
  {
    key: 'userinfo-claims',
    title: 'userinfo with name, birthdate, gender (each release audited)',
    targets: { bare: 0.75 },
    run: flows.userinfoWithClaims,
    operations: 1500,
    lanes: LANES,
    needs: WEB_TOKENS,
  },
  {
    key: 'refresh',
    title: 'refresh with rotation',
    targets: { bare: 0.65, against: 0.6, keycloak: 4.5 },
    run: flows.refresh,
    operations: 1000,
    lanes: LANES,
    needs: MOBILE,
  },
  {
    key: 'client-credentials',
    title: 'client credentials, opaque',
    targets: { bare: 0.8 },
    run: flows.clientCredentialsOpaque,
    operations: 2000,
    lanes: LANES,
  },
  {
    key: 'client-credentials-jwt',
    title: 'client credentials, JWT',
    targets: { bare: 0.8, against: 0.9, keycloak: 7 },
    run: flows.clientCredentialsJwt,
    operations: 2000,
    lanes: LANES,
  },
];
