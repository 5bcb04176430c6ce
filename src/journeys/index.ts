import Router from '@koa/router';
import type { House } from '../domain/house.js';
import type { Interactions } from '../provider/interactions.js';
import type { PageState } from '../ui/context.js';
import { consentRoutes } from './consent/consent.routes.js';
import { createDeviceCookie } from './device-cookie.js';
import { guardianRoutes } from './guardian/guardian.routes.js';
import { interactionRoutes } from './interaction/interaction.routes.js';
import { createFinish } from './login/finish.js';
import { loginRoutes } from './login/login.routes.js';
import { createLoginRecord } from './login/login-record.js';
import { createPasswordLogin } from './login/password-login.js';
import { outsideRoutes } from './outside/outside.routes.js';
import { recoverRoutes } from './recover/recover.routes.js';
import { createRegistration } from './registration/registration.js';
import { registrationRoutes } from './registration/registration.routes.js';
import { stopRoutes } from './stop/stop.routes.js';

/** What a citizen walks through on the way from a portal to a login, as one router: registration, login, consent. */
export function createJourneys(house: House, interactions: Interactions): Router<PageState> {
  const router = new Router<PageState>();
  const parts = { ...house, interactions, device: createDeviceCookie(house.secure), record: createLoginRecord(house) };

  stopRoutes(router, house);
  interactionRoutes(router, parts);
  loginRoutes(router, { ...parts, ...createFinish(parts), checkLogin: createPasswordLogin(parts) });
  guardianRoutes(router, parts);
  consentRoutes(router, parts);
  outsideRoutes(router);
  registrationRoutes(router, { ...parts, registration: createRegistration(house) });
  recoverRoutes(router, parts);
  return router;
}
