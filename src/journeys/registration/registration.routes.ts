import type Router from '@koa/router';
import type { PageState } from '../../ui/context.js';
import { journeyRoutes, type Opening } from '../walk.js';
import { detailsSteps } from './details.steps.js';
import { guardianSteps } from './guardian.steps.js';
import { matchSteps } from './match.steps.js';
import { passwordSteps } from './password.steps.js';
import { phoneSteps } from './phone.steps.js';
import type { RegisteringParts } from './registering.js';
import { REGISTRATION_JOURNEY, registrationState } from './registration.journey.js';

/** Adds the registration pages below `/interaction/:uid/register`. */
export function registrationRoutes(
  router: Router<PageState>,
  deps: RegisteringParts & { readonly interactions: Opening },
): void {
  const kept = { name: 'registration', schema: registrationState, empty: {} } as const;
  const steps = journeyRoutes(router, deps.interactions, REGISTRATION_JOURNEY, kept);
  detailsSteps(steps, deps);
  phoneSteps(steps, deps);
  matchSteps(steps, deps);
  guardianSteps(steps, deps);
  passwordSteps(steps, deps);
}
