import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { Notifier } from '../audit/index.js';
import type { EraseStores } from '../holdings/index.js';
import type { Identity, Repositories } from '../records/index.js';
import type { KeyManagement } from './key-management.js';

/** The tables that an identity's life touches. */
export type IdentityStores = EraseStores &
  Pick<
    Repositories,
    | 'identities'
    | 'personalData'
    | 'formerIdentities'
    | 'indexKeys'
    | 'guardianships'
    | 'sessions'
    | 'applications'
    | 'grants'
    | 'spent'
    | 'outbox'
    | 'audit'
  >;

/** Ends all sessions of an identity inside the caller's transaction; `Sessions` of domain/sessions is one. */
export interface SessionEnder {
  endAllIn(
    repositories: Pick<Repositories, 'sessions' | 'applications' | 'grants' | 'outbox' | 'audit'>,
    identityId: string,
    reason: 'locked' | 'taken_over' | 'closed',
  ): Promise<unknown>;
}

/** What else ends with an identity that is closed or whose holder died; see `enterState`. */
export interface LifeFollower {
  /** Inside the transaction, before the data is erased. @param identity in its final state */
  ends(stores: IdentityStores, identity: Identity, actor: string): Promise<void>;
}

export interface IdentityDeps {
  readonly uow: UnitOfWork<IdentityStores>;
  readonly keys: KeyManagement;
  readonly clock: Clock;
  readonly notifications: Notifier;
  readonly sessions: SessionEnder;
  readonly followers?: readonly LifeFollower[];
  /** See `IndexKeys`; 0 remembers nothing. */
  readonly rememberMs?: number;
}
