import { AppError } from './errors.js';

interface Asked<Q, A> {
  readonly question: Q;
  readonly answer: (answer: A) => void;
  readonly refuse: (cause: unknown) => void;
}

/** Milliseconds that a question waits for those before it to be answered. */
const LONGEST_WAIT = 5;

/**
 * Takes questions to the store together: those of one turn of the event loop, and those that come while others are under
 * way. A busy node then asks once where it would ask sixteen times; an idle one asks at once. Nothing is remembered:
 * what is answered was read after it was asked.
 */
export class Together<Q, A> {
  readonly #ask: (questions: readonly Q[]) => Promise<readonly A[]>;
  readonly #most: number;
  #waiting: Asked<Q, A>[] = [];
  #underWay = 0;

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
      const waiting = this.#waiting.push({ question, answer, refuse });
      if (waiting === this.#most) this.#send();
      else if (waiting === 1) this.#schedule();
    });
  }

  #schedule(): void {
    const batch = this.#waiting;
    const send = (): void => {
      if (this.#waiting === batch) this.#send();
    };
    // After everything that this turn brought, such as sixteen answers in one packet of another store.
    if (this.#underWay === 0) setImmediate(send);
    // A store that hangs must not hold up what could go another way.
    else setTimeout(send, LONGEST_WAIT);
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length > 0) void this.#together(waiting);
  }

  async #together(asked: readonly Asked<Q, A>[]): Promise<void> {
    this.#underWay += 1;
    try {
      const answers = await this.#ask(asked.map(({ question }) => question));
      for (const [at, { answer }] of asked.entries()) answer(answers[at] as A);
    } catch (error) {
      // A store that is down is down for all; anything else may be one question's fault, and is no other's.
      if (asked.length > 1 && !(error instanceof AppError)) for (const one of asked) void this.#together([one]);
      else for (const { refuse } of asked) refuse(error);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0 && this.#waiting.length > 0) setImmediate(() => this.#underWay === 0 && this.#send());
    }
  }
}
