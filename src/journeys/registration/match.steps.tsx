import { beijingTime } from '../../shared/beijing-time.js';
import { minutesOf } from '../../ui/forms/code-entry.js';
import { carryTyped } from '../unsent.js';
import { askRegistry, nowOf, type RegisteringParts, type RegistrationSteps, showPage } from './registering.js';
import { REGISTRATION } from './registration.messages.js';
import { PausedPage } from './registration.views.js';

/** Milliseconds a draft is kept after it was last changed: the visit's own time. */
const DRAFT_KEPT = 3600_000;

/** Between steps 2 and 3, only where the registry could not be asked: the draft waits here. */
export function matchSteps({ show, take }: RegistrationSteps, deps: RegisteringParts): void {
  show('match', async (ctx, walk) => {
    const now = nowOf(deps);
    const { why, until } = walk.at.pause ?? { why: 'unavailable', until: now };
    const { locale } = ctx.state;
    // Shown again, kept again: whoever comes back within the hour finds the draft.
    await walk.save(walk.state);
    carryTyped(ctx, walk.state.typed);
    ctx.set('Retry-After', String(Math.max(1, Math.ceil((until - now) / 1000))));
    const times = {
      time: beijingTime(new Date(until), locale),
      minutes: minutesOf((until - now) / 1000),
      until: beijingTime(new Date(now + DRAFT_KEPT), locale),
    };
    const unavailable = why === 'unavailable';
    showPage(deps, ctx, <PausedPage base={walk.base} why={why} {...times} />, {
      title: unavailable ? REGISTRATION.unavailableTitle : REGISTRATION.limitedTitle,
      status: unavailable ? 503 : 429,
    });
  });

  take('match', async (ctx, walk) => askRegistry(deps, ctx, walk, walk.state, walk.at.person));
}
