import type { House } from '../../domain/house.js';
import type { Preference } from '../../domain/records/index.js';
import { isWaiting } from '../../domain/recovery/index.js';
import type { Interactions, LoginResult } from '../../provider/interactions.js';
import type { PageContext } from '../../ui/context.js';
import { clearAllBut } from '../../ui/forms/unsent.js';
import { keepPreferences } from '../../ui/visit/preferences.js';
import type { DeviceCookie } from '../device-cookie.js';
import type { Entry, Keep, LoginWalk } from './login.journey.js';
import type { LoginRecord, Seen } from './login-record.js';
import { noWay } from './no-way.js';
import { placeOf } from './place.js';

/** The ways out of the login journey. */
export function createFinish(
  deps: Pick<House, 'clock' | 'devices' | 'places' | 'preferences' | 'secure' | 'stayDays'> & {
    readonly interactions: Pick<Interactions, 'finishLogin'>;
    readonly record: LoginRecord;
    readonly device: DeviceCookie;
  },
) {
  const { record, devices, device, preferences, secure, interactions, stayDays, clock } = deps;

  /**
   * At a login the language and the size of the account win over the browser's: they are the citizen's own, and the browser
   * may be somebody else's. A switch at a page's head holds in its browser until the next login.
   */
  function applyPreferences(ctx: PageContext, keep: Keep, { language, elder }: Preference): void {
    if (language === null && elder === null) return;
    const chosen = { ...(language && { locale: language }), ...(elder !== null && { elder: elder === 1 }) };
    keepPreferences(ctx, chosen, secure, keep !== 'shared');
  }

  /** For a login that is written down: remembers the device, renews the visit, logs in. */
  async function enter(ctx: PageContext, { interaction }: LoginWalk, login: Entry, seen?: Seen): Promise<void> {
    const { identityId, keep } = login;
    if (login.device === 'new' && !ctx.state.terminal)
      device.write(ctx, await devices.confirm(identityId, device.read(ctx)));
    // A cookie planted before the login leads nowhere after it, and nobody's drafts are left to the next person here.
    await clearAllBut(identityId, ctx.state.visit);
    const preference = seen ? seen.preference : await preferences.of(identityId);
    if (!login.stepUp && preference) applyPreferences(ctx, keep, preference);
    await interactions.finishLogin(ctx, interaction.uid, {
      ...login,
      remember: keep !== 'shared' && !ctx.state.terminal,
      ...lifeOf(ctx, keep, stayDays),
    });
  }

  /** As `enter`; while a recovery waits, whoever logs in sees that first, and may stop it. */
  async function letIn(ctx: PageContext, walk: LoginWalk, login: Entry, seen: Seen): Promise<void> {
    if (!isWaiting(seen.recovery, clock.now())) return enter(ctx, walk, login, seen);
    const epoch = login.epoch ?? seen.identity?.tokenEpoch;
    await walk.save({ passed: { ...login, epoch, at: clock.now().getTime() } });
    walk.go('waiting');
  }

  return {
    enter,
    letIn,

    /** Writes the login down and lets in; or says so where the identity may not log in any more. */
    async finish(ctx: PageContext, walk: LoginWalk, login: Entry): Promise<void> {
      const written = await record.succeeded(login, {
        device: ctx.state.terminal ? 'shared' : login.device,
        place: placeOf(deps, ctx),
        applicationId: walk.interaction.clientId,
      });
      if (written.outcome === 'inactive') return noWay(ctx, walk, 'inactive');
      await letIn(ctx, walk, login, written.seen);
    },
  };
}

export type Finish = ReturnType<typeof createFinish>;

/** At a public terminal nothing else counts. */
function lifeOf(ctx: PageContext, keep: Keep, stayDays: number): Pick<LoginResult, 'life' | 'place'> {
  const { terminal } = ctx.state;
  if (terminal) return { life: 'terminal', place: terminal.place };
  return { life: keep === 'stay' && stayDays > 0 ? 'stay' : 'ordinary' };
}
