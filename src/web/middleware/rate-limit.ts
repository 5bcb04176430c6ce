import type { EphemeralStore } from '../../shared/ephemeral.js';
import { AppError } from '../../shared/errors.js';
import { mac } from '../../shared/mac.js';
import { neighbourhood } from '../../shared/neighbourhood.js';
import type { PageContext } from '../../ui/context.js';
import { kindOf } from '../paths.js';
import { TOO_MANY_REQUESTS } from '../web.errors.js';

const WINDOW_SECONDS = 60;

export interface RateLimitDeps {
  store: Pick<EphemeralStore, 'count'>;
  /** 32 bytes: addresses are counted under their keyed digest, so that the store holds none. */
  key: Buffer;
  /** Forms one address may send, and logins it may begin, in a minute. A service hall shares one address, so it is generous. */
  perMinute: number;
}

/**
 * Slows down one address that sends forms or begins logins without end. Advice only: guessing is held back by the throttle of each
 * identity, which no change of address escapes (attack A5). Applications authenticate and are not counted.
 */
export function rateLimit({ store, key, perMinute }: RateLimitDeps) {
  return async (ctx: PageContext, next: () => Promise<unknown>): Promise<void> => {
    // Each login that is begun rests in the store for an hour; one address may not fill it.
    const begins = ctx.path === '/authorize';
    if (begins || (ctx.method === 'POST' && kindOf(ctx.path) !== 'machine')) {
      const digest = mac(key, neighbourhood(ctx.ip)).toString('base64url');
      const { count } = await store.count(`rate:${begins ? 'begin' : 'form'}:{${digest}}`, WINDOW_SECONDS);
      if (count > perMinute) throw new AppError(TOO_MANY_REQUESTS);
    }
    await next();
  };
}
