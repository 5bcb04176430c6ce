import type { Clock } from '../../shared/clock.js';
import { type NoticeOf, type Notifier, record } from '../audit/index.js';
import { eraseHoldings } from '../holdings/index.js';
import type { Identity, IdentityState } from '../records/index.js';
import type { IdentityStores, LifeFollower, SessionEnder } from './identity-stores.js';
import { LostRace } from './number-claims.js';
import type { PersonalDataVault } from './personal-data.js';

/** `closed` and `deceased` are final. */
const ALLOWED: Record<IdentityState, readonly IdentityState[]> = {
  active: ['locked', 'closed', 'deceased'],
  locked: ['active', 'closed', 'deceased'],
  closed: [],
  deceased: [],
};

export function mayBecome(from: IdentityState, to: IdentityState): boolean {
  return ALLOWED[from].includes(to);
}

export interface LifeDeps {
  readonly clock: Clock;
  readonly notifications: Notifier;
  readonly vault: PersonalDataVault;
  readonly sessions: SessionEnder;
  readonly followers?: readonly LifeFollower[] | undefined;
}

/**
 * Moves an identity to another state inside the caller's transaction. Whatever was issued to it before dies: the token
 * epoch rises, grants are revoked, sessions end and their portals are told. Closing also erases (`erase`).
 * @throws LostRace when the identity changed meanwhile
 */
export async function enterState(
  stores: IdentityStores,
  { clock, notifications, vault, sessions, followers = [] }: LifeDeps,
  identity: Identity,
  to: IdentityState,
  by: { readonly actor: string; readonly reason: string; readonly notice?: NoticeOf<'identity.state_changed'> },
): Promise<Identity> {
  const next: Identity = { ...identity, state: to, tokenEpoch: identity.tokenEpoch + 1 };
  const change = { state: to, tokenEpoch: next.tokenEpoch };
  if (!(await stores.identities.update(identity.id, identity.tokenEpoch, change))) throw new LostRace('identity');
  if (to !== 'active') {
    const why = by.reason === 'taken_over' ? 'taken_over' : to === 'locked' ? 'locked' : 'closed';
    await sessions.endAllIn(stores, identity.id, why);
    await stores.grants.revokeByIdentity(identity.id, clock.now());
  }
  if (to === 'closed' || to === 'deceased') {
    for (const follower of followers) await follower.ends(stores, next, by.actor);
  }
  if (to === 'closed') await erase(stores, vault, identity.id, clock.now(), by.reason !== 'taken_over');
  const { actor, reason, notice } = by;
  const event = { actor, identityId: identity.id, detail: { from: identity.state, to, reason }, notice };
  await record({ clock, notifications }, stores, 'identity.state_changed', event);
  return next;
}

/**
 * Ends everything a closed identity had. Its number is free again, its data key is gone and with it the data, in every
 * copy of the row; consents are withdrawn and keep their receipts, the audit keeps its events.
 */
async function erase(
  stores: IdentityStores,
  vault: PersonalDataVault,
  identityId: string,
  at: Date,
  holderMayReturn: boolean,
): Promise<void> {
  await eraseHoldings(stores, identityId, at);
  const data = await stores.personalData.find(identityId);
  const { number } = await vault.open(data, ['number']);
  // Who lost the number to its true holder is another person.
  if (number !== undefined && holderMayReturn) {
    const digest = await vault.formerDigest(number);
    await stores.formerIdentities.insert({ digest, identityId, closedAt: at, claimedBy: null, claimedAt: null });
  }
  if (data && !(await stores.personalData.update(vault.erased(data), data.version)))
    throw new LostRace('personal data');
}
