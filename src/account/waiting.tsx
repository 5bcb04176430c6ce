import type { VNode } from 'preact';
import type { House } from '../domain/house.js';
import type { Recovery } from '../domain/records/index.js';
import { SIGNED_IN } from '../sections/door.js';
import type { PageContext } from '../ui/context.js';
import { seeOther } from '../ui/page/see-other.js';
import type { AccountPages } from './section.js';
import { WAITING } from './waiting.messages.js';
import { WaitingBanner } from './waiting.views.js';

/** A recovery that waits shows on every page of the account, and one press there stops it. */
export function waitingPages({ recoveries }: Pick<House, 'recoveries'>) {
  const known = new WeakMap<object, Recovery>();
  return {
    async look(ctx: PageContext, identityId: string): Promise<void> {
      const recovery = await recoveries.waiting(identityId);
      if (recovery) known.set(ctx, recovery);
    },
    banner(ctx: PageContext): VNode | undefined {
      const recovery = known.get(ctx);
      return recovery && <WaitingBanner recovery={recovery} />;
    },
    mount({ show, take, done }: AccountPages): void {
      take('/account/stop', SIGNED_IN, async (ctx, { identityId }) => {
        const stopped = await recoveries.stop(identityId);
        if (stopped) await done(ctx, '/account/history/not-me', WAITING.stopped);
        else await done(ctx, '/account', WAITING.over);
      });
      // A reload, or another language.
      show('/account/stop', SIGNED_IN, async (ctx) => seeOther(ctx, '/account'));
    },
  };
}
