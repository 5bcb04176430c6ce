import type Router from '@koa/router';
import type { PageState } from '../../ui/context.js';
import { journeyRoutes, type Opening } from '../walk.js';
import { codeSteps } from './code.steps.js';
import { type FirstStepDeps, firstSteps } from './first.steps.js';
import { LOGIN_JOURNEY, loginState } from './login.journey.js';
import { type LoginStepDeps, loginSteps } from './login.steps.js';
import { type WaitingStepDeps, waitingSteps } from './waiting.steps.js';

/** Adds the login pages below `/interaction/:uid/login` and `/code`. */
export function loginRoutes(
  router: Router<PageState>,
  deps: LoginStepDeps & FirstStepDeps & WaitingStepDeps & { readonly interactions: Opening },
): void {
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
