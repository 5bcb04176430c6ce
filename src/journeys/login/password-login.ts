import { createHash } from 'node:crypto';
import { record } from '../../domain/audit/index.js';
import { usableOf } from '../../domain/authenticators/index.js';
import type { House } from '../../domain/house.js';
import type { ProvenLogin } from '../../domain/records/index.js';
import { unlessBusy } from '../../shared/errors.js';
import { untilNextStep } from '../../shared/even-steps.js';
import { type LoginRecord, lookAt, type Seen } from './login-record.js';

export interface PasswordTry {
  readonly login: string;
  readonly password: string;
  readonly deviceSecret: string | undefined;
  readonly applicationId: string;
  /** As a `PlaceFinder` says it; null where nobody knows. */
  readonly place: string | null;
  /** The login that the password is by itself; undefined where another factor is still to come. */
  readonly proves: (identityId: string, knownDevice: boolean) => Promise<ProvenLogin | undefined>;
}

export type PasswordAnswer =
  /** Unknown, ambiguous, locked, wrong, or paused after many failures: one answer for all, so that none can be told apart. */
  | { readonly outcome: 'refused' }
  /** Right, and another factor is to come. */
  | { readonly outcome: 'right'; readonly identityId: string }
  /** Right and enough: the login is written down. */
  | { readonly outcome: 'proven'; readonly login: ProvenLogin; readonly seen: Seen }
  /** Right, of an identity that was locked or closed this moment. */
  | { readonly outcome: 'inactive' };

/**
 * Milliseconds. A known identity has rows that are read and a counter that is written; nobody may time that (A14). What
 * is refused leaves at whole steps; whoever is let in does not wait.
 */
const STEP_MS = 50;

/**
 * Checks a login name and a password.
 * The failure counter belongs to the identity, however its login name was spelled and wherever the request came from;
 * a device that the identity has confirmed counts on its own, so that strangers' failures cannot lock its owner out.
 * @throws AppError(BUSY) when the hashing queue is full
 */
export function createPasswordLogin(
  deps: Pick<House, 'clock' | 'devices' | 'hasher' | 'identities' | 'throttle' | 'uow'> & {
    readonly record: Pick<LoginRecord, 'write'>;
  },
) {
  const { identities, hasher, throttle, devices, uow, clock } = deps;

  return async function checkLogin(input: PasswordTry): Promise<PasswordAnswer> {
    const { deviceSecret, applicationId, place } = input;
    const begun = performance.now();
    const resolved = await identities.resolveLogin(input.login);
    const identity = resolved.outcome === 'one' ? resolved.identity : undefined;
    const account = identity?.id ?? resolved.loginDigest;
    const { known, authenticators } = await devices.look(account, deviceSecret);
    const knownDevice = identity !== undefined && deviceSecret !== undefined && known;
    const subject = knownDevice ? deviceSubject(account, deviceSecret) : account;

    const password = usableOf(authenticators, clock.now()).find(({ kind }) => kind === 'password');
    const { matches, rehash } = await hasher.verify(password?.secret ?? null, input.password);
    const right = matches && password !== undefined ? identity?.id : undefined;
    const login = right && (await input.proves(right, knownDevice));

    // After the hashing, so that a full queue costs nobody a try; and nobody learns how it went before the try is settled.
    const answer = await uow.run(async (repositories): Promise<PasswordAnswer> => {
      const pause = await throttle.settle(repositories, subject, 'password', right !== undefined);
      if (pause.blocked || right === undefined) {
        await record({ clock }, repositories, 'login.failed', {
          actor: 'visitor',
          identityId: identity?.id ?? null,
          applicationId,
          detail: { factor: 'password', paused: pause.blocked },
        });
        return { outcome: 'refused' };
      }
      if (!login) return { outcome: 'right', identityId: right };
      const seen = await lookAt(repositories, right);
      const surroundings = { applicationId, device: 'known', place } as const;
      const written = await deps.record.write(repositories, login, surroundings, seen);
      return written.outcome === 'inactive' ? written : { outcome: 'proven', login, seen };
    });
    if (answer.outcome === 'refused') await untilNextStep(begun, STEP_MS);
    else if (rehash && right && password) {
      await strengthen(right, password.id, input.password);
    }
    return answer;
  };

  /** Hashes anew after the parameters rose. Comfort only: a full queue leaves it to the next login. */
  async function strengthen(identityId: string, authenticatorId: string, password: string): Promise<void> {
    const secret = await unlessBusy(hasher.hash(password));
    if (secret !== undefined)
      await uow.run(({ authenticators }) => authenticators.setSecret(identityId, authenticatorId, secret));
  }
}

function deviceSubject(identityId: string, deviceSecret: string | undefined): string {
  return createHash('sha256').update(`${identityId}|${deviceSecret}`).digest('base64url').slice(0, 36);
}

export type PasswordLogin = ReturnType<typeof createPasswordLogin>;
