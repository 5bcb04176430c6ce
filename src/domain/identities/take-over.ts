import { record } from '../audit/index.js';
import type { Identity } from '../records/index.js';
import type { IndexKeys, NumberDigester } from './blind-index.js';
import type { CitizenNumber } from './citizen-number.js';
import type { IdentityDeps, IdentityStores } from './identity-stores.js';
import { enterState, type LifeDeps } from './life.js';
import { afterLostRaces, claimNumbers, findHolder, LostRace } from './number-claims.js';

/** A number proven to belong to an identity's holder. The proof itself is the verification's work. */
export interface ProvenNumber {
  /** Who proved it. */
  readonly claimantId: string;
  readonly number: CitizenNumber;
  readonly ial: 2 | 3;
  /** Who decided: a clerk's identity id, or `system`. */
  readonly actor: string;
}

export type TakeOverResult =
  /** The claimant held the number already, now by proof; or nobody did. */
  | { readonly outcome: 'proven'; readonly identity: Identity }
  /** The provisional holder's identity is closed. */
  | { readonly outcome: 'taken_over'; readonly identity: Identity; readonly loserId: string }
  /** Someone else proved it too, or died holding it: nothing changed, staff must decide. */
  | { readonly outcome: 'collision'; readonly holderId: string }
  /** The claimant may not log in, or has no data. */
  | { readonly outcome: 'not_allowed' };

type TakeOverDeps = Pick<IdentityDeps, 'uow'> & LifeDeps & { readonly index: IndexKeys };

/**
 * A number belongs to the one who proves it, not to the one who arrived first. All in one transaction: the number moves, the
 * provisional holder's credentials, grants, consents and sessions end, that identity closes, both are audited and the
 * loser is told. Two proofs of one number change nothing and are left to staff.
 */
export async function takeOver(deps: TakeOverDeps, proof: ProvenNumber): Promise<TakeOverResult> {
  await deps.index.ensure();
  return afterLostRaces(() =>
    deps.uow.run(async (stores): Promise<TakeOverResult> => {
      const keys = await deps.index.load(stores.indexKeys, 'share');
      const claimant = await stores.identities.find(proof.claimantId);
      if (claimant?.state !== 'active') return { outcome: 'not_allowed' };
      const entry = await findHolder(stores.numberIndex, keys, proof.number.normalised);
      if (entry?.identityId === claimant.id) {
        await stores.numberIndex.setClaim(claimant.id, 'proven');
        return { outcome: 'proven', identity: await raise(stores, deps, claimant, proof) };
      }
      const holder = entry && (await stores.identities.find(entry.identityId));
      if (entry && !holder) throw new LostRace('holder');
      if (holder && (entry?.claim === 'proven' || holder.ial > 1 || holder.state === 'deceased')) {
        return collision(stores, deps, proof, holder);
      }
      if (holder) await dispossess(stores, deps, proof, holder);
      await moveNumber(stores, deps, keys, proof);
      const identity = await raise(stores, deps, claimant, proof);
      return holder ? { outcome: 'taken_over', identity, loserId: holder.id } : { outcome: 'proven', identity };
    }),
  );
}

async function collision(
  stores: IdentityStores,
  { clock }: TakeOverDeps,
  { claimantId, ial, actor }: ProvenNumber,
  holder: Identity,
): Promise<TakeOverResult> {
  await record({ clock }, stores, 'identity.number_collision', {
    actor,
    identityId: holder.id,
    detail: { claimant: claimantId, claimantIal: ial, holderIal: holder.ial },
  });
  return { outcome: 'collision', holderId: holder.id };
}

/** The notice carries the phone itself: once the identity is closed nobody can look it up. */
async function dispossess(stores: IdentityStores, deps: TakeOverDeps, proof: ProvenNumber, holder: Identity) {
  const data = await stores.personalData.find(holder.id);
  const { phone } = await deps.vault.open(data, ['phone']);
  const notice = { message: 'taken_over', to: phone === undefined ? [] : [{ phone }] } as const;
  await enterState(stores, deps, holder, 'closed', { actor: proof.actor, reason: 'taken_over', notice });
}

/** The claimant lets go of whatever number it had and holds this one. */
async function moveNumber(
  stores: IdentityStores,
  { vault }: TakeOverDeps,
  keys: readonly NumberDigester[],
  { claimantId, number }: ProvenNumber,
): Promise<void> {
  const data = await stores.personalData.find(claimantId);
  if (!data) throw new Error('an identity without personal data cannot hold a number');
  await stores.numberIndex.removeIdentity(claimantId);
  const claimant = { number: number.normalised, identityId: claimantId };
  if (!(await claimNumbers(stores.numberIndex, keys, [claimant], 'proven'))) {
    throw new LostRace('number');
  }
  const changed = await vault.change(data, {
    number: number.normalised,
    ...(number.birthdate && { birthdate: number.birthdate }),
    ...(number.gender && { gender: number.gender }),
  });
  if (!(await stores.personalData.update(changed, data.version))) throw new LostRace('personal data');
}

async function raise(
  stores: IdentityStores,
  { clock }: TakeOverDeps,
  claimant: Identity,
  { ial, actor }: ProvenNumber,
): Promise<Identity> {
  // The number that was proven may say another birth date than the one that was held.
  const change = { ial: Math.max(claimant.ial, ial) as 2 | 3, provenAt: clock.now(), child: null };
  const proven: Identity = { ...claimant, ...change };
  if (!(await stores.identities.update(claimant.id, claimant.tokenEpoch, change))) throw new LostRace('claimant');
  await record({ clock }, stores, 'identity.number_proven', {
    actor,
    identityId: claimant.id,
    detail: { ial: proven.ial },
  });
  return proven;
}
