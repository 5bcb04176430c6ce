import { z } from 'zod';
import type { PageContext } from '../context.js';
import type { Visit } from '../visit/visit.js';
import type { FormValues } from './form-state.js';
import { keptValues } from './forms.js';

const KEY = 'unsent:account';

const unsent = z.object({
  identityId: z.string(),
  path: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** Keeps what was typed into this form of the account, no secrets, until its sender has logged in once more. */
export function keepUnsentOf(identityId: string, ctx: PageContext, path: string): Promise<void> {
  return ctx.state.visit.set(KEY, { identityId, path, values: keptValues(ctx) });
}

/** What this person had typed on this page, once. */
export async function takeUnsentOf(identityId: string, ctx: PageContext): Promise<FormValues | undefined> {
  const kept = await ctx.state.visit.take(KEY, unsent);
  return kept?.identityId === identityId && kept.path === ctx.path ? kept.values : undefined;
}

/** Clears the visit at a login, but for what this very person had typed before it: nothing is left to anybody else. */
export async function clearAllBut(identityId: string, visit: Visit): Promise<void> {
  const kept = await visit.get(KEY, unsent);
  await visit.clear();
  if (kept?.identityId === identityId) await visit.set(KEY, kept);
}
