import {
  Authenticators,
  Factors,
  KnownDevices,
  OneTimeCodes,
  SmsFactor,
  Throttle,
} from '../domain/authenticators/index.js';
import type { Domain } from './domain.js';
import type { Foundation } from './foundation.js';

/** What citizens log in with. A new factor is added here, and the levels that portals may ask for follow. */
export function createAuthentication({ clock, keys, database: { uow } }: Foundation, domain: Domain) {
  const { identities, notifications } = domain;
  const throttle = new Throttle({ uow, clock });
  const codes = new OneTimeCodes({ uow, clock, keys, notifications });
  const phoneOf = async (id: string): Promise<string | undefined> => (await identities.reveal(id, ['phone'])).phone;
  const factors = new Factors([new SmsFactor({ codes, throttle, uow, phoneOf })]);
  const { highestAal } = factors;
  return {
    throttle,
    codes,
    factors,
    devices: new KnownDevices({ uow, clock }),
    authenticators: new Authenticators({ uow, clock, notifications, highestAal }),
  };
}

export type Authentication = ReturnType<typeof createAuthentication>;
