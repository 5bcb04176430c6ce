import type { VNode } from 'preact';
import type { House } from '../../domain/house.js';
import type { RecoveryRequest } from '../../domain/recovery/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { rejectForm } from '../../ui/forms/forms.js';
import { type PageOptions, renderPage } from '../../ui/page/page.js';
import { SIMULATED_REGISTRY } from '../../ui/ui.messages.js';
import type { DeviceCookie } from '../device-cookie.js';
import type { journeyRoutes } from '../walk.js';
import type { RECOVER_JOURNEY, RecoverState, RecoverWalk } from './recover.journey.js';
import { RECOVER } from './recover.messages.js';

/** What the steps of a recovery work with. */
export type RecoveringParts = Pick<
  House,
  'clock' | 'codes' | 'hasher' | 'identities' | 'phoneCountries' | 'recoveries' | 'recoveryDoor' | 'registry'
> & { readonly device: DeviceCookie };

export type RecoverSteps = ReturnType<typeof journeyRoutes<typeof RECOVER_JOURNEY, RecoverState>>;

export function showPage(
  { registry: { simulated } }: RecoveringParts,
  ctx: PageContext,
  view: VNode,
  options: PageOptions,
): void {
  renderPage(ctx, view, { ...options, ...(simulated && { notice: SIMULATED_REGISTRY }) });
}

/**
 * Begins what was proven and goes to the last page.
 * @returns the form to show again where it cannot be
 */
export async function begin(
  { recoveries }: RecoveringParts,
  ctx: PageContext,
  walk: RecoverWalk,
  request: RecoveryRequest & { readonly goal: 'password' | 'phone' },
  proof: string,
): Promise<FormState | undefined> {
  const { locale, visit } = ctx.state;
  const begun = await recoveries.begin(request, { by: 'visit', visitDigest: visit.digest, proof }, { locale });
  if (begun.outcome === 'waits') {
    await walk.save({ done: { goal: request.goal, effectiveAt: begun.recovery.effectiveAt.getTime() } });
    walk.go('recover/done');
    return undefined;
  }
  const why = { waiting: RECOVER.waiting, last: RECOVER.last, not_proven: RECOVER.tooOld, unknown: RECOVER.tooOld };
  return rejectForm(ctx, { field: '', text: why[begun.outcome] });
}
