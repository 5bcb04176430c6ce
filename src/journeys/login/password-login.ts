import { createHash } from 'node:crypto';
import { audit } from '../../domain/audit/index.js';
import type { PasswordHasher, Throttle } from '../../domain/authenticators/index.js';
import type { Identities, Identity } from '../../domain/identities/index.js';
import type { Repositories } from '../../domain/repositories.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, BUSY } from '../../shared/errors.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';

/** Leads from what was typed to an active identity; does the same work whether it finds one or not. */
export type LoginResolver = Pick<Identities, 'resolveLogin'>;

export interface DeviceMemory {
  isKnown(identityId: string, deviceSecret: string): Promise<boolean>;
}

export interface PasswordLoginDeps {
  readonly identities: LoginResolver;
  readonly hasher: PasswordHasher;
  readonly throttle: Pick<Throttle, 'attempt' | 'clear'>;
  readonly devices: DeviceMemory;
  readonly uow: UnitOfWork<Pick<Repositories, 'authenticators' | 'audit'>>;
  readonly clock: Clock;
}

export type PasswordAnswer =
  /** Unknown, ambiguous, locked, wrong, or paused after many failures: one answer for all, so that none can be told apart. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'right'; readonly identity: Identity; readonly knownDevice: boolean };

/** Stands in for a device secret where the browser has none, so that the same question is asked of the store. */
const NO_DEVICE = '-';

/**
 * Checks a login name and a password.
 * The failure counter belongs to the identity, however its login name was spelled and wherever the request came from;
 * a device that the identity has confirmed counts on its own, so that strangers' failures cannot lock its owner out.
 * @throws AppError(BUSY) when the hashing queue is full
 */
export function createPasswordLogin(deps: PasswordLoginDeps) {
  const { identities, hasher, throttle, devices, uow, clock } = deps;

  return async function checkLogin(input: {
    readonly login: string;
    readonly password: string;
    readonly deviceSecret: string | undefined;
    readonly applicationId: string;
  }): Promise<PasswordAnswer> {
    const resolved = await identities.resolveLogin(input.login);
    const identity = resolved.outcome === 'one' ? resolved.identity : undefined;
    const account = identity?.id ?? resolved.loginDigest;
    const recognised = await devices.isKnown(account, input.deviceSecret ?? NO_DEVICE);
    const knownDevice = identity !== undefined && input.deviceSecret !== undefined && recognised;
    const subject = knownDevice ? deviceSubject(account, input.deviceSecret) : account;

    const password = (await uow.read.authenticators.ofIdentity(account)).find(({ kind }) => kind === 'password');
    const { matches, rehash } = await hasher.verify(password?.secret ?? null, input.password);
    // Counted before the answer is looked at, so that parallel guesses gain nothing; after the hashing, so that a full
    // queue costs nobody a try.
    const paused = (await throttle.attempt(subject, 'password')).blocked;

    if (paused || !matches || !identity || !password) {
      await uow.run(({ audit: log }) =>
        audit(log, clock, {
          type: 'login.failed',
          actor: 'visitor',
          identityId: identity?.id ?? null,
          applicationId: input.applicationId,
          detail: { factor: 'password', paused },
        }),
      );
      return { outcome: 'refused' };
    }

    await throttle.clear(subject, 'password');
    if (rehash) await strengthen(identity.id, password.id, input.password);
    return { outcome: 'right', identity, knownDevice };
  };

  /** Hashes anew after the parameters rose. Comfort only: a full queue leaves it to the next login. */
  async function strengthen(identityId: string, authenticatorId: string, password: string): Promise<void> {
    try {
      const secret = await hasher.hash(password);
      await uow.run(({ authenticators }) => authenticators.setSecret(identityId, authenticatorId, secret));
    } catch (error) {
      if (!(error instanceof AppError && error.entry === BUSY)) throw error;
    }
  }
}

function deviceSubject(identityId: string, deviceSecret: string | undefined): string {
  return createHash('sha256').update(`${identityId}|${deviceSecret}`).digest('base64url').slice(0, 36);
}

export type PasswordLogin = ReturnType<typeof createPasswordLogin>;
