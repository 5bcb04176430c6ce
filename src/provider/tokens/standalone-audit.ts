import { recordAll, type StandaloneEvent } from '../../domain/audit/index.js';
import type { Clock } from '../../shared/clock.js';
import { Together } from '../../shared/together.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { ProviderRepositories } from '../ports.js';

/** Events in one statement: each number of them is a text of its own, which servers keep. */
const MOST = 8;

/**
 * Writes down what changes no other row, such as that a token was issued. Events of the same moment share a
 * statement (one each: client credentials as a JWT 1.6 of the CPU); whoever writes one hears when it has committed, and fails if it has not.
 */
export class StandaloneAudit {
  readonly #together: Together<StandaloneEvent, void>;

  constructor({
    uow,
    clock,
  }: { readonly uow: UnitOfWork<Pick<ProviderRepositories, 'audit'>>; readonly clock: Clock }) {
    this.#together = new Together(async (events) => {
      await uow.run(({ audit }) => recordAll({ clock }, audit, events), { statements: 'one' });
      return events.map((): void => undefined);
    }, MOST);
  }

  write(event: StandaloneEvent): Promise<void> {
    return this.#together.ask(event);
  }
}
