import type { Clock } from '../../shared/clock.js';
import { audit } from '../audit/index.js';
import type { Consents } from '../consents/index.js';
import type { IdentityStores } from '../identities/index.js';
import type { Notifications } from '../notifications/index.js';
import type { Guardianship } from '../records/index.js';

/**
 * `withdrawn`: the guardian took the consent back. `guardian_gone`: the guardian's own identity ended. `ward_gone`: the
 * child's did. `of_age`: the child turned 14.
 */
export type GuardianshipEnding = 'withdrawn' | 'guardian_gone' | 'ward_gone' | 'of_age';

export interface EndingDeps {
  readonly clock: Clock;
  readonly notifications: Pick<Notifications, 'enqueueEverywhere'>;
  readonly consents: Pick<Consents, 'withdrawAllIn'>;
}

/** Writes the next state of a guardianship that the caller holds, with an event in the history of each of the two. */
export async function changeIn(
  stores: Pick<IdentityStores, 'guardianships' | 'audit'>,
  clock: Clock,
  from: Guardianship,
  to: Pick<Guardianship, 'state' | 'guardianId' | 'reviewAt'>,
  by: { readonly actor: string; readonly why?: GuardianshipEnding },
): Promise<void> {
  await stores.guardianships.update({ ...from, ...to, askedDigest: null, changedAt: clock.now() });
  const guardianId = to.guardianId ?? from.guardianId ?? (to.state === 'refused' ? by.actor : null);
  const { state } = to;
  const why = by.why && { why: by.why };
  const sides = [
    { as: 'ward', identityId: from.identityId, person: guardianId },
    { as: 'guardian', identityId: guardianId, person: from.identityId },
  ];
  for (const { as, identityId, person } of sides) {
    if (identityId === null) continue;
    const detail = { as, ...(person !== null && { person }), ...why };
    await audit(stores.audit, clock, { type: `guardian.${state}`, actor: by.actor, identityId, detail });
  }
}

/**
 * Ends a confirmed guardianship before its time, for a caller who holds it. Where no other guardian has confirmed, every
 * consent of the child is withdrawn with it: what departments were granted dies, and nothing is given out any more.
 */
export async function endIn(
  stores: IdentityStores,
  { clock, consents, notifications }: EndingDeps,
  guardianship: Guardianship,
  by: { readonly actor: string; readonly why: 'withdrawn' | 'guardian_gone' },
): Promise<void> {
  const { identityId } = guardianship;
  await changeIn(stores, clock, guardianship, { state: 'ended', guardianId: null, reviewAt: null }, by);
  const left = await stores.guardianships.ofWard(identityId);
  if (left.some(({ state }) => state === 'confirmed')) return;
  await consents.withdrawAllIn(stores, identityId, by.actor);
  await notifications.enqueueEverywhere(stores.outbox, identityId, {
    template: 'guardian_ended',
  });
}
