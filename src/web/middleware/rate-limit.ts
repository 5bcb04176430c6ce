import { LIMITS } from '../../domain/limits.js';
import { AppError } from '../../shared/errors.js';
import { neighbourhood } from '../../shared/neighbourhood.js';
import type { PageContext } from '../../ui/context.js';
import { kindOf } from '../paths.js';
import { TOO_MANY_REQUESTS } from '../web.errors.js';

const WINDOW_MS = LIMITS.forms.per * 1000;
/** Addresses that are counted at a time: the one that came longest ago makes room for another. */
const ADDRESSES = 20_000;

export interface RateLimitDeps {
  /**
   * Forms one address may send, and logins it may begin, in a minute, at each process of the service. A service hall
   * shares one address, so it is generous.
   */
  perMinute: number;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/**
 * Slows down one address that sends forms or begins logins without end. Advice only, so it is counted in this process:
 * guessing is held back by the throttle of each identity, which no change of address escapes (attack A5). Applications
 * authenticate and are not counted.
 */
export function rateLimit({ perMinute, now = () => performance.now() }: RateLimitDeps) {
  // Each login that is begun rests in the store for hours; one address may not fill it.
  const counters = { begin: new WindowCounter(now), form: new WindowCounter(now) };
  return (ctx: PageContext, next: () => Promise<unknown>): Promise<unknown> => {
    const begins = ctx.path === '/authorize';
    if (begins || (ctx.method === 'POST' && kindOf(ctx.path) !== 'machine')) {
      const count = counters[begins ? 'begin' : 'form'].add(neighbourhood(ctx.ip));
      if (count > perMinute) throw new AppError(TOO_MANY_REQUESTS);
    }
    return next();
  };
}

/** Counts by name in windows that begin at the first count. */
class WindowCounter {
  readonly #now: () => number;
  readonly #windows = new Map<string, { count: number; readonly endsAt: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(name: string): number {
    const now = this.#now();
    const known = this.#windows.get(name);
    if (known && known.endsAt > now) {
      known.count += 1;
      return known.count;
    }
    // A window that is over goes to the end; the first one is always the oldest.
    this.#windows.delete(name);
    if (this.#windows.size >= ADDRESSES) this.#windows.delete(this.#windows.keys().next().value!);
    this.#windows.set(name, { count: 1, endsAt: now + WINDOW_MS });
    return 1;
  }
}
