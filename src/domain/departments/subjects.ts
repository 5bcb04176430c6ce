import { BriefMemory } from '../../shared/brief-memory.js';
import { type Clock, systemClock } from '../../shared/clock.js';
import { randomToken } from '../../shared/random.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { Repositories } from '../records/index.js';

export interface SubjectsDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'subjects'>>;
  readonly clock?: Clock;
}

/** Milliseconds for which a node relies on a subject that it has seen: one can come back from a closed account (`Returns`). */
const REMEMBER_MS = 2_000;

/** The pairwise identifiers (OpenID Connect Core §8.1) by which departments know identities. */
export class Subjects {
  readonly #uow: SubjectsDeps['uow'];
  readonly #remembered: BriefMemory<string>;

  constructor(deps: SubjectsDeps) {
    this.#uow = deps.uow;
    this.#remembered = new BriefMemory(deps.clock ?? systemClock, REMEMBER_MS);
  }

  /**
   * The `sub` that `departmentId` knows the identity by; made on first use: 256 random bits, stored, derived from
   * nothing. Two nodes that make it at once agree, because the store lets only one in.
   */
  subjectOf(identityId: string, departmentId: string): Promise<string> {
    return this.#remembered.get(`${identityId}|${departmentId}`, () => this.#stored(identityId, departmentId));
  }

  async #stored(identityId: string, departmentId: string): Promise<string> {
    const known = await this.#uow.read.subjects.find(identityId, departmentId);
    if (known) return known.subject;
    const fresh = { identityId, departmentId, subject: randomToken() };
    if (await this.#uow.run(({ subjects }) => subjects.insert(fresh), { statements: 'one' })) return fresh.subject;
    const winner = await this.#uow.read.subjects.find(identityId, departmentId);
    if (!winner) throw new Error('the subject that another node stored is not there');
    return winner.subject;
  }
}
