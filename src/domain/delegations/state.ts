import type { Delegation, DelegationState } from '../records/index.js';

/** How it stands; what is past its end has ended, whether or not that is written down yet. */
export function stateOf({ startedAt, endsAt, endedAt }: Delegation, now: Date): DelegationState {
  if (endedAt || now >= endsAt) return 'ended';
  return startedAt ? 'active' : 'invited';
}
