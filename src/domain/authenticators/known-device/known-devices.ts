import { createHmac } from 'node:crypto';
import { type Clock, plusSeconds } from '../../../shared/clock.js';
import { randomToken } from '../../../shared/random.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import { KNOWN_DEVICE_DAYS } from '../../holdings/index.js';
import type { Authenticator, KnownDeviceRepository } from '../../records/index.js';

/** Exactly what `randomToken` makes: a secret that we did not make is never confirmed. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** Stands in for a secret where the browser has none. */
const NO_DEVICE = '-';

/**
 * Browsers that an identity has confirmed with a second factor. A browser has one random secret, which the identities
 * that use it share; the digest in the store is keyed with the identity, so that rows of one browser cannot be matched
 * with each other.
 */
export class KnownDevices {
  readonly #uow: UnitOfWork<{ readonly knownDevices: KnownDeviceRepository }>;
  readonly #clock: Clock;

  constructor(deps: { uow: UnitOfWork<{ readonly knownDevices: KnownDeviceRepository }>; clock: Clock }) {
    this.#uow = deps.uow;
    this.#clock = deps.clock;
  }

  /**
   * An identity's authenticators, and whether it has confirmed this browser. The same is asked of the store where the
   * browser has no secret, so that nobody can time the difference.
   */
  async look(
    identityId: string,
    deviceSecret: string | undefined = NO_DEVICE,
  ): Promise<{ readonly known: boolean; readonly authenticators: readonly Authenticator[] }> {
    const { knownDevices } = this.#uow.read;
    const deviceDigest = digest(identityId, deviceSecret);
    const { device, authenticators } = await knownDevices.withAuthenticators(identityId, deviceDigest);
    if (!device || !SECRET.test(deviceSecret)) return { known: false, authenticators };
    // `put` keeps the first confirmation and moves the last one.
    const known = plusSeconds(device.lastSeenAt, KNOWN_DEVICE_DAYS * 24 * 60 * 60) > this.#clock.now();
    return { known, authenticators };
  }

  /**
   * Remembers the browser for this identity, right after a second factor.
   * @param deviceSecret what the browser holds already; anything but a secret of ours is replaced by a new one
   * @returns the secret the browser is to keep, in a cookie that no other host can set (`__Host-`)
   */
  async confirm(identityId: string, deviceSecret: string | undefined): Promise<string> {
    const secret = deviceSecret && SECRET.test(deviceSecret) ? deviceSecret : randomToken();
    const now = this.#clock.now();
    const device = { identityId, deviceDigest: digest(identityId, secret), confirmedAt: now, lastSeenAt: now };
    await this.#uow.run(({ knownDevices }) => knownDevices.put(device));
    return secret;
  }
}

/** The secret has 256 random bits: it needs no slow hash. */
function digest(identityId: string, secret: string): string {
  return createHmac('sha256', secret).update(identityId).digest('base64url');
}
