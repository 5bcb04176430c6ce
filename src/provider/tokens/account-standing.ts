import type { ActiveDelegation } from '../../domain/delegations/index.js';
import type { Standing, StandingQuestion } from '../../domain/records/index.js';

/** What a token or a login hangs on, by the provider's account id. */
export interface AccountQuestion extends Omit<StandingQuestion, 'identityId'> {
  readonly accountId: string;
}

/** How that stands; with the delegation it rests on, where it is in somebody else's name. */
export interface AccountStanding extends Standing {
  readonly acting?: ActiveDelegation;
}
