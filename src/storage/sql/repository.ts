import type { Search } from './search.js';
import type { Session } from './session.js';

/** What every repository works with: one session, and searches over it. */
export abstract class Repository {
  constructor(
    protected readonly session: Session,
    protected readonly search: Search,
  ) {}
}
