import { AppError } from './errors.js';

interface Asked<Q, A> {
  readonly question: Q;
  readonly answer: (answer: A) => void;
  readonly refuse: (cause: unknown) => void;
}

/**
 * Takes questions that arrive in the same turn of the event loop to the store together: a busy node asks once where it
 * would ask sixteen times. Nothing is remembered: what is answered was read after it was asked.
 */
export class SameTurn<Q, A> {
  readonly #ask: (questions: readonly Q[]) => Promise<readonly A[]>;
  readonly #most: number;
  #waiting: Asked<Q, A>[] = [];

  /**
   * @param ask answers in the order of the questions
   * @param most questions in one go
   */
  constructor(ask: (questions: readonly Q[]) => Promise<readonly A[]>, most = 16) {
    this.#ask = ask;
    this.#most = most;
  }

  ask(question: Q): Promise<A> {
    return new Promise((answer, refuse) => {
      // After everything that this turn brought, such as sixteen answers in one packet of another store.
      if (this.#waiting.push({ question, answer, refuse }) === 1) setImmediate(() => this.#send());
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let first = 0; first < waiting.length; first += this.#most) {
      void this.#together(waiting.slice(first, first + this.#most));
    }
  }

  async #together(asked: readonly Asked<Q, A>[]): Promise<void> {
    try {
      const answers = await this.#ask(asked.map(({ question }) => question));
      for (const [at, { answer }] of asked.entries()) answer(answers[at] as A);
    } catch (error) {
      // A store that is down is down for all; anything else may be one question's fault, and is no other's.
      if (asked.length > 1 && !(error instanceof AppError)) for (const one of asked) void this.#together([one]);
      else for (const { refuse } of asked) refuse(error);
    }
  }
}
