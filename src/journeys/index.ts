import Router from '@koa/router';
import type { Notifier } from '../domain/audit/index.js';
import type { Factors, KnownDevices, OneTimeCodes, PasswordHasher, Throttle } from '../domain/authenticators/index.js';
import type { Consents } from '../domain/consents/index.js';
import type { Applications } from '../domain/departments/index.js';
import type { Guardians } from '../domain/guardians/index.js';
import type { Identities, PopulationRegistry } from '../domain/identities/index.js';
import type { Preferences } from '../domain/preferences/index.js';
import type { Repositories } from '../domain/records/index.js';
import type { Recoveries, RecoveryDoor } from '../domain/recovery/index.js';
import type { Closings } from '../domain/rights/index.js';
import type { PlaceFinder } from '../domain/sessions/index.js';
import type { Interactions } from '../provider/interactions.js';
import type { Clock } from '../shared/clock.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import type { UnitOfWork } from '../shared/unit-of-work.js';
import type { PageState } from '../ui/context.js';
import { consentRoutes } from './consent/consent.routes.js';
import { createDeviceCookie } from './device-cookie.js';
import { guardianRoutes } from './guardian/guardian.routes.js';
import { interactionRoutes } from './interaction/interaction.routes.js';
import { createFinish } from './login/finish.js';
import { loginRoutes } from './login/login.routes.js';
import { createLoginRecord, type LoginStores } from './login/login-record.js';
import { createPasswordLogin } from './login/password-login.js';
import { outsideRoutes } from './outside/outside.routes.js';
import { recoverRoutes } from './recover/recover.routes.js';
import { createRegistration } from './registration/registration.js';
import { registrationRoutes } from './registration/registration.routes.js';
import { stopRoutes } from './stop/stop.routes.js';
import { stateKey } from './walk.js';

export interface JourneysDeps {
  readonly interactions: Pick<
    Interactions,
    | 'details'
    | 'finishLogin'
    | 'finishClosing'
    | 'principals'
    | 'finishContinue'
    | 'finishGuardian'
    | 'finishConsent'
    | 'abort'
    | 'prolong'
    | 'anySession'
  >;
  readonly identities: Pick<Identities, 'find' | 'resolveLogin' | 'register' | 'reveal'>;
  readonly consents: Pick<Consents, 'due' | 'give'>;
  readonly applications: Pick<Applications, 'findWithDepartment'>;
  readonly guardians: Pick<Guardians, 'ask' | 'ofWard' | 'mayRelease'>;
  readonly registry: PopulationRegistry;
  readonly hasher: PasswordHasher;
  readonly throttle: Throttle;
  readonly codes: OneTimeCodes;
  readonly factors: Factors;
  readonly devices: KnownDevices;
  readonly recoveries: Recoveries;
  readonly preferences: Pick<Preferences, 'of'>;
  readonly recoveryDoor: RecoveryDoor;
  readonly closings: Pick<Closings, 'keep'>;
  readonly notifications: Notifier;
  readonly uow: UnitOfWork<LoginStores & Pick<Repositories, 'failureCounters'>>;
  readonly ephemeral: EphemeralStore;
  /** Where in the country a login comes from; nobody knows where it is left out. */
  readonly places?: PlaceFinder;
  readonly clock: Clock;
  /** `KeyManagement.derive('login-name')`. */
  readonly throttleKey: Buffer;
  readonly stayDays: number;
  readonly idleMinutes: number;
  /** Whether the issuer is https. */
  readonly secure: boolean;
  /** Country codes of the phones that may register. */
  readonly phoneCountries: readonly string[];
}

/** What a citizen walks through on the way from a portal to a login, as one router: registration, login, consent. */
export function createJourneys(deps: JourneysDeps): Router<PageState> {
  const { interactions, identities, clock, codes, devices, factors } = deps;
  const router = new Router<PageState>();
  const device = createDeviceCookie(deps.secure);
  const record = createLoginRecord(deps);
  stopRoutes(router, deps);
  const { finish, letIn, enter } = createFinish({ ...deps, record, device });

  interactionRoutes(router, {
    interactions,
    closings: deps.closings,
    reveal: (id, fields) => identities.reveal(id, fields),
    chooseOther: (ctx, uid) => ctx.state.visit.set(stateKey('login', uid), { other: true }),
  });
  loginRoutes(router, {
    interactions,
    checkLogin: createPasswordLogin({ ...deps, record }),
    finish,
    letIn,
    enter,
    recoveries: deps.recoveries,
    device,
    devices,
    clock,
    factors,
    record,
    places: deps.places,
    stayDays: deps.stayDays,
    idleMinutes: deps.idleMinutes,
  });
  guardianRoutes(router, { interactions, identities, guardians: deps.guardians });
  consentRoutes(router, deps);
  outsideRoutes(router);
  registrationRoutes(router, {
    interactions,
    registration: createRegistration(deps),
    codes,
    device,
    clock,
    phoneCountries: deps.phoneCountries,
  });
  recoverRoutes(router, {
    ...{ interactions, codes, identities, device, clock },
    door: deps.recoveryDoor,
    recoveries: deps.recoveries,
    hasher: deps.hasher,
    phoneCountries: deps.phoneCountries,
    simulated: deps.registry.simulated,
  });
  return router;
}
