const DELEGATION = 'delegation';

/** Who stands behind a login. Everything here was written by Yihao itself: account ids rest sealed or in its own tables. */
export interface Persons {
  /** Whose data and rights it is about: the principal where somebody acts for them. */
  readonly identityId: string;
  /** Who proved themself and sits at the screen. */
  readonly personId: string;
  /** By what the one may act for the other; undefined where they are the same. */
  readonly delegationId: string | undefined;
}

/** The account id of a login in somebody else's name: another account than either's own, so another session. */
export function accountIdOf({ identityId, personId, delegationId }: Persons): string {
  return delegationId === undefined ? identityId : [DELEGATION, identityId, personId, delegationId].join(':');
}

/** Reads an account id; that of a login in one's own name is the identity's id. It says nothing of whether it may be used. */
export function personsOf(accountId: string): Persons {
  const [kind, identityId, personId, delegationId] = accountId.split(':');
  if (kind === DELEGATION && identityId && personId && delegationId) return { identityId, personId, delegationId };
  return { identityId: accountId, personId: accountId, delegationId: undefined };
}

/** Whose data an account id is about, where there is one. */
export function identityIn(accountId: string | undefined): string | null {
  return accountId === undefined ? null : personsOf(accountId).identityId;
}
