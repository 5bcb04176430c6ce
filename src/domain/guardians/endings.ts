import type { Clock } from '../../shared/clock.js';
import { type GuardianshipEnding, type NoticeOf, type Notifier, record } from '../audit/index.js';
import type { Consents } from '../consents/index.js';
import type { IdentityStores } from '../identities/index.js';
import type { Guardianship } from '../records/index.js';

export interface EndingDeps {
  readonly clock: Clock;
  readonly notifications: Notifier;
  readonly consents: Pick<Consents, 'withdrawAllIn'>;
}

/** What a guardianship that ends becomes. */
export const OVER = { state: 'ended', guardianId: null, reviewAt: null } as const;

type Word = NoticeOf<'guardian.confirmed' | 'guardian.refused' | 'guardian.ended'>;

/** Writes the next state of a guardianship that the caller holds, with an event in the history of each of the two. */
export async function changeIn(
  stores: Pick<IdentityStores, 'guardianships' | 'audit' | 'outbox'>,
  { clock, notifications }: Omit<EndingDeps, 'consents'>,
  from: Guardianship,
  to: Pick<Guardianship, 'guardianId' | 'reviewAt'> & { readonly state: 'confirmed' | 'refused' | 'ended' },
  by: { readonly actor: string; readonly why?: GuardianshipEnding },
  told: { readonly ward?: Word; readonly guardian?: Word } = {},
): Promise<void> {
  await stores.guardianships.update({ ...from, ...to, askedDigest: null, changedAt: clock.now() });
  const guardianId = to.guardianId ?? from.guardianId ?? (to.state === 'refused' ? by.actor : null);
  const { state } = to;
  const why = by.why && { why: by.why };
  const sides = [
    { as: 'ward', identityId: from.identityId, person: guardianId },
    { as: 'guardian', identityId: guardianId, person: from.identityId },
  ] as const;
  for (const { as, identityId, person } of sides) {
    if (identityId === null) continue;
    const detail = { as, ...(person !== null && { person }), ...why };
    const event = { actor: by.actor, identityId, detail, notice: told[as] };
    await record({ clock, notifications }, stores, `guardian.${state}`, event);
  }
}

/**
 * Ends a confirmed guardianship before its time, for a caller who holds it. Where no other guardian has confirmed, every
 * consent of the child is withdrawn with it: what departments were granted dies, and nothing is given out any more.
 */
export async function endIn(
  stores: IdentityStores,
  deps: EndingDeps,
  guardianship: Guardianship,
  by: { readonly actor: string; readonly why: 'withdrawn' | 'guardian_gone' },
): Promise<void> {
  const { identityId, id } = guardianship;
  const others = (await stores.guardianships.ofWard(identityId)).filter((one) => one.id !== id);
  const last = !others.some(({ state }) => state === 'confirmed');
  await changeIn(stores, deps, guardianship, OVER, by, last ? { ward: { message: 'guardian_ended' } } : {});
  if (last) await deps.consents.withdrawAllIn(stores, identityId, by.actor);
}
