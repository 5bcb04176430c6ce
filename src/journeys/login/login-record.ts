import { record } from '../../domain/audit/index.js';
import type { House } from '../../domain/house.js';
import type { Identity, Preference, ProvenLogin, Recovery, Repositories } from '../../domain/records/index.js';
import { isSamePlace, placeText } from '../../domain/sessions/index.js';
import { plusSeconds } from '../../shared/clock.js';
import type { Entry } from './login.journey.js';

export type LoginStores = Pick<
  Repositories,
  'identities' | 'authenticators' | 'sessions' | 'recoveries' | 'preferences' | 'outbox' | 'audit'
>;
type Looks = Pick<LoginStores, 'identities' | 'recoveries' | 'preferences'>;

/** How things stand with somebody who is let in. */
export interface Seen {
  readonly identity: Identity | undefined;
  readonly recovery: Recovery | undefined;
  readonly preference: Preference | undefined;
}

export type Written = { readonly outcome: 'inactive' } | { readonly outcome: 'recorded'; readonly seen: Seen };

/** All that decides what follows a login, asked for at once. */
export async function lookAt({ identities, recoveries, preferences }: Looks, identityId: string): Promise<Seen> {
  const [identity, recovery, preference] = await Promise.all([
    identities.find(identityId),
    recoveries.find(identityId),
    preferences.find(identityId),
  ]);
  return { identity, recovery, preference };
}

/** Where a login leads, and from where it was made. */
export interface LoginSurroundings {
  readonly applicationId: string;
  readonly device: Entry['device'];
  /** As a `PlaceFinder` says it; null where nobody knows. */
  readonly place: string | null;
}

/** Days for which a place that somebody logged in from is remembered. */
const PLACE_DAYS = 90;

/** Writes what happened at a login's door. */
export function createLoginRecord({ uow, notifications, clock }: Pick<House, 'clock' | 'notifications' | 'uow'>) {
  /**
   * The audit row of a login, the message to its holder where the place is unusual or the device is not a known one, and
   * the authenticators' last use, in the caller's transaction. A login is finished only after that has committed.
   * @param seen what was seen in this transaction
   * @returns `inactive` where the identity was locked, closed or recovered meanwhile: nothing was written
   */
  async function write(
    stores: LoginStores,
    { identityId, aal, amr, used, epoch }: ProvenLogin,
    { applicationId, device, place }: LoginSurroundings,
    seen: Seen,
  ): Promise<Written> {
    const { authenticators, sessions } = stores;
    const { identity } = seen;
    if (identity?.state !== 'active' || (epoch ?? identity.tokenEpoch) !== identity.tokenEpoch)
      return { outcome: 'inactive' };
    const now = clock.now();
    // Which of several passkeys or linked accounts it was is noted where it was checked.
    const single = used.filter((kind) => kind !== 'passkey' && kind !== 'outside');
    await authenticators.touch(identityId, single, now);
    const unusual = place !== null && (await isUnusual(sessions, identityId, place, now));
    const notice = unusual
      ? ({ message: 'unusual_place', words: { place: placeText(place) } } as const)
      : device === 'known'
        ? undefined
        : ({ message: 'new_device' } as const);
    const detail = { aal, amr, device, ...(unusual && { unusual }) };
    const event = { actor: identityId, identityId, applicationId, detail, notice };
    await record({ clock, notifications }, stores, 'login.succeeded', event);
    return { outcome: 'recorded', seen };
  }

  return {
    write,

    /** Rises when everything proven before is worth nothing any more: by a lock, a closing, a recovery. */
    async epochOf(identityId: string): Promise<number | undefined> {
      return (await uow.read.identities.find(identityId))?.tokenEpoch;
    },

    /** As `write`, in a transaction of its own. */
    succeeded(login: ProvenLogin, surroundings: LoginSurroundings): Promise<Written> {
      return uow.run(async (stores) => write(stores, login, surroundings, await lookAt(stores, login.identityId)));
    },

    /** A second factor that was not given. */
    async failed(failure: {
      /** Null where nobody was named. */
      identityId: string | null;
      applicationId: string;
      factor: string;
      paused: boolean;
    }): Promise<void> {
      const { identityId, applicationId, factor, paused } = failure;
      const detail = { factor, paused };
      await uow.run((stores) =>
        record({ clock }, stores, 'login.failed', { actor: 'visitor', identityId, applicationId, detail }),
      );
    },
  };
}

export type LoginRecord = ReturnType<typeof createLoginRecord>;

/** Not seen in the sessions of the last months; nothing is unusual for whom no place is known. */
async function isUnusual(
  sessions: LoginStores['sessions'],
  identityId: string,
  place: string,
  now: Date,
): Promise<boolean> {
  const since = plusSeconds(now, -PLACE_DAYS * 24 * 3600);
  const all = await sessions.ofIdentity(identityId);
  const seen = all.filter((session) => (session.lastSeenAt ?? session.startedAt) >= since && session.place !== null);
  return seen.length > 0 && !seen.some((session) => isSamePlace(session.place!, place));
}
