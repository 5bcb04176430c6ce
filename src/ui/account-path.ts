/** Where a login may lead back to: the citizen's own pages, nothing with a host, a query or a trick in it (attack A18). */
const ACCOUNT_PATH = /^\/account(?:\/[a-z0-9-]+)*$/;
/** More than any page of ours has. */
const LONGEST = 200;

/** The address if it is one of the citizen's own pages, else undefined. */
export function accountPath(wanted: unknown): string | undefined {
  return typeof wanted === 'string' && wanted.length <= LONGEST && ACCOUNT_PATH.test(wanted) ? wanted : undefined;
}
