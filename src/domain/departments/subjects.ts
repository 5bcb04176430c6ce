import { randomToken } from '../../shared/random.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { Repositories } from '../repositories.js';

export interface SubjectsDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'subjects'>>;
}

/** Subjects kept in memory, some 200 bytes each; past it the memory starts over. */
const CAPACITY = 20_000;

/** The pairwise identifiers (OpenID Connect Core §8.1) by which departments know identities. */
export class Subjects {
  readonly #uow: SubjectsDeps['uow'];
  /** A subject never changes once it is stored, so what was read stays true. */
  readonly #remembered = new Map<string, string>();

  constructor(deps: SubjectsDeps) {
    this.#uow = deps.uow;
  }

  /**
   * The `sub` that `departmentId` knows the identity by; made on first use: 256 random bits, stored, derived from
   * nothing. Two nodes that make it at once agree, because the store lets only one in.
   */
  async subjectOf(identityId: string, departmentId: string): Promise<string> {
    const key = `${identityId}|${departmentId}`;
    const remembered = this.#remembered.get(key);
    if (remembered) return remembered;
    const subject = await this.#stored(identityId, departmentId);
    if (this.#remembered.size >= CAPACITY) this.#remembered.clear();
    this.#remembered.set(key, subject);
    return subject;
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
