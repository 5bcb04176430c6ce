import { screenPath } from '../account/index.js';
import {
  Authenticators,
  Factors,
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
  QrLogin,
  RecoveryCodes,
  RecoveryFactor,
  relyingParty,
  SmsFactor,
  Throttle,
  TotpEnrolment,
  TotpFactor,
} from '../domain/authenticators/index.js';
import { Contacts } from '../domain/contacts/index.js';
import { MASKS } from '../domain/identities/index.js';
import type { EphemeralStore } from '../shared/ephemeral.js';
import type { Domain } from './domain.js';
import type { Foundation } from './foundation.js';

/**
 * What citizens log in with. A new factor is added here, and the levels that portals may ask for follow.
 * @param providers whose accounts citizens may link
 */
export function createAuthentication(
  foundation: Foundation,
  domain: Domain,
  ephemeral: EphemeralStore,
  providers: readonly OutsideProvider[] = [],
) {
  const { clock, keys, settings } = foundation;
  const { uow } = foundation.database;
  const { identities, notifications } = domain;
  const throttle = new Throttle({ uow, clock });
  const codes = new OneTimeCodes({ uow, clock, keys, notifications });
  const phoneOf = async (id: string): Promise<string | undefined> => (await identities.reveal(id, ['phone'])).phone;
  const passkeys = passkeyParts(foundation, notifications);
  const sealerOf = identities.sealerOf.bind(identities);
  const addressOf = (code: string): string => new URL(screenPath(code), settings.YIHAO_ISSUER).href;
  const qr = new QrLogin({ uow, ephemeral, keys, clock, addressOf });
  const outside: OutsideAccounts = new OutsideAccounts({
    providers,
    uow,
    keys,
    clock,
    origin: settings.YIHAO_ISSUER,
    // They need to know the factors, of which this is one.
    authenticators: { addIn: (...added) => authenticators.addIn(...added) },
  });
  const factors = new Factors(
    [
      ...(passkeys ? [new PasskeyFactor(passkeys)] : []),
      new TotpFactor({ throttle, uow, clock, sealerOf }),
      new SmsFactor({ codes, throttle, uow, clock, phoneOf }),
      new RecoveryFactor({ throttle, uow, keys, notifications, clock }),
    ],
    [
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
  return {
    throttle,
    codes,
    contacts: new Contacts({ uow, clock, identities, codes, notifications }),
    factors,
    qr,
    devices: new KnownDevices({ uow, clock }),
    authenticators,
    /** Undefined where browsers allow no passkeys. */
    passkeys: passkeys && new PasskeyEnrolment({ ...passkeys, authenticators, nameOf }),
    totp: new TotpEnrolment({ authenticators, uow, clock, sealerOf }),
    outside,
    recovery: new RecoveryCodes({ authenticators, uow, keys }),
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

export type Authentication = ReturnType<typeof createAuthentication>;
