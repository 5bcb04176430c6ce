import type { Recovery } from '../domain/records/index.js';
import type { Recoveries } from '../domain/recovery/index.js';
import type { PageContext } from '../ui/context.js';
import type { AccountPages } from './section.js';
import { WAITING } from './waiting.messages.js';

export interface WaitingDeps {
  readonly recoveries: Pick<Recoveries, 'waiting' | 'stop'>;
}

/** A recovery that waits shows on every page of the account, and one press there stops it. */
export function waitingPages({ recoveries }: WaitingDeps) {
  const known = new WeakMap<object, Recovery>();
  return {
    async look(ctx: PageContext, identityId: string): Promise<void> {
      const recovery = await recoveries.waiting(identityId);
      if (recovery) known.set(ctx, recovery);
    },
    seen: (ctx: PageContext): Recovery | undefined => known.get(ctx),
    mount({ show, take, done }: AccountPages): void {
      take('/account/stop', async (ctx, { identityId }) => {
        const stopped = await recoveries.stop(identityId);
        if (stopped) await done(ctx, '/account/history/not-me', WAITING.stopped);
        else await done(ctx, '/account', WAITING.over);
      });
      // A reload, or another language.
      show('/account/stop', async (ctx) => ctx.redirect('/account'));
    },
  };
}
