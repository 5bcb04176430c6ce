import { randomId } from '../../shared/random.js';
import { isEnough, usableOf } from '../authenticators/index.js';
import type { Authenticator, Recovery, Repositories } from '../records/index.js';

/** What is asked for. */
export type RecoveryRequest = { readonly identityId: string } & (
  | { readonly goal: 'password' /** An argon2id string. */; readonly secret: string }
  | { readonly goal: 'passkey' /** The lost one. */; readonly authenticatorId: string }
  | { readonly goal: 'phone' /** E.164, confirmed by a code. */; readonly phone: string }
);

type ChangeStores = Pick<Repositories, 'recoveries' | 'authenticators' | 'authenticatorIndex'>;

const NOTHING = { label: null, data: null, lastUsedAt: null } as const;

/**
 * Writes the recovery, and into the authenticators when they begin and end to work: from then on time alone decides what
 * logs in.
 * @returns undefined where one waits already; where it cannot be, the caller undoes the transaction
 */
export async function prepare(
  { recoveries, authenticators }: ChangeStores,
  request: RecoveryRequest,
  draft: Recovery,
  now: Date,
): Promise<Recovery | 'last' | 'unknown' | undefined> {
  const { identityId } = request;
  const { effectiveAt } = draft;
  const all = await authenticators.ofIdentity(identityId);
  const replaced = replacedBy(request, usableOf(all, now));
  if (request.goal === 'passkey' && replaced.length === 0) return 'unknown';
  const added = addedBy(request, draft);
  const recovery = { ...draft, added: added?.id ?? null, replaced: replaced.map(({ id }) => id) };
  if (!(await recoveries.insert(recovery))) return undefined;
  // Held, so that nothing of what is left is removed at this moment.
  const held = await authenticators.hold(identityId);
  const left = held.filter(({ id }) => !recovery.replaced.includes(id));
  const then = added ? [...left, added] : left;
  // A phone takes its own place; a person without any authenticator is recovered at a window.
  if (request.goal !== 'phone' && !isEnough(then, effectiveAt)) return 'last';
  if (added) await authenticators.insert(added);
  for (const id of recovery.replaced) await authenticators.change(identityId, id, { usableUntil: effectiveAt });
  return recovery;
}

function replacedBy(request: RecoveryRequest, usable: readonly Authenticator[]): readonly Authenticator[] {
  if (request.goal === 'passkey')
    return usable.filter(({ kind, id }) => kind === 'passkey' && id === request.authenticatorId);
  return usable.filter(({ kind }) => kind === (request.goal === 'phone' ? 'sms' : 'password'));
}

/** Codes to a new phone begin with the phone itself, when the recovery takes effect. */
function addedBy(request: RecoveryRequest, { effectiveAt, begunAt }: Recovery): Authenticator | undefined {
  if (request.goal !== 'password') return undefined;
  const { identityId, secret } = request;
  const id = randomId(begunAt.getTime());
  const times = { usableFrom: effectiveAt, usableUntil: null, createdAt: begunAt };
  return { id, identityId, kind: 'password', secret, ...NOTHING, ...times };
}

/** Removes what has ended. */
export async function apply(
  { authenticators, authenticatorIndex }: ChangeStores,
  { identityId, goal, replaced, added }: Recovery,
  now: Date,
): Promise<void> {
  for (const id of replaced) {
    await authenticators.remove(identityId, id);
    await authenticatorIndex.removeAuthenticator(identityId, id);
  }
  if (added !== null) await authenticators.change(identityId, added, { usableFrom: null });
  if (goal !== 'phone') return;
  const times = { usableFrom: null, usableUntil: null, createdAt: now };
  const id = randomId(now.getTime());
  await authenticators.insert({ id, identityId, kind: 'sms', secret: null, ...NOTHING, ...times });
}

/** Takes back what `prepare` wrote. */
export async function undo({ authenticators }: ChangeStores, { identityId, replaced, added }: Recovery): Promise<void> {
  for (const id of replaced) await authenticators.change(identityId, id, { usableUntil: null });
  if (added !== null) await authenticators.remove(identityId, added);
}
