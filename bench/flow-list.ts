import * as flows from './flows.js';
import type { Flow } from './measure.js';

const LANES = 16;

/** The rows of the table. `login` makes the sessions that those after it use. */
export const FLOWS: readonly Flow[] = [
  {
    key: 'discovery',
    title: 'discovery and JWKS',
    target: 1.5,
    run: flows.discovery,
    operations: 3000,
    lanes: LANES,
  },
  {
    key: 'login',
    title: 'password login, known device, hash left out',
    target: 0.7,
    run: flows.login,
    operations: 2000,
    lanes: LANES,
  },
  {
    key: 'sso',
    title: 'single sign-on, whole code flow',
    target: 0.75,
    run: flows.singleSignOn,
    operations: 1500,
    lanes: LANES,
  },
  {
    key: 'userinfo',
    title: 'userinfo, subject only',
    target: 0.75,
    run: flows.userinfo,
    operations: 3000,
    lanes: LANES,
  },
  {
    key: 'userinfo-claims',
    title: 'userinfo with name, birthdate, gender (each release audited)',
    target: 0.75,
    run: flows.userinfoWithClaims,
    operations: 1500,
    lanes: LANES,
  },
  {
    key: 'introspection',
    title: 'introspection',
    target: 0.75,
    run: flows.introspection,
    operations: 3000,
    lanes: LANES,
  },
  {
    key: 'refresh',
    title: 'refresh with rotation',
    target: 0.65,
    run: flows.refresh,
    operations: 1000,
    lanes: LANES,
  },
  {
    key: 'client-credentials',
    title: 'client credentials, opaque',
    target: 0.8,
    run: flows.clientCredentialsOpaque,
    operations: 2000,
    lanes: LANES,
  },
  {
    key: 'client-credentials-jwt',
    title: 'client credentials, JWT',
    target: 0.8,
    run: flows.clientCredentialsJwt,
    operations: 2000,
    lanes: LANES,
  },
  {
    key: 'login-argon2id',
    title: 'password login, argon2id 19 MiB',
    target: 0.9,
    run: flows.login,
    operations: 150,
    lanes: 8,
    realHashing: true,
  },
];
