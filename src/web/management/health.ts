import type { Clock } from '../../shared/clock.js';

/** Something the service cannot do without. */
export interface Part {
  /** A short word: what an operator looks for. */
  readonly name: string;
  /** @returns undefined where all is well, else a sentence; a throw counts as "does not answer" */
  check(): Promise<string | undefined>;
}

export interface PartState {
  readonly ready: boolean;
  /** What is wrong, in one sentence with no address and no secret in it. */
  readonly why?: string;
}

/** Whether this process should be sent requests, and if not, why. */
export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartState>>;
}

/** Milliseconds a part may take. Longer than the stores' own time-outs, so that these speak first. */
const CHECK_MS = 3_000;
/** Milliseconds an answer may be old: whoever asks often costs the stores nothing more. */
const REMEMBER_MS = 250;

/** Knows whether the parts of this process work. A process that is told to stop is not ready any more. */
export class Health {
  readonly #parts: readonly Part[];
  #draining = false;
  #last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** From now on this process is not ready, whatever its parts say. */
  drain(): void {
    this.#draining = true;
    this.#last = undefined;
  }

  check(): Promise<Readiness> {
    const now = performance.now();
    if (!this.#last || now - this.#last.at > REMEMBER_MS) this.#last = { at: now, answer: this.#look() };
    return this.#last.answer;
  }

  async #look(): Promise<Readiness> {
    if (this.#draining) return STOPPING;
    const states = await Promise.all(this.#parts.map(async (part) => [part.name, await stateOf(part)] as const));
    if (this.#draining) return STOPPING;
    return { ready: states.every(([, { ready }]) => ready), parts: Object.fromEntries(states) };
  }
}

/** What a process says that has been told to stop. */
export const STOPPING: Readiness = {
  ready: false,
  parts: { process: { ready: false, why: 'It was told to stop and finishes what it has begun.' } },
};

async function stateOf(part: Part): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`No answer within ${CHECK_MS / 1000} s.`), CHECK_MS);
  });
  try {
    const why = await Promise.race([part.check(), late]);
    return why === undefined ? { ready: true } : { ready: false, why };
  } catch {
    return { ready: false, why: 'It does not answer.' };
  } finally {
    clearTimeout(timer);
  }
}

/** A store that answers a ping. */
export function storePart(name: string, ping: () => Promise<void>): Part {
  return {
    name,
    async check() {
      await ping();
      return undefined;
    },
  };
}

/**
 * Seconds this clock and the database's may be apart. Codes live 60 s and portals allow about as much, so a process
 * whose clock is wrong hands out what others refuse.
 */
export const CLOCK_SECONDS = 5;

/** Refuses while this process's clock and the database's are apart (fault F9). */
export function clockPart(clock: Clock, databaseNow: () => Promise<Date>): Part {
  return {
    name: 'clock',
    async check() {
      const seconds = await clockDifference(clock, databaseNow);
      if (Math.abs(seconds) <= CLOCK_SECONDS) return undefined;
      const direction = seconds > 0 ? 'ahead of' : 'behind';
      return `This clock is ${Math.abs(seconds).toFixed(1)} s ${direction} the database's: have both follow a time server.`;
    },
  };
}

/** Seconds by which this clock is ahead of the database's, less what the way there may account for. */
export async function clockDifference(clock: Clock, databaseNow: () => Promise<Date>): Promise<number> {
  const before = clock.now().getTime();
  const theirs = (await databaseNow()).getTime();
  const after = clock.now().getTime();
  const doubt = Math.max(0, after - before) / 2;
  const ahead = (before + after) / 2 - theirs;
  const certain = Math.abs(ahead) - doubt;
  return certain <= 0 ? 0 : (Math.sign(ahead) * certain) / 1000;
}
