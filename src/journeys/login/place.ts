import { NOWHERE, type PlaceFinder } from '../../domain/sessions/index.js';
import type { PageContext } from '../../ui/context.js';

/** Where a login comes from: where its terminal stands, or what a `PlaceFinder` says. */
export const placeOf = (
  { places = NOWHERE }: { readonly places?: PlaceFinder | undefined },
  ctx: PageContext,
): string | null => ctx.state.terminal?.place ?? places.find(ctx) ?? null;
