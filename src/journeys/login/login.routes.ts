import type Router from '@koa/router';
import type { PageState } from '../../ui/context.js';
import { journeyRoutes, type Opening } from '../walk.js';
import { codeSteps } from './code.steps.js';
import { firstSteps } from './first.steps.js';
import { LOGIN_JOURNEY, loginState } from './login.journey.js';
import { loginSteps } from './login.steps.js';
import type { LoginParts } from './login-parts.js';
import { waitingSteps } from './waiting.steps.js';

/** Adds the login pages below `/interaction/:uid/login` and `/code`. */
export function loginRoutes(router: Router<PageState>, deps: LoginParts & { readonly interactions: Opening }): void {
  const steps = journeyRoutes(router, deps.interactions, LOGIN_JOURNEY, {
    name: 'login',
    schema: loginState,
    empty: {},
  });
  loginSteps(steps, deps);
  firstSteps(steps, deps);
  codeSteps(steps, deps);
  waitingSteps(steps, deps);
}
