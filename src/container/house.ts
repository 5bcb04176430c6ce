import { createTell } from '../account/history/telling.js';
import { screenPath } from '../account/index.js';
import {
  Authenticators,
  Factors,
  type FirstFactor,
  KnownDevices,
  OneTimeCodes,
  OutsideAccounts,
  OutsideLogin,
  type OutsideProvider,
  PasskeyChallenges,
  PasskeyCheck,
  PasskeyEnrolment,
  PasskeyFactor,
  PasskeyLogin,
  type PasswordHasher,
  QrLogin,
  RecoveryCodes,
  RecoveryFactor,
  relyingParty,
  type SecondFactor,
  SmsFactor,
  Throttle,
  TotpEnrolment,
  TotpFactor,
} from '../domain/authenticators/index.js';
import { Consents } from '../domain/consents/index.js';
import { Contacts } from '../domain/contacts/index.js';
import { Delegations } from '../domain/delegations/index.js';
import { Applications, Departments, Subjects } from '../domain/departments/index.js';
import { Childhood, ComingOfAge, Guardians, Wards } from '../domain/guardians/index.js';
import type { House } from '../domain/house.js';
import {
  BulkRegistration,
  Identities,
  IndexKeyRotation,
  IndexKeys,
  type LifeFollower,
  MASKS,
  PersonalDataVault,
  type PopulationRegistry,
} from '../domain/identities/index.js';
import { Notifications, Outbox } from '../domain/notifications/index.js';
import { Preferences } from '../domain/preferences/index.js';
import { Recoveries, RecoveryDoor, RecoveryProofs } from '../domain/recovery/index.js';
import { Closings, Corrections, DataExports, Returns } from '../domain/rights/index.js';
import { type PlaceFinder, Sessions } from '../domain/sessions/index.js';
import { Terminals } from '../domain/terminals/index.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import { createPlaces, type Foundation } from './foundation.js';

/**
 * The rules over real stores: all that an operator's commands need, and the ground floor of the house.
 * @param outboxing what the outbox tells and asks of this process
 */
export function createDomain(
  { clock, keys, database: { uow } }: Foundation,
  outboxing: Pick<ConstructorParameters<typeof Outbox>[0], 'onAdded' | 'trace'> = {},
) {
  const outbox = new Outbox({ keys, clock, ...outboxing });
  const notifications = new Notifications({ outbox, clock });
  const sessions = new Sessions({ uow, outbox, clock });
  const index = new IndexKeys({ uow, keys, clock });
  const vault = new PersonalDataVault(keys);
  const applications = new Applications({ uow, clock });
  const consents = new Consents({ uow, outbox, notifications, clock });
  const childhood = new Childhood({ uow, vault, clock });
  const guarding = { uow, childhood, vault, keys, index, clock, notifications, consents, sessions };
  const wards = new Wards(guarding);
  const followers: LifeFollower[] = [wards];
  const identities = new Identities({ uow, keys, clock, notifications, sessions, followers });
  const tell = createTell({ applications, identities });
  const throttle = new Throttle({ uow, clock });
  const delegations = new Delegations({ uow, clock, identities, sessions, notifications, throttle });
  followers.push(delegations);
  const recoveryProofs = new RecoveryProofs({ clock, keys });
  return {
    outbox,
    throttle,
    tell,
    notifications,
    sessions,
    preferences: new Preferences({ uow, clock }),
    identities,
    recoveryProofs,
    recoveries: new Recoveries({ uow, clock, keys, proofs: recoveryProofs, notifications, sessions, identities }),
    departments: new Departments({ uow, clock }),
    terminals: new Terminals({ uow, keys, clock }),
    applications,
    subjects: new Subjects({ uow, clock }),
    returns: new Returns({ uow, vault, outbox, notifications, clock }),
    closings: new Closings({ uow, outbox, notifications, vault, sessions, followers, clock }),
    corrections: new Corrections({ uow, notifications, identities, clock }),
    dataExports: new DataExports({ uow, outbox, notifications, identities, tell, clock }),
    consents,
    guardians: new Guardians(guarding),
    wards,
    comingOfAge: new ComingOfAge(guarding),
    delegations,
    indexKeyRotation: new IndexKeyRotation({ uow, index, vault, clock }),
    bulkRegistration: new BulkRegistration({ uow, keys, clock, index }),
  };
}

export type Domain = ReturnType<typeof createDomain>;

/** What a house needs beside its foundation, and what may stand in it beside or in place of the usual. */
export interface Furnishing {
  readonly ephemeral: EphemeralStore;
  readonly hasher: PasswordHasher;
  readonly registry: PopulationRegistry;
  /** Sites whose accounts citizens may link. */
  readonly outside?: readonly OutsideProvider[];
  /** Where requests come from; as the settings say where it is left out. */
  readonly places?: PlaceFinder;
  /** Factors before the real ones. */
  readonly factors?: { readonly first?: readonly FirstFactor[]; readonly second?: readonly SecondFactor[] };
}

/**
 * All there is, ready: the rules, and what citizens log in with. A new factor is added here, and the levels that portals
 * may ask for follow.
 */
export async function createHouse(foundation: Foundation, domain: Domain, furnishing: Furnishing): Promise<House> {
  const { clock, keys, settings } = foundation;
  const { uow } = foundation.database;
  const { ephemeral, hasher, registry, outside: providers = [], factors: more = {} } = furnishing;
  const { identities, notifications, throttle, recoveryProofs: proofs } = domain;
  const issuer = settings.YIHAO_ISSUER;
  const codes = new OneTimeCodes({ uow, clock, keys, notifications });
  const devices = new KnownDevices({ uow, clock });
  const phoneOf = async (id: string): Promise<string | undefined> => (await identities.reveal(id, ['phone'])).phone;
  const sealerOf = identities.sealerOf.bind(identities);
  const addressOf = (code: string): string => new URL(screenPath(code), issuer).href;
  const qr = new QrLogin({ uow, ephemeral, keys, clock, addressOf });
  const passkeys = passkeyParts(foundation, notifications);
  const outside = new OutsideAccounts({
    ...{ providers, uow, keys, clock, origin: issuer },
    // They need to know the factors, of which this is one.
    authenticators: { addIn: (...added) => authenticators.addIn(...added) },
  });
  const factors = new Factors(
    [
      ...(more.second ?? []),
      ...(passkeys ? [new PasskeyFactor(passkeys)] : []),
      new TotpFactor({ throttle, uow, clock, sealerOf }),
      new SmsFactor({ codes, throttle, uow, clock, phoneOf }),
      new RecoveryFactor({ throttle, uow, keys, notifications, clock }),
    ],
    [
      ...(more.first ?? []),
      ...(passkeys ? [new PasskeyLogin(passkeys)] : []),
      qr,
      ...providers.map((provider) => new OutsideLogin(outside, provider)),
    ],
  );
  const { highestAal } = factors;
  const authenticators: Authenticators = new Authenticators({ uow, clock, notifications, highestAal });
  async function nameOf(id: string): Promise<string> {
    const { name = '', phone } = await identities.reveal(id, ['name', 'phone']);
    return [MASKS.name(name), phone && MASKS.phone(phone)].filter(Boolean).join(' ');
  }
  const door = { uow, clock, keys, identities, hasher, notifications, registry, proofs, codes, devices, throttle };
  await identities.ready();
  return {
    ...domain,
    ...{ uow, clock, keys, ephemeral, hasher, registry, places: furnishing.places ?? createPlaces(settings) },
    ...{ factors, codes, devices, qr, outside, authenticators },
    throttleKey: await keys.derive('login-name'),
    contacts: new Contacts({ uow, clock, identities, codes, notifications }),
    passkeys: passkeys && new PasskeyEnrolment({ ...passkeys, authenticators, nameOf }),
    totp: new TotpEnrolment({ authenticators, uow, clock, sealerOf }),
    recovery: new RecoveryCodes({ authenticators, uow, keys }),
    recoveryDoor: new RecoveryDoor(door),
    issuer,
    secure: issuer.startsWith('https:'),
    phoneCountries: settings.YIHAO_PHONE_COUNTRIES,
    stayDays: settings.YIHAO_STAY_DAYS,
    idleMinutes: settings.YIHAO_SESSION_IDLE_MINUTES,
    terminalIdleMinutes: settings.YIHAO_TERMINAL_IDLE_MINUTES,
  };
}

function passkeyParts(
  { clock, keys, settings, database: { uow } }: Foundation,
  notifications: Domain['notifications'],
) {
  const party = relyingParty(settings.YIHAO_ISSUER);
  if (!party) return undefined;
  const parts = { uow, clock, keys, party, notifications, challenges: new PasskeyChallenges({ clock, keys }) };
  return { ...parts, check: new PasskeyCheck(parts) };
}
