/**
 * Where a login may lead back to: the citizen's own pages, nothing with a host or a trick in it (attack A18). Of queries
 * only what the history is filtered and turned by: any other may hold what belongs into no second address.
 */
const QUERY = '(?:kind|before)=[A-Za-z0-9._-]+';
const ACCOUNT_PATH = new RegExp(`^/account(?:/[a-z0-9-]+)*(?:(?<=/history)\\?${QUERY}(?:&${QUERY})*)?$`);
/** More than any page of ours has. */
const LONGEST = 200;

/** The address if it is one of the citizen's own pages, else undefined. */
export function accountPath(wanted: unknown): string | undefined {
  return typeof wanted === 'string' && wanted.length <= LONGEST && ACCOUNT_PATH.test(wanted) ? wanted : undefined;
}
