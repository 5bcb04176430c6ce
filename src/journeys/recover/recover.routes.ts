import type Router from '@koa/router';
import type { PageState } from '../../ui/context.js';
import { journeyRoutes, type Opening } from '../walk.js';
import { changeSteps } from './change.steps.js';
import { proofSteps } from './proof.steps.js';
import { RECOVER_JOURNEY, recoverState } from './recover.journey.js';
import type { RecoveringParts } from './recovering.js';

/** Adds the recovery pages below `/interaction/:uid/recover`. */
export function recoverRoutes(
  router: Router<PageState>,
  deps: RecoveringParts & { readonly interactions: Opening },
): void {
  const kept = { name: 'recover', schema: recoverState, empty: {} } as const;
  const steps = journeyRoutes(router, deps.interactions, RECOVER_JOURNEY, kept);
  proofSteps(steps, deps);
  changeSteps(steps, deps);
}
